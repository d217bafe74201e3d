{%- set dimensions = sales_cube_dimensions() %}

with cells as (
    select * from {{ ref('int_sales_cells') }}
),

cubed as (
    select
        {% for dimension in dimensions -%}
        {{ dimension }},
        cast(grouping({{ dimension }}) as int) as {{ dimension }}_is_all,
        {% endfor -%}
        cast(sum(order_lines) as bigint) as order_lines,
        cast(sum(category_orders) as bigint) as category_orders,
        cast(sum(first_lines) as bigint) as first_lines,
        count(distinct customer_id) as customers,
        cast(sum(units) as bigint) as units,
        cast(sum(revenue_amount) as decimal(18, 4)) as revenue_amount,
        cast(sum(revenue_with_cost_amount) as decimal(18, 4)) as revenue_with_cost_amount,
        cast(sum(margin_amount) as decimal(18, 4)) as margin_amount
    from cells
    group by grouping sets (
        {% for level in sales_cube_levels() -%}
        ({{ level | join(', ') }}){{ ',' if not loop.last }}
        {% endfor %}
    )
),

final as (
    select
        coalesce(nullif(concat_ws(
            ' × '
            {%- for dimension in dimensions -%}
            , case when {{ dimension }}_is_all = 0 then '{{ dimension }}' end
            {%- endfor -%}
        ), ''), 'total') as level,
        month,
        case when month_is_all = 1 then 'all' else substr(cast(month as string), 1, 7) end as month_label,
        {% for dimension in dimensions[1:] -%}
        case when {{ dimension }}_is_all = 1 then 'all' else {{ dimension }} end as {{ dimension }},
        {% endfor -%}
        order_lines,
        case when category_is_all = 1 then first_lines else category_orders end as orders,
        customers,
        units,
        revenue_amount,
        revenue_with_cost_amount,
        margin_amount,
        {{ safe_divide('margin_amount', 'revenue_with_cost_amount') }} as margin_rate
    from cubed
    where order_lines > 0
)

select * from final
