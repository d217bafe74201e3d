-- The one place where "before the snapshot" is decided: an event enters a feature only through this table, which ends
-- at the snapshot.
with snapshots as (
    select * from {{ ref('int_snapshot_dates') }}
),

days as (
    select date_day from {{ ref('dim_dates') }}
),

snapshot_days as (
    select
        snapshots.snapshot_date,
        snapshots.is_as_of,
        snapshots.hashes_below,
        days.date_day,
        cast({{ days_between('days.date_day', 'snapshots.snapshot_date') }} as int) as age_days
    from snapshots
    inner join days on snapshots.snapshot_date >= days.date_day
)

select * from snapshot_days
