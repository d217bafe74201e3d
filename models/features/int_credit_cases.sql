-- A claim exists from its due date on; what became of it after the snapshot is the label and in no feature.
with snapshots as (
    select * from {{ ref('int_credit_snapshots') }}
),

receivables as (
    select
        customer_id,
        due_on,
        paid_on,
        cast(amount as double) as amount,
        state,
        {{ customer_hash('customer_id') }} as hash
    from {{ ref('int_receivables') }}
    where
        has_due_date
        and customer_id is not null
        and (state in ('outstanding', 'superseded') or (state = 'settled' and paid_on is not null))
),

before as (
    select
        receivables.*,
        snapshots.snapshot_date,
        receivables.state = 'superseded' as is_failed_attempt,
        receivables.paid_on is null or receivables.paid_on > snapshots.snapshot_date as is_open,
        greatest(0, {{ days_between(
            'receivables.due_on', 'least(coalesce(receivables.paid_on, snapshots.snapshot_date), snapshots.snapshot_date)'
        ) }}) as days_late
    from snapshots
    inner join receivables
        on
            snapshots.snapshot_date >= receivables.due_on
            and {{ days_between('receivables.due_on', 'snapshots.snapshot_date') }} < 365
            and snapshots.hashes_below > receivables.hash
),

features as (
    select
        customer_id,
        snapshot_date,
        count(*) filter (where not is_failed_attempt) as claims,
        count(*) filter (where is_failed_attempt) as failed_attempts,
        avg(days_late) filter (where not is_failed_attempt) as average_days_late,
        count(*) filter (where not is_failed_attempt and days_late > 0) as late_claims,
        coalesce(max(days_late) filter (where not is_failed_attempt and is_open), 0) as oldest_overdue_days,
        coalesce(round(sum(amount) filter (where not is_failed_attempt and is_open), 4), 0e0) as open_amount,
        round(sum(amount) filter (where not is_failed_attempt), 4) as claimed_amount
    from before
    group by customer_id, snapshot_date
),

balances as (
    select
        usage.customer_id,
        snapshots.snapshot_date,
        {{ last_by('usage.value', 'usage.usage_month') }} as balance
    from snapshots
    inner join {{ ref('fct_service_usage') }} as usage
        on
            snapshots.snapshot_date >= last_day(usage.usage_month)
            and {{ days_between('usage.usage_month', 'snapshots.snapshot_date') }} <= 92
    where usage.metric = 'balance'
    group by usage.customer_id, snapshots.snapshot_date
),

outcomes as (
    select
        receivables.customer_id,
        snapshots.snapshot_date,
        max(
            case
                when receivables.paid_on is null then 1
                when
                    {{ days_between('receivables.due_on', 'receivables.paid_on') }} > {{ var('credit_bad_days') }}
                    then 1
                else 0
            end
        ) = 1 as is_bad
    from snapshots
    inner join receivables
        on
            snapshots.snapshot_date < receivables.due_on
            and {{ days_between('snapshots.snapshot_date', 'receivables.due_on') }} <= {{ var('credit_horizon_days') }}
            and snapshots.hashes_below > receivables.hash
    where not snapshots.is_as_of and receivables.state <> 'superseded'
    group by receivables.customer_id, snapshots.snapshot_date
),

final as (
    select
        features.customer_id,
        features.snapshot_date,
        snapshots.is_as_of,
        snapshots.label_known_on,
        outcomes.is_bad,
        cast(features.average_days_late as double) as average_days_late,
        cast(balances.balance as double) as balance,
        cast(features.claims as double) as claims,
        cast(features.failed_attempts as double) as failed_attempts,
        {{ safe_divide('features.late_claims', 'features.claims') }} as late_share,
        cast(features.oldest_overdue_days as double) as oldest_overdue_days,
        {{ safe_divide('features.open_amount', 'features.claimed_amount') }} as overdue_share
    from features
    inner join snapshots on features.snapshot_date = snapshots.snapshot_date
    left join balances
        on features.customer_id = balances.customer_id and features.snapshot_date = balances.snapshot_date
    left join outcomes
        on features.customer_id = outcomes.customer_id and features.snapshot_date = outcomes.snapshot_date
    where features.claims > 0
)

select * from final
