{{ config(access='protected', contract={'enforced': false}) }}

with training as (
    select * from {{ ref('ml_propensity_purchase') }}
),

model as (
    select
        model as model_name,
        value as bias
    from training
    where part = 'model'
),

scored as (
    select
        contributions.customer_id,
        model.model_name,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(sum(contributions.contribution), 12) as contribution,
        model.bias + round(sum(contributions.contribution), 12) as log_odds
    from {{ ref('int_purchase_contributions') }} as contributions
    cross join model
    group by contributions.customer_id, model.model_name, model.bias
),

-- Calibration: a sigmoid of one point, or a line through many (the recency baseline), level before and after it.
points as (
    select
        kind,
        knot,
        value,
        -- few rows: the points of one calibration
        row_number() over (order by knot asc nulls last) = 1 as is_first,
        lead(knot) over (order by knot asc nulls last) as next_knot,
        lead(value) over (order by knot asc nulls last) as next_value
    from training
    where part = 'calibration'
),

calibrated as (
    select
        scored.*,
        case
            when points.kind = 'sigmoid'
                then {{ safe_divide('1', '1 + exp(-(points.knot * scored.log_odds + points.value))') }}
            when points.next_knot is null or scored.log_odds < points.knot then points.value
            else
                points.value
                + (points.next_value - points.value)
                * {{ safe_divide('scored.log_odds - points.knot', 'points.next_knot - points.knot') }}
        end as probability
    from scored
    inner join points
        on
            points.kind = 'sigmoid'
            or (
                (scored.log_odds >= points.knot or points.is_first)
                and (scored.log_odds < points.next_knot or points.next_knot is null)
            )
),

final as (
    select
        customer_id,
        model_name,
        contribution,
        log_odds,
        -- Off 0 and 1, since no customer is certain.
        least(greatest(probability, 0.001e0), 0.999e0) as probability
    from calibrated
)

select * from final
