-- A tag that is known by month is one of the as-of date's month, and the other way round; and it has a date.
with as_of as (
    select cast(date_trunc('month', as_of_date) as date) as month
    from {{ ref('int_as_of') }}
),

monthly as (
    select
        tag_months.customer_id,
        tag_months.tag
    from {{ ref('int_tag_months') }} as tag_months
    inner join as_of on tag_months.month = as_of.month
),

now as (
    select
        customer_tags.customer_id,
        customer_tags.tag,
        customer_tags.since
    from {{ ref('customer_tags') }} as customer_tags
    inner join {{ ref('int_tags') }} as tags
        on customer_tags.tag = tags.tag
    where tags.is_monthly
)

select
    coalesce(now.customer_id, monthly.customer_id) as customer_id,
    coalesce(now.tag, monthly.tag) as tag
from now
full outer join monthly on now.customer_id = monthly.customer_id and now.tag = monthly.tag
where now.tag is null or monthly.tag is null or now.since is null
