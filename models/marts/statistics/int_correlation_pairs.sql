{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    {{ hash_sample(ref('customer_360'), var('correlation_customers')) }}
),

numbers as (
    select
        numbers.customer_id,
        metrics.metric,
        metrics.sort_order,
        numbers.value
    from {{ ref('int_statistics_values') }} as numbers
    inner join {{ ref('correlation_metrics') }} as metrics on numbers.column_name = metrics.metric
    inner join customers on numbers.customer_id = customers.customer_id
),

-- Each pair once, with the customers of whom both are known.
pairs as (
    select
        numbers.customer_id,
        numbers.metric,
        other.metric as other_metric,
        numbers.value,
        other.value as other_value
    from numbers
    inner join numbers as other on numbers.customer_id = other.customer_id and numbers.sort_order < other.sort_order
),

final as (
    select
        *,
        {{ mean_rank('value', 'metric, other_metric') }} as value_rank,
        {{ mean_rank('other_value', 'metric, other_metric') }} as other_rank
    from pairs
)

select * from final
