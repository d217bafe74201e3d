with bins as (
    select * from {{ ref('credit_score_bins') }}
),

weights as (
    select * from {{ ref('int_credit_woe') }}
),

scale as (
    select * from {{ ref('int_credit_scale') }}
),

coefficients as (
    select
        cast(name as string) as feature,
        value as coefficient
    from {{ ref('ml_credit_scorecard') }}
    where part = 'coefficient' and name <> '(intercept)'
),

final as (
    select
        bins.feature,
        bins.bin,
        bins.bin_name,
        bins.bin_name_zh,
        coalesce(weights.goods, 0) as goods,
        coalesce(weights.bads, 0) as bads,
        {{ safe_divide('weights.bads', 'weights.goods + weights.bads') }} as bad_rate,
        weights.woe,
        round(sum(weights.information_value) over (partition by bins.feature), 12) as information_value,
        coefficients.coefficient,
        scale.factor * (
            coefficients.coefficient * coalesce(weights.woe, 0e0)
            + {{ safe_divide('scale.intercept', 'scale.features') }}
        ) + {{ safe_divide('scale.points_offset', 'scale.features') }} as points,
        scale.status
    from bins
    cross join scale
    left join weights on bins.feature = weights.feature and bins.bin = weights.bin
    left join coefficients on bins.feature = coefficients.feature
)

select * from final
