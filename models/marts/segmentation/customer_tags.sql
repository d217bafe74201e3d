with rules as (
    select * from {{ ref('tag_rules') }}
),

metrics as (
    select * from {{ ref('int_customer_metrics') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

tags as (
    select * from {{ ref('int_tags') }}
),

held as (
    select
        metrics.customer_id,
        rules.tag,
        metrics.metric,
        concat_ws(
            ' ',
            metrics.metric,
            {{ number_text('metrics.metric_value') }},
            rules.operator,
            {{ number_text('rules.threshold') }}
        ) as evidence
    from metrics
    inner join rules
        on metrics.metric = rules.metric
    where {{ rule_holds('metrics.metric_value', 'rules') }}
),

summed as (
    select
        customer_id,
        tag,
        count(*) as rules_held,
        {{ joined_text('evidence', ' and ', 'metric asc nulls last, evidence asc nulls last') }} as evidence
    from held
    group by customer_id, tag
),

-- The last time the tag came; who has it has not lost it since.
entries as (
    select
        tag_months.customer_id,
        tag_months.tag,
        max(months.month_end) as since
    from {{ ref('int_tag_months') }} as tag_months
    inner join {{ ref('int_lifecycle_months') }} as months
        on tag_months.month = months.month
    where tag_months.is_entered
    group by tag_months.customer_id, tag_months.tag
),

final as (
    select
        summed.customer_id,
        summed.tag,
        as_of.as_of_date,
        tags.tag_name,
        tags.tag_name_zh,
        tags.sort_order as tag_sort_order,
        entries.since,
        summed.evidence
    from summed
    cross join as_of
    inner join tags
        on summed.tag = tags.tag and summed.rules_held = tags.rules
    left join entries
        on summed.customer_id = entries.customer_id and summed.tag = entries.tag
)

select * from final
