{% macro value_of_event(formula) -%}
    {#- What an order or ticket adds to its customer's value, by the var `value_formula`. -#}
    {{ return({
        'contribution': 'margin_amount - service_cost_amount', 'margin': 'margin_amount', 'revenue': 'net_revenue'
    }[formula]) }}
{%- endmacro %}
