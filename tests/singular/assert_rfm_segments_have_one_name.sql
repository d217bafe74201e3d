-- The boxes of a segment agree on its names and order, no two segments share one, and `new` is not taken.
with segments as (
    select distinct
        segment,
        segment_name,
        segment_name_zh,
        sort_order
    from {{ ref('rfm_segments') }}
),

doubles as (
    select segment as what from segments
    group by segment
    having count(*) > 1
    union all
    select segment_name as what from segments
    group by segment_name
    having count(*) > 1
    union all
    select segment_name_zh as what from segments
    group by segment_name_zh
    having count(*) > 1
    union all
    select cast(sort_order as string) as what from segments
    group by sort_order
    having count(*) > 1
    union all
    select segment as what from segments
    where segment = 'new'
)

select * from doubles
