-- Newcombe (1998), table II, method 10; and the detectable effect of 10 % of 1,000 each, by hand:
-- 2.80158 × √(.1 × .9 × .002) = .03759.
with cases as (
    select
        56 as successes,
        70 as trials,
        48 as other_successes,
        80 as other_trials,
        0.0524e0 as lower_bound,
        0.3339e0 as upper_bound
    union all
    select
        9 as successes,
        10 as trials,
        3 as other_successes,
        10 as other_trials,
        0.1705e0 as lower_bound,
        0.8090e0 as upper_bound
    union all
    select
        10 as successes,
        10 as trials,
        0 as other_successes,
        20 as other_trials,
        0.6791e0 as lower_bound,
        1e0 as upper_bound
),

computed as (
    select
        *,
        {{ newcombe_lower('successes', 'trials', 'other_successes', 'other_trials') }} as lower_computed,
        {{ newcombe_upper('successes', 'trials', 'other_successes', 'other_trials') }} as upper_computed,
        {{ minimum_detectable_effect('0.1e0', '1000', '1000') }} as effect_computed
    from cases
)

select * from computed
where
    abs(lower_computed - lower_bound) > 0.00006
    or abs(upper_computed - upper_bound) > 0.00006
    or abs(effect_computed - 0.03759) > 0.00001
