{{ config(access='protected', contract={'enforced': false}) }}

with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

measured as (
    select * from {{ ref('int_company_day_figures') }}
),

-- A metric begins with its first day on record; from then on a day without a record is a zero, but no conversion.
begun as (
    select
        metric,
        min(date_day) as first_day
    from measured
    group by metric
),

filled as (
    select
        begun.metric,
        days.date_day,
        days.iso_weekday,
        case when begun.metric = 'conversion' then measured.value else coalesce(measured.value, 0e0) end as value
    from begun
    inner join {{ ref('dim_dates') }} as days on begun.first_day <= days.date_day
    inner join as_of on days.date_day <= as_of.as_of_date
    left join measured
        on
            begun.metric = measured.metric
            and days.date_day = measured.date_day
),

-- On the scale of the root, days up and days down are alike, and the spread does not grow with the value.
final as (
    select
        filled.*,
        case
            when filled.value is not null
                then 2e0 * sqrt(greatest(filled.value, 0e0) + case when metrics.is_count then 0.375e0 else 0e0 end)
        end as root_value
    from filled
    inner join {{ ref('anomaly_metrics') }} as metrics on filled.metric = metrics.metric
)

select * from final
