-- One row per cluster, with what it takes to compare a customer with its centre, feature by feature.
with centres as (
    select * from {{ ref('ml_customer_clusters') }}
),

wide as (
    select
        cluster_number,
        {%- for feature in cluster_features() %}
        max(centre_scaled) filter (where feature = '{{ feature }}') as {{ feature }}_centre,
        max(fill) filter (where feature = '{{ feature }}') as {{ feature }}_fill,
        max(mean) filter (where feature = '{{ feature }}') as {{ feature }}_mean,
        max(deviation) filter (where feature = '{{ feature }}') as {{ feature }}_deviation,
        bool_or(transform = 'log1p') filter (where feature = '{{ feature }}') as {{ feature }}_is_log,
        {%- endfor %}
        max(cluster_name) as cluster_name,
        max(cluster_name_zh) as cluster_name_zh,
        max(k) as k,
        max(silhouette) as silhouette,
        max(model_version) as model_version,
        max(trained_on) as trained_on
    from centres
    group by cluster_number
)

select * from wide
