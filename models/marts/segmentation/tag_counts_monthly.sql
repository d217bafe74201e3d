with months as (
    select * from {{ ref('int_lifecycle_months') }}
    where is_full_month
),

tag_months as (
    select * from {{ ref('int_tag_months') }}
),

tags as (
    select * from {{ ref('int_tags') }}
    where is_monthly
),

holders as (
    select
        month,
        tag,
        count(*) as customers,
        count(*) filter (where is_entered) as customers_entered
    from tag_months
    group by month, tag
),

left_behind as (
    select
        cast({{ dbt.dateadd('month', 1, 'month') }} as date) as month,
        tag,
        count(*) as customers_left
    from tag_months
    where is_left_after
    group by cast({{ dbt.dateadd('month', 1, 'month') }} as date), tag
),

final as (
    select
        months.month,
        tags.tag,
        tags.tag_name,
        tags.tag_name_zh,
        tags.sort_order as tag_sort_order,
        coalesce(holders.customers, 0) as customers,
        coalesce(holders.customers_entered, 0) as customers_entered,
        coalesce(left_behind.customers_left, 0) as customers_left
    from months
    cross join tags
    left join holders
        on months.month = holders.month and tags.tag = holders.tag
    left join left_behind
        on months.month = left_behind.month and tags.tag = left_behind.tag
)

select * from final
