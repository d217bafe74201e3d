with measures as (
    select * from {{ ref('int_value_measures') }}
),

scales as (
    select * from {{ ref('int_value_scales') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

tiers as (
    select * from {{ ref('value_tiers') }}
),

-- Spark's least and greatest pass over NULLs, which would make an unknown value the highest.
normalised as (
    select
        {% for measure, score in [
            ('lifetime_value', 'lifetime_value_score'), ('purchase_rate', 'purchase_rate_score'),
            ('profit_amount', 'profit_score'),
        ] -%}
        case
            when measures.{{ measure }} is not null
                then round({{ winsorised_share(
                    'measures.' ~ measure, 'scales.' ~ measure ~ '_lowest', 'scales.' ~ measure ~ '_highest'
                ) }}, 6)
        end as {{ score }},
        {% endfor -%}
        measures.*
    from measures
    cross join scales
),

scored as (
    select
        *,
        round({{ harmonic_mean('lifetime_value_score', 'purchase_rate_score') }}, 6) as potential_score
    from normalised
),

final as (
    select
        scored.customer_id,
        as_of.as_of_date,
        scored.net_revenue,
        scored.lifetime_value,
        scored.purchase_rate,
        scored.lifetime_value_score,
        scored.purchase_rate_score,
        scored.potential_score,
        coalesce(potential.tier, 'unrated') as potential_tier,
        potential.tier_name as potential_tier_name,
        potential.tier_name_zh as potential_tier_name_zh,
        potential.sort_order as potential_tier_sort_order,
        scored.profit_amount,
        scored.profit_score,
        coalesce(profit.tier, 'unrated') as profit_tier,
        profit.tier_name as profit_tier_name,
        profit.tier_name_zh as profit_tier_name_zh,
        profit.sort_order as profit_tier_sort_order
    from scored
    cross join as_of
    {% for measure in ['potential', 'profit'] -%}
    left join tiers as {{ measure }}
        on
            {{ measure }}.measure = '{{ measure }}'
            and {{ in_band('scored.' ~ measure ~ '_score', measure ~ '.score_from', measure ~ '.score_below') }}
    {% endfor %}
)

select * from final
