-- The rules of a tag agree on its names and order, and no two tags share one.
with tags as (
    select distinct
        tag,
        tag_name,
        tag_name_zh,
        sort_order
    from {{ ref('tag_rules') }}
),

doubles as (
    {% for column in ['tag', 'tag_name', 'tag_name_zh', 'cast(sort_order as string)'] -%}
    select {{ column }} as what from tags
    group by {{ column }}
    having count(*) > 1
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from doubles
