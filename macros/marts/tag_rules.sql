{% macro rule_operators() -%}
    {#- The operators that a rule of the seed `tag_rules` may have. -#}
    {{ return(['>=', '>', '<=', '<', '=']) }}
{%- endmacro %}

{% macro rule_holds(value, rules) -%}
    {#- Whether a value fulfils a rule with the columns `operator` and `threshold`. -#}
    case {{ rules }}.operator
        {%- for operator in crm360.rule_operators() %}
        when '{{ operator }}' then {{ value }} {{ operator }} {{ rules }}.threshold
        {%- endfor %}
    end
{%- endmacro %}

{% macro number_text(expression) -%}
    {#- A number as people write it, with at most four decimals: 210, 0.6. -#}
    {{ crm360.regex_replace_all('cast(cast(' ~ expression ~ ' as decimal(18, 4)) as string)', '[.]?0+$', '') }}
{%- endmacro %}
