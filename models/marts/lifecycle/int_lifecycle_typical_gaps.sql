{{ config(access='protected', contract={'enforced': false}) }}

with months as (
    select * from {{ ref('int_lifecycle_months') }}
),

rhythms as (
    select * from {{ ref('int_lifecycle_rhythms') }}
    where own_gap_days is not null
),

bounds as (
    select * from {{ ref('int_lifecycle_bounds') }}
),

medians as (
    select
        months.month,
        count(*) as customers,
        {{ quantile_disc('rhythms.own_gap_days', 0.5) }} as median_gap_days
    from months
    inner join rhythms
        on
            months.month >= rhythms.valid_from_month
            and months.month < coalesce(rhythms.valid_to_month, date '9999-01-01')
    group by months.month
),

chosen as (
    select
        months.month,
        coalesce(medians.customers, 0) as customers,
        case
            when medians.customers >= bounds.typical_gap_min_customers then medians.median_gap_days
            else bounds.default_gap_days
        end as typical_gap_days
    from months
    cross join bounds
    left join medians
        on months.month = medians.month
)

select * from chosen
