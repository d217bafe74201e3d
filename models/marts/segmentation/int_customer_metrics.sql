{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

with as_of as (
    select cast(date_trunc('month', as_of_date) as date) as month
    from {{ ref('int_as_of') }}
),

metrics as (
    select
        metric_months.customer_id,
        metric_months.metric,
        metric_months.metric_value
    from {{ ref('int_tag_metric_months') }} as metric_months
    inner join as_of
        on metric_months.month = as_of.month
    {% for model, metrics in current_customer_metrics().items() -%}
    {% for metric, expression in metrics %}
    union all

    select
        customer_id,
        '{{ metric }}' as metric,
        cast({{ expression }} as double) as metric_value
    from {{ ref(model) }}
    {% endfor -%}
    {% endfor %}
)

select * from metrics
where metric_value is not null
