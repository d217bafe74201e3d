-- Population stability of the score (in bands of one doubling of the odds) and of the bins of each feature, month ends
-- that the scorecard learnt from against today.
with banded as (
    select
        'credit_score' as variable,
        {{ var('credit_doubling_points') }} * cast(
            floor({{ safe_divide('credit_score', var('credit_doubling_points')) }}) as bigint
        ) as bin,
        is_as_of
    from {{ ref('int_credit_scores') }}
    where credit_score is not null
    union all
    select
        feature as variable,
        cast(bin as bigint) as bin,
        is_as_of
    from {{ ref('int_credit_binned') }}
),

counted as (
    select
        variable,
        bin,
        count(*) filter (where not is_as_of) as expected_cases,
        count(*) filter (where is_as_of) as actual_cases
    from banded
    group by variable, bin
),

totals as (
    select
        *,
        sum(expected_cases) over (partition by variable) as all_expected,
        sum(actual_cases) over (partition by variable) as all_actual,
        count(*) over (partition by variable) as bins
    from counted
),

shares as (
    select
        variable,
        bin,
        expected_cases,
        actual_cases,
        {{ safe_divide('expected_cases + 0.5e0', 'all_expected + 0.5e0 * bins') }} as expected_share,
        {{ safe_divide('actual_cases + 0.5e0', 'all_actual + 0.5e0 * bins') }} as actual_share
    from totals
    where all_expected > 0 and all_actual > 0
),

parts as (
    select
        *,
        (actual_share - expected_share)
        * ln(nullif({{ safe_divide('actual_share', 'expected_share') }}, 0e0)) as stability_part
    from shares
),

summed as (
    select
        *,
        round(sum(stability_part) over (partition by variable), 12) as stability_index
    from parts
),

final as (
    select
        summed.variable,
        summed.bin,
        case
            when summed.variable = 'credit_score' then cast(summed.bin as string) || '+' else bins.bin_name
        end as bin_name,
        summed.expected_cases,
        summed.actual_cases,
        summed.expected_share,
        summed.actual_share,
        summed.stability_part,
        summed.stability_index,
        case
            when summed.stability_index < 0.1e0 then 'stable'
            when summed.stability_index < 0.25e0 then 'moved'
            else 'another population'
        end as verdict
    from summed
    left join {{ ref('credit_score_bins') }} as bins on summed.variable = bins.feature and summed.bin = bins.bin
)

select * from final
