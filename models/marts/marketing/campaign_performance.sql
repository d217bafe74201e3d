with variants as (
    select * from {{ ref('int_campaign_variants') }}
),

campaigns as (
    select
        {{ record_key('source_system', 'campaign_id') }} as campaign_key,
        campaign_name,
        channel,
        media,
        started_at
    from {{ ref('campaigns') }}
),

compared as (
    select
        variants.*,
        controls.customers as control_customers,
        controls.converted as control_converted,
        {{ safe_divide('controls.converted', 'controls.customers') }} as control_rate,
        variants.orders_mean - controls.orders_mean as orders_difference,
        sqrt(variants.orders_mean_variance + controls.orders_mean_variance) as orders_difference_error
    from variants
    left join variants as controls
        on
            variants.campaign_key = controls.campaign_key
            and controls.is_control
            and not variants.is_control
),

final as (
    select
        compared.campaign_key,
        compared.variant,
        compared.is_control,
        campaigns.campaign_name,
        campaigns.channel,
        campaigns.media,
        coalesce(campaigns.started_at, compared.first_contact_at) as started_at,
        compared.is_response_complete,
        compared.customers,
        compared.crossover_customers,
        {% for stage in campaign_stages() -%}
        compared.{{ stage }},
        {% endfor -%}
        compared.converted,
        {{ safe_divide('compared.delivered', 'compared.sent') }} as delivery_rate,
        {{ safe_divide('compared.opened', 'compared.sent') }} as open_rate,
        {{ safe_divide('compared.clicked', 'compared.sent') }} as click_rate,
        {{ safe_divide('compared.redeemed', 'compared.sent') }} as redemption_rate,
        {{ safe_divide('compared.unsubscribed', 'compared.sent') }} as unsubscribe_rate,
        {{ safe_divide('compared.converted', 'compared.customers') }} as conversion_rate,
        cast(compared.orders as bigint) as orders,
        compared.orders_mean as orders_per_customer,
        cast(compared.net_revenue as decimal(18, 4)) as net_revenue,
        {{ safe_divide('compared.net_revenue', 'compared.customers') }} as net_revenue_per_customer,
        compared.control_customers,
        compared.control_rate as control_conversion_rate,
        {{ safe_divide('compared.converted', 'compared.customers') }} - compared.control_rate
            as conversion_rate_difference,
        {{ newcombe_lower(
            'compared.converted', 'compared.customers', 'compared.control_converted', 'compared.control_customers'
        ) }} as conversion_rate_difference_lower,
        {{ newcombe_upper(
            'compared.converted', 'compared.customers', 'compared.control_converted', 'compared.control_customers'
        ) }} as conversion_rate_difference_upper,
        {{ minimum_detectable_effect('compared.control_rate', 'compared.customers', 'compared.control_customers') }}
            as minimum_detectable_effect,
        compared.orders_difference as orders_per_customer_difference,
        compared.orders_difference - {{ normal_quantile_95() }} * compared.orders_difference_error
            as orders_per_customer_difference_lower,
        compared.orders_difference + {{ normal_quantile_95() }} * compared.orders_difference_error
            as orders_per_customer_difference_upper,
        compared.orders_difference * compared.customers as incremental_orders
    from compared
    left join campaigns on compared.campaign_key = campaigns.campaign_key
)

select * from final
