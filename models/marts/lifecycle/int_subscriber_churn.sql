{{ config(access='protected', contract={'enforced': false}) }}

with subscriber_months as (
    select * from {{ ref('int_subscriber_months') }}
),

months as (
    select month from {{ ref('int_lifecycle_months') }}
    where is_full_month
),

-- Outside the records nobody knows who had a contract.
covered as (
    select
        min(month) as first_month,
        max(month) as last_month
    from subscriber_months
),

served as (
    select
        month,
        cast({{ dbt.dateadd('month', 1, 'month') }} as date) as following_month,
        count(*) as subscribers,
        count(*) filter (where previous_month is null) as subscribers_new,
        count(*) filter (where {{ months_between('previous_month', 'month') }} > 1) as subscribers_returned,
        count(*) filter (where coalesce({{ months_between('month', 'next_month') }} > 1, true)) as subscribers_leaving
    from subscriber_months
    group by month
),

flows as (
    select
        months.month,
        before.subscribers as customers_at_start,
        coalesce(served.subscribers_new, 0) as customers_new,
        coalesce(before.subscribers_leaving, 0) as customers_lost,
        coalesce(served.subscribers_returned, 0) as customers_won_back,
        coalesce(served.subscribers, 0) as customers_at_end
    from months
    inner join covered
        on
            months.month > covered.first_month
            and months.month <= covered.last_month
    left join served
        on months.month = served.month
    left join served as before
        on months.month = before.following_month
)

select * from flows
