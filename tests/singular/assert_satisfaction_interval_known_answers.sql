-- The interval macros against answers worked by hand or published.
with answers as (
    -- Wilson, 8 of 10: (8 + 1.9207 ± 1.96·√(1.6 + 0.9604)) / 13.8415 = 0.490 and 0.943.
    select 'wilson 8 of 10, lower' as what, {{ wilson_lower('8', '10') }} as result, 0.490162 as expected
    union all select 'wilson 8 of 10, upper', {{ wilson_upper('8', '10') }}, 0.943318
    -- Wilson with no success ends at z² / (n + z²) = 3.8415 / 13.8415.
    union all select 'wilson 0 of 10, lower', {{ wilson_lower('0', '10') }}, 0
    union all select 'wilson 0 of 10, upper', {{ wilson_upper('0', '10') }}, 0.277533
    union all select 'wilson 10 of 10, upper', {{ wilson_upper('10', '10') }}, 1
    union all select 'wilson 10 of 10, lower', {{ wilson_lower('10', '10') }}, 0.722467
    union all select 'wilson 0 of 0', {{ wilson_lower('0', '0') }}, null
    -- NPS of 70 promoters, 20 passives, 10 detractors: 60 ± 1.96·100·√((0.8 − 0.36) / 99) = 60 ± 13.066.
    union all select 'nps 70/20/10', {{ nps('70', '10', '100') }}, 60
    union all select 'nps 70/20/10, lower', {{ nps_lower('70', '10', '100') }}, 46.933573
    union all select 'nps 70/20/10, upper', {{ nps_upper('70', '10', '100') }}, 73.066427
    -- Two answers, one of each kind: 0 ± 1.96·100, cut at ±100.
    union all select 'nps 1/0/1, upper', {{ nps_upper('1', '1', '2') }}, 100
    union all select 'nps 1/0/1, lower', {{ nps_lower('1', '1', '2') }}, -100
    -- No spread seen: no interval.
    union all select 'nps 5/0/0, lower', {{ nps_lower('5', '0', '5') }}, null
    union all select 'nps 1/0/0, upper', {{ nps_upper('1', '0', '1') }}, null
    union all select 'nps of nobody', {{ nps('0', '0', '0') }}, null
)

select * from answers
where (result is null) <> (expected is null)
    or abs(result - expected) > 1e-6
