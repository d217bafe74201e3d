with features as (
    select * from {{ ref('int_features_dated') }}
),

month_ends as (
    select * from {{ ref('int_snapshot_dates') }}
    where not is_as_of
),

next_purchases as (
    select * from {{ ref('int_snapshot_purchases') }}
),

labelled as (
    select
        features.*,
        month_ends.label_known_on,
        next_purchases.customer_id is null as is_churned
    from features
    inner join month_ends on features.snapshot_date = month_ends.snapshot_date
    left join next_purchases
        on features.customer_id = next_purchases.customer_id and features.snapshot_date = next_purchases.snapshot_date
)

select * from labelled
