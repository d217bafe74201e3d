{{ config(access='protected', contract={'enforced': false}) }}

with rules as (
    select * from {{ ref('tag_rules') }}
),

tags as (
    select * from {{ ref('int_tags') }}
    where is_monthly
),

metric_months as (
    select * from {{ ref('int_tag_metric_months') }}
),

held as (
    select
        metric_months.customer_id,
        rules.tag,
        metric_months.month,
        metric_months.is_full_month,
        count(*) as rules_held
    from metric_months
    inner join rules
        on metric_months.metric = rules.metric
    where {{ rule_holds('metric_months.metric_value', 'rules') }}
    group by metric_months.customer_id, rules.tag, metric_months.month, metric_months.is_full_month
),

tag_months as (
    select
        held.customer_id,
        held.tag,
        held.month,
        held.is_full_month,
        lag(held.month) over (partition by held.customer_id, held.tag order by held.month asc nulls last)
            as previous_month,
        lead(held.month) over (partition by held.customer_id, held.tag order by held.month asc nulls last)
            as next_month
    from held
    inner join tags
        on held.tag = tags.tag and held.rules_held = tags.rules
),

final as (
    select
        customer_id,
        tag,
        month,
        is_full_month,
        coalesce({{ months_between('previous_month', 'month') }} > 1, true) as is_entered,
        coalesce({{ months_between('month', 'next_month') }} > 1, true) as is_left_after
    from tag_months
)

select * from final
