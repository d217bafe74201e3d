with clusters as (
    select * from {{ ref('customer_clusters') }}
),

inputs as (
    select * from {{ ref('int_cluster_inputs') }}
),

centres as (
    select * from {{ ref('int_cluster_centres') }}
),

customers as (
    select count(*) as customers from clusters
),

members as (
    select
        clusters.cluster_number,
        count(*) as customers,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(avg(clusters.distance), 9) as mean_distance,
        {% for feature in cluster_features() %}
        round(avg(inputs.{{ feature }}), 9) as {{ feature }}{% if not loop.last %},{% endif %}
        {% endfor %}
    from clusters
    inner join inputs on clusters.customer_id = inputs.customer_id
    group by clusters.cluster_number
),

final as (
    select
        cast(centres.cluster_number as int) as cluster_number,
        cast(centres.cluster_name as string) as cluster_name,
        cast(centres.cluster_name_zh as string) as cluster_name_zh,
        coalesce(members.customers, 0) as customers,
        coalesce({{ safe_divide('members.customers', 'customers.customers') }}, 0) as customer_share,
        {%- for feature in cluster_features() %}
        members.{{ feature }} as mean_{{ feature }},
        {%- endfor %}
        members.mean_distance,
        cast(centres.k as int) as k,
        centres.silhouette,
        cast(centres.model_version as int) as model_version,
        cast(centres.trained_on as date) as trained_on,
        cast(cast(centres.trained_on as date) + interval {{ var('cluster_freeze_days') }} day as date) as kept_until
    from centres
    cross join customers
    left join members on centres.cluster_number = members.cluster_number
)

select * from final
