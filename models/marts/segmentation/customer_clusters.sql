with inputs as (
    select * from {{ ref('int_cluster_inputs') }}
),

centres as (
    select * from {{ ref('int_cluster_centres') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

distances as (
    select
        inputs.customer_id,
        centres.cluster_number,
        sqrt(
            {%- for feature in cluster_features() %}
            {%- set filled = 'coalesce(inputs.' ~ feature ~ ', centres.' ~ feature ~ '_fill)' %}
            {%- set from_mean -%}
                case
                    when centres.{{ feature }}_is_log then ln(1 + greatest({{ filled }}, 0))
                    else {{ filled }}
                end - centres.{{ feature }}_mean
            {%- endset %}
            power(
                {{ safe_divide(from_mean, 'centres.' ~ feature ~ '_deviation') }} - centres.{{ feature }}_centre, 2
            ){{ ' +' if not loop.last }}
            {%- endfor %}
        ) as distance
    from inputs
    cross join centres
),

nearest as (
    select
        customer_id,
        {{ first_by('cluster_number', 'distance') }} as cluster_number,
        min(distance) as distance
    from distances
    group by customer_id
),

final as (
    select
        nearest.customer_id,
        as_of.as_of_date,
        cast(nearest.cluster_number as int) as cluster_number,
        cast(centres.cluster_name as string) as cluster_name,
        cast(centres.cluster_name_zh as string) as cluster_name_zh,
        nearest.distance
    from nearest
    inner join centres on nearest.cluster_number = centres.cluster_number
    cross join as_of
)

select * from final
