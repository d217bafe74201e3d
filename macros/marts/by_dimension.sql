{% macro by_dimension(relation, dimensions) -%}
    {#- Every row of a CTE once per dimension, for marts of one row per dimension and value. `dimensions`: name → expression of its value. -#}
    {%- for dimension, value in dimensions.items() %}
    select '{{ dimension }}' as dimension, {{ value }} as dimension_value, {{ relation }}.* from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro ticket_dimensions() -%}
    {#- The dimensions of the monthly marts on tickets. -#}
    {{ return({
        'all': "'all'", 'channel': 'channel', 'service_type': 'service_type', 'topic': 'topic', 'priority': 'priority'
    }) }}
{%- endmacro %}

{% macro web_session_dimensions() -%}
    {#- The dimensions of the daily marts on web sessions. -#}
    {{ return({'all': "'all'", 'device': "coalesce(device, 'unknown')", 'channel': 'channel'}) }}
{%- endmacro %}
