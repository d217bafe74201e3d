with network as (
    select * from {{ ref('ml_segment_network') }}
    where part = 'evaluation'
),

final as (
    select
        cast(model as string) as model,
        cast(metric as string) as metric,
        value,
        baseline_value,
        is_chosen,
        row_count,
        cast(status as string) as status,
        cast(note as string) as note,
        cast(trained_on as date) as trained_on
    from network
)

select * from final
