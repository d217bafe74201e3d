{{ config(access='protected', contract={'enforced': false}) }}

with segments as (
    select * from {{ ref('rfm_segments') }}
),

scores as (
    {% for score in range(1, 6) -%}
    select {{ score }} as score
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

cells as (
    select
        r.score as r_score,
        f.score as f_score,
        m.score as m_score,
        concat_ws('', r.score, f.score, m.score) as rfm_cell
    from scores as r
    cross join scores as f
    cross join scores as m
),

labelled as (
    select
        cells.*,
        segments.segment,
        segments.segment_name,
        segments.segment_name_zh,
        segments.sort_order as segment_sort_order
    from cells
    left join segments
        on
            cells.r_score between segments.r_min and segments.r_max
            and cells.f_score between segments.f_min and segments.f_max
            and cells.m_score between segments.m_min and segments.m_max
)

select * from labelled
