-- Each of the 125 score cells lies in exactly one box of the seed.
with cells as (
    select distinct
        r_score,
        f_score,
        m_score
    from {{ ref('int_rfm_cells') }}
)

select
    cells.r_score,
    cells.f_score,
    cells.m_score,
    count(segments.segment) as boxes
from cells
left join {{ ref('rfm_segments') }} as segments
    on
        cells.r_score between segments.r_min and segments.r_max
        and cells.f_score between segments.f_min and segments.f_max
        and cells.m_score between segments.m_min and segments.m_max
group by cells.r_score, cells.f_score, cells.m_score
having count(segments.segment) <> 1
