with features as (
    select * from {{ ref('int_features_dated') }}
),

today as (
    select * from {{ ref('int_snapshot_dates') }}
    where is_as_of
),

current_features as (
    select
        features.*,
        features.recency_days >= {{ var('churn_lapsed_after_days') }} as is_lapsed
    from features
    inner join today on features.snapshot_date = today.snapshot_date
)

select * from current_features
