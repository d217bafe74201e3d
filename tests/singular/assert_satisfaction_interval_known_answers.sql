-- The interval macros against answers worked by hand or published.
with answers (what, result, expected) as (
    values
    -- Wilson, 8 of 10: (8 + 1.9207 ± 1.96·√(1.6 + 0.9604)) / 13.8415 = 0.490 and 0.943.
    ('wilson 8 of 10, lower', {{ wilson_lower('8', '10') }}, 0.490162),
    ('wilson 8 of 10, upper', {{ wilson_upper('8', '10') }}, 0.943318),
    -- Wilson with no success ends at z² / (n + z²) = 3.8415 / 13.8415.
    ('wilson 0 of 10, lower', {{ wilson_lower('0', '10') }}, 0),
    ('wilson 0 of 10, upper', {{ wilson_upper('0', '10') }}, 0.277533),
    ('wilson 10 of 10, upper', {{ wilson_upper('10', '10') }}, 1),
    ('wilson 10 of 10, lower', {{ wilson_lower('10', '10') }}, 0.722467),
    ('wilson 0 of 0', {{ wilson_lower('0', '0') }}, null),
    -- NPS of 70 promoters, 20 passives, 10 detractors: 60 ± 1.96·100·√((0.8 − 0.36) / 99) = 60 ± 13.066.
    ('nps 70/20/10', {{ nps('70', '10', '100') }}, 60),
    ('nps 70/20/10, lower', {{ nps_lower('70', '10', '100') }}, 46.933573),
    ('nps 70/20/10, upper', {{ nps_upper('70', '10', '100') }}, 73.066427),
    -- Two answers, one of each kind: 0 ± 1.96·100, cut at ±100.
    ('nps 1/0/1, upper', {{ nps_upper('1', '1', '2') }}, 100),
    ('nps 1/0/1, lower', {{ nps_lower('1', '1', '2') }}, -100),
    -- No spread seen: no interval.
    ('nps 5/0/0, lower', {{ nps_lower('5', '0', '5') }}, null),
    ('nps 1/0/0, upper', {{ nps_upper('1', '0', '1') }}, null),
    ('nps of nobody', {{ nps('0', '0', '0') }}, null)
)

select * from answers
where
    (result is null) <> (expected is null)
    or abs(result - expected) > 1e-6
