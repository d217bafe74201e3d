-- The distance to the assigned centre is the smallest of all, recomputed feature by feature from the model table.
with centres as (
    select
        cluster_number,
        feature,
        centre_scaled,
        transform,
        fill,
        mean,
        deviation
    from {{ ref('ml_customer_clusters') }}
),

long as (
    {% for feature in cluster_features() -%}
    select
        customer_id,
        '{{ feature }}' as feature,
        {{ feature }} as value
    from {{ ref('int_cluster_inputs') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

distances as (
    select
        long.customer_id,
        centres.cluster_number,
        {%- set from_mean -%}
            case
                when centres.transform = 'log1p' then ln(1 + coalesce(long.value, centres.fill)) else
                    coalesce(long.value, centres.fill)
            end
            - centres.mean
        {%- endset %}
        sqrt(sum(power({{ safe_divide(from_mean, 'centres.deviation') }} - centres.centre_scaled, 2))) as distance
    from long
    inner join centres on long.feature = centres.feature
    group by long.customer_id, centres.cluster_number
),

nearest as (
    select
        customer_id,
        min(distance) as distance
    from distances
    group by customer_id
)

select
    nearest.customer_id,
    nearest.distance as expected,
    clusters.distance
from nearest
left join {{ ref('customer_clusters') }} as clusters on nearest.customer_id = clusters.customer_id
where not coalesce(abs(nearest.distance - clusters.distance) < 0.000001, false)
