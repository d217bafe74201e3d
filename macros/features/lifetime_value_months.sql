{% macro lifetime_value_month_days() -%}
    {#- Days from the as-of date to the end of each of the next twelve months of equal length. -#}
    {{ return([30, 61, 91, 122, 152, 183, 213, 243, 274, 304, 335, 365]) }}
{%- endmacro %}

{% macro lifetime_value_months() -%}
    {#- A SELECT with month_number (1 to 12), its horizon_days, and the factor that brings money of its middle to the as-of date. -#}
    {%- for days in crm360.lifetime_value_month_days() %}
    select
        {{ loop.index }} as month_number,
        cast({{ days }} as bigint) as horizon_days,
        power(1e0 + {{ var('value_discount_rate') }}, -{{ loop.index - 0.5 }}e0 / 12e0) as discount_factor
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{%- endmacro %}
