-- The interval macros against answers worked by hand or published.
with answers as (
    -- Wilson, 8 of 10: (8 + 1.9207 ± 1.96·√(1.6 + 0.9604)) / 13.8415 = 0.490 and 0.943.
    select 'wilson 8 of 10, lower' as what, {{ wilson_lower('8', '10') }} as result, 0.490162 as expected
    union all
    select 'wilson 8 of 10, upper' as what, {{ wilson_upper('8', '10') }} as result, 0.943318 as expected
    union all
    -- Wilson with no success ends at z² / (n + z²) = 3.8415 / 13.8415.
    select 'wilson 0 of 10, lower' as what, {{ wilson_lower('0', '10') }} as result, 0 as expected
    union all
    select 'wilson 0 of 10, upper' as what, {{ wilson_upper('0', '10') }} as result, 0.277533 as expected
    union all
    select 'wilson 10 of 10, upper' as what, {{ wilson_upper('10', '10') }} as result, 1 as expected
    union all
    select 'wilson 10 of 10, lower' as what, {{ wilson_lower('10', '10') }} as result, 0.722467 as expected
    union all
    select 'wilson 0 of 0' as what, {{ wilson_lower('0', '0') }} as result, null as expected
    union all
    -- NPS of 70 promoters, 20 passives, 10 detractors: 60 ± 1.96·100·√((0.8 − 0.36) / 99) = 60 ± 13.066.
    select 'nps 70/20/10' as what, {{ nps('70', '10', '100') }} as result, 60 as expected
    union all
    select 'nps 70/20/10, lower' as what, {{ nps_lower('70', '10', '100') }} as result, 46.933573 as expected
    union all
    select 'nps 70/20/10, upper' as what, {{ nps_upper('70', '10', '100') }} as result, 73.066427 as expected
    union all
    -- Two answers, one of each kind: 0 ± 1.96·100, cut at ±100.
    select 'nps 1/0/1, upper' as what, {{ nps_upper('1', '1', '2') }} as result, 100 as expected
    union all
    select 'nps 1/0/1, lower' as what, {{ nps_lower('1', '1', '2') }} as result, -100 as expected
    union all
    -- No spread seen: no interval.
    select 'nps 5/0/0, lower' as what, {{ nps_lower('5', '0', '5') }} as result, null as expected
    union all
    select 'nps 1/0/0, upper' as what, {{ nps_upper('1', '0', '1') }} as result, null as expected
    union all
    select 'nps of nobody' as what, {{ nps('0', '0', '0') }} as result, null as expected
)

select * from answers
where
    (result is null) <> (expected is null)
    or abs(result - expected) > 1e-6
