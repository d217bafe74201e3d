-- The choices of customers who bought within the next quarter, with what their next purchase held.
with choices as (
    {{ hash_sample(ref('int_category_choices'), var('propensity_training_rows')) }}
),

days as (
    select * from {{ ref('int_category_days') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

month_ends as (
    select
        dates.snapshot_date,
        cast(dates.snapshot_date + interval {{ var('propensity_spend_days') }} day as date) as label_known_on
    from {{ ref('int_snapshot_dates') }} as dates
    inner join as_of
        on cast(dates.snapshot_date + interval {{ var('propensity_spend_days') }} day as date) <= as_of.as_of_date
    where not dates.is_as_of
),

next_days as (
    select
        days.customer_id,
        month_ends.snapshot_date,
        month_ends.label_known_on,
        min(days.order_date) as next_date
    from days
    inner join month_ends
        on days.order_date > month_ends.snapshot_date and days.order_date <= month_ends.label_known_on
    group by days.customer_id, month_ends.snapshot_date, month_ends.label_known_on
),

labelled as (
    select
        choices.customer_id,
        choices.snapshot_date,
        next_days.label_known_on,
        choices.category,
        {% for feature in category_history_features() -%}
        choices.{{ feature }},
        {% endfor -%}
        days.customer_id is not null as is_next
    from choices
    inner join next_days
        on choices.customer_id = next_days.customer_id and choices.snapshot_date = next_days.snapshot_date
    left join days
        on
            choices.customer_id = days.customer_id
            and next_days.next_date = days.order_date
            and choices.category = days.category
    where not choices.is_as_of
)

select * from labelled
