with snapshot_days as (
    select * from {{ ref('int_snapshot_days') }}
),

tickets as (
    select * from {{ ref('fct_tickets') }}
    where customer_id is not null
),

responses as (
    select
        *,
        {{ safe_divide('score - scale_min', 'scale_max - scale_min') }} as score_share
    from {{ ref('fct_survey_responses') }}
    where customer_id is not null
),

-- An open complaint is +1 on the day it is opened and -1 on the day it is solved. A ticket is rated when it is solved.
events as (
    select
        customer_id,
        cast(opened_at as date) as event_date,
        1 as tickets,
        case when is_complaint then 1 else 0 end as complaints,
        case when is_complaint then 1 else 0 end as open_complaints,
        cast(null as double) as csat_score,
        cast(null as double) as nps_score
    from tickets
    union all
    select
        customer_id,
        cast(resolved_at as date) as event_date,
        0 as tickets,
        0 as complaints,
        case when is_complaint then -1 else 0 end as open_complaints,
        cast(csat_score as double) as csat_score,
        cast(null as double) as nps_score
    from tickets
    where resolved_at is not null
    union all
    select
        customer_id,
        cast(responded_at as date) as event_date,
        0 as tickets,
        0 as complaints,
        0 as open_complaints,
        case when survey_type = 'csat' then 1 + 4 * score_share end as csat_score,
        case when survey_type = 'nps' then 10 * score_share end as nps_score
    from responses
    where survey_type in ('csat', 'nps')
),

daily as (
    select
        customer_id,
        {{ customer_hash('customer_id') }} as customer_hash,
        event_date,
        sum(tickets) as tickets,
        sum(complaints) as complaints,
        sum(open_complaints) as open_complaints,
        round(avg(csat_score), 4) as csat_score,
        round(avg(nps_score), 4) as nps_score
    from events
    group by customer_id, event_date
),

features as (
    select
        daily.customer_id,
        snapshot_days.snapshot_date,
        sum(daily.tickets) filter (where snapshot_days.age_days < 90) as tickets_90d,
        sum(daily.complaints) filter (where snapshot_days.age_days < 90) as complaints_90d,
        greatest(sum(daily.open_complaints), 0) as open_complaints,
        {{ last_by('daily.csat_score', 'daily.event_date', where='snapshot_days.age_days < 365') }} as last_csat_score,
        {{ last_by('daily.nps_score', 'daily.event_date', where='snapshot_days.age_days < 365') }} as last_nps_score
    from daily
    inner join snapshot_days
        on
            daily.event_date = snapshot_days.date_day
            and daily.customer_hash < snapshot_days.hashes_below
    group by daily.customer_id, snapshot_days.snapshot_date
)

select * from features
