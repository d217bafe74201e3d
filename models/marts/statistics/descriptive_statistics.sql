with column_list as (
    select * from {{ ref('int_statistics_columns') }}
),

moments as (
    select * from {{ ref('int_statistics_moments') }}
),

deviations as (
    select * from {{ ref('int_statistics_deviations') }}
),

as_of as (
    select
        max(as_of_date) as as_of_date,
        count(*) as customers
    from {{ ref('customer_360') }}
),

-- Iglewicz and Hoaglin (1993): |x - median| in standard deviations as the median absolute deviation estimates them.
bounds as (
    select
        moments.column_name,
        moments.p50,
        nullif(deviations.median_absolute_deviation, 0e0) * {{ var('statistics_outlier_z') }} / 0.6744897501960817e0
            as outlier_distance
    from moments
    inner join deviations on moments.column_name = deviations.column_name
),

outliers as (
    select
        numbers.column_name,
        count(*) filter (where numbers.value < bounds.p50 - bounds.outlier_distance) as outliers_low,
        count(*) filter (where numbers.value > bounds.p50 + bounds.outlier_distance) as outliers_high
    from {{ ref('int_statistics_values') }} as numbers
    inner join bounds on numbers.column_name = bounds.column_name
    where bounds.outlier_distance is not null
    group by numbers.column_name
),

final as (
    select
        column_list.column_name,
        column_list.column_number,
        column_list.description,
        as_of.as_of_date,
        as_of.customers,
        cast(coalesce(moments.row_count, 0) as bigint) as known,
        cast(as_of.customers - coalesce(moments.row_count, 0) as bigint) as missing,
        {{ safe_divide('as_of.customers - coalesce(moments.row_count, 0)', 'as_of.customers') }} as missing_share,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(moments.mean, 9) as mean,
        round(moments.standard_deviation, 9) as standard_deviation,
        moments.minimum,
        moments.p05,
        moments.p25,
        moments.p50 as median,
        moments.p75,
        moments.p95,
        moments.maximum,
        round(deviations.skewness, 9) as skewness,
        deviations.median_absolute_deviation,
        outliers.outliers_low,
        outliers.outliers_high
    from column_list
    cross join as_of
    left join moments on column_list.column_name = moments.column_name
    left join deviations on column_list.column_name = deviations.column_name
    left join outliers on column_list.column_name = outliers.column_name
)

select * from final
