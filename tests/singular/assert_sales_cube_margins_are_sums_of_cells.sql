-- What adds up: every row of every level is the sum of the finest cells that it covers, and no level is missing or
-- unexpected.
{%- set dimensions = sales_cube_dimensions() %}
{%- set measures = ['order_lines', 'units', 'revenue_amount', 'margin_amount'] %}
with cube as (
    select
        level,
        month_label as month,
        channel,
        category,
        region,
        segment,
        order_lines,
        units,
        revenue_amount,
        margin_amount
    from {{ ref('sales_cube') }}
),

cells as (
    select * from cube
    where level = '{{ sales_cube_level_name(dimensions) }}'
),

summed as (
    {% for level in sales_cube_levels() -%}
    select
        '{{ sales_cube_level_name(level) }}' as level,
        {% for dimension in dimensions -%}
        {{ dimension if dimension in level else "'all'" }} as {{ dimension }},
        {% endfor -%}
        {% for measure in measures -%}
        sum({{ measure }}) as {{ measure }},
        {% endfor -%}
        count(*) as covered_cells
    from cells
    {{ 'group by ' ~ level | join(', ') if level else 'having count(*) > 0' }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    cube.level as cube_level,
    cube.revenue_amount,
    summed.level as summed_level,
    summed.revenue_amount as summed_revenue_amount
from cube
full join summed
    on
        cube.level = summed.level
        {% for dimension in dimensions -%}
        and cube.{{ dimension }} = summed.{{ dimension }}
        {% endfor %}
where
    cube.level is null or summed.level is null
    {% for measure in measures -%}
    or coalesce(cube.{{ measure }}, 0) <> coalesce(summed.{{ measure }}, 0)
    {% endfor %}
