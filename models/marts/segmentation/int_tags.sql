{{ config(access='protected', contract={'enforced': false}) }}

with rules as (
    select * from {{ ref('tag_rules') }}
),

tags as (
    select
        tag,
        min(tag_name) as tag_name,
        min(tag_name_zh) as tag_name_zh,
        min(sort_order) as sort_order,
        count(*) as rules,
        bool_and(metric in (
            {% for metric in monthly_customer_metrics() -%}
            '{{ metric }}'{{ ',' if not loop.last }}
            {% endfor -%}
        )) as is_monthly
    from rules
    group by tag
)

select * from tags
