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

-- Equal values share the mean of their ranks (Spearman 1904).
final as (
    select
        *,
        rank() over (partition by metric, other_metric order by value asc nulls last)
        + (count(*) over (partition by metric, other_metric, value) - 1) / 2e0 as value_rank,
        rank() over (partition by metric, other_metric order by other_value asc nulls last)
        + (count(*) over (partition by metric, other_metric, other_value) - 1) / 2e0 as other_rank
    from pairs
)

select * from final
