{{ config(access='protected', contract={'enforced': false}) }}

with members as (
    select * from {{ ref('int_campaign_customers') }}
),

-- A customer in several variants (records that were merged since) tells nothing of either: counted, not compared.
crossed as (
    select
        campaign_key,
        count(*) as crossover_customers
    from members
    where variants > 1
    group by campaign_key
),

counted as (
    select
        campaign_key,
        variant,
        min(first_contact_at) as first_contact_at,
        count(*) as customers,
        {% for stage in campaign_stages() -%}
        count(*) filter (where is_{{ stage }}) as {{ stage }},
        {% endfor -%}
        count(*) filter (where orders > 0) as converted,
        sum(orders) as orders,
        sum(orders * orders) as orders_squared,
        sum(net_revenue) as net_revenue,
        bool_and(is_response_complete) as is_response_complete
    from members
    where variants = 1
    group by campaign_key, variant
),

final as (
    select
        counted.*,
        coalesce(crossed.crossover_customers, 0) as crossover_customers,
        counted.variant = '{{ var("control_variant") }}' as is_control,
        {{ safe_divide('counted.orders', 'counted.customers') }} as orders_mean,
        -- Variance of the mean number of orders, from the sample variance (n − 1).
        {{ safe_divide(
            'counted.orders_squared - ' ~ safe_divide('counted.orders * counted.orders', 'counted.customers'),
            'counted.customers * (counted.customers - 1)'
        ) }} as orders_mean_variance
    from counted
    left join crossed
        on counted.campaign_key = crossed.campaign_key
)

select * from final
