with usage_records as (
    select * from {{ customer_events('service_usage', 'usage_month') }}
),

final as (
    select
        customer_id,
        usage_month,
        metric,
        sum(value) as value,
        bool_or(is_value_imputed) as is_value_imputed
    from usage_records
    where customer_id is not null
    group by customer_id, usage_month, metric
)

select * from final
