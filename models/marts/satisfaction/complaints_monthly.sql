with tickets as (
    select * from {{ ref('int_ticket_outcomes') }}
),

by_dimension as (
    {{ by_dimension('tickets', ticket_dimensions()) }}
),

counted as (
    select
        month,
        dimension,
        dimension_value,
        count(*) as tickets,
        count(*) filter (where is_complaint) as complaints,
        count(distinct case when is_complaint then customer_id end) as complaining_customers,
        count(*) filter (where is_complaint and is_open) as open_complaints,
        count(*) filter (where is_complaint and need_outcome = 'unmet') as unmet_complaints,
        cast({{ quantile_disc('case when is_complaint then resolution_hours end', 0.5) }} as double)
            as resolution_hours_median,
        cast({{ quantile_disc('case when is_complaint then resolution_hours end', 0.9) }} as double)
            as resolution_hours_p90,
        avg(cast(csat_score as double)) filter (where is_complaint) as csat_mean
    from by_dimension
    group by month, dimension, dimension_value
),

final as (
    select
        month,
        dimension,
        dimension_value,
        tickets,
        complaints,
        {{ safe_divide('complaints', 'tickets') }} as complaint_share,
        {{ wilson_lower('complaints', 'tickets') }} as complaint_share_lower,
        {{ wilson_upper('complaints', 'tickets') }} as complaint_share_upper,
        complaining_customers,
        open_complaints,
        unmet_complaints,
        resolution_hours_median,
        resolution_hours_p90,
        csat_mean
    from counted
)

select * from final
