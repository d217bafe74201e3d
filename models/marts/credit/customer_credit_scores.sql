with scores as (
    select * from {{ ref('int_credit_scores') }}
    where is_as_of
),

cases as (
    select * from {{ ref('int_credit_cases') }}
    where is_as_of
),

statuses as (
    select * from {{ ref('credit_statuses') }}
),

exposures as (
    select * from {{ ref('customer_exposure') }}
),

-- What a bin takes away from the points of an average case; half a point is no reason.
lost as (
    select
        contributions.customer_id,
        contributions.feature,
        -scale.factor * contributions.log_odds as points_lost,
        bins.bin_name,
        bins.bin_name_zh
    from {{ ref('int_credit_contributions') }} as contributions
    cross join {{ ref('int_credit_scale') }} as scale
    inner join {{ ref('credit_score_bins') }} as bins
        on contributions.feature = bins.feature and contributions.bin = bins.bin
    where contributions.is_as_of and scale.factor * contributions.log_odds <= -0.5e0
),

placed as (
    select
        customer_id,
        bin_name || ' (-' || cast(cast(floor(points_lost + 0.5e0) as bigint) as string) || ' points)' as reason,
        bin_name_zh || '（-' || cast(cast(floor(points_lost + 0.5e0) as bigint) as string) || '分）' as reason_zh,
        row_number() over (
            partition by customer_id order by points_lost desc nulls last, feature asc nulls last
        ) as reason_number
    from lost
),

reasons as (
    select
        {% for number in [1, 2] -%}
        max(reason) filter (where reason_number = {{ number }}) as reason_{{ number }},
        max(reason_zh) filter (where reason_number = {{ number }}) as reason_{{ number }}_zh,
        {% endfor -%}
        customer_id
    from placed
    group by customer_id
),

final as (
    select
        scores.customer_id,
        scores.snapshot_date as as_of_date,
        scores.credit_score,
        scores.bad_probability,
        {% for number in [1, 2] -%}
        reasons.reason_{{ number }},
        reasons.reason_{{ number }}_zh,
        {% endfor -%}
        cases.claims,
        cases.late_share,
        cases.oldest_overdue_days,
        cases.balance as account_balance,
        exposures.payment_score,
        exposures.grade as payment_grade,
        scores.status,
        statuses.status_text,
        statuses.status_text_zh
    from scores
    inner join cases on scores.customer_id = cases.customer_id
    inner join statuses on scores.status = statuses.status
    left join exposures on scores.customer_id = exposures.customer_id
    left join reasons on scores.customer_id = reasons.customer_id
)

select * from final
