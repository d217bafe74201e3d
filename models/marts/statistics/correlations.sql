with pairs as (
    select
        metric,
        other_metric,
        count(*) as customers,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round({{ correlation('value', 'other_value') }}, 9) as pearson,
        round({{ correlation('value_rank', 'other_rank') }}, 9) as spearman
    from {{ ref('int_correlation_pairs') }}
    group by metric, other_metric
),

both_ways as (
    select
        metric,
        other_metric,
        customers,
        pearson,
        spearman
    from pairs

    union all

    select
        other_metric as metric,
        metric as other_metric,
        customers,
        pearson,
        spearman
    from pairs
),

final as (
    select
        both_ways.metric,
        both_ways.other_metric,
        metrics.metric_name,
        others.metric_name as other_metric_name,
        metrics.metric_name_zh,
        others.metric_name_zh as other_metric_name_zh,
        metrics.sort_order,
        others.sort_order as other_sort_order,
        both_ways.customers,
        both_ways.pearson,
        both_ways.spearman
    from both_ways
    inner join {{ ref('correlation_metrics') }} as metrics on both_ways.metric = metrics.metric
    inner join {{ ref('correlation_metrics') }} as others on both_ways.other_metric = others.metric
)

select * from final
