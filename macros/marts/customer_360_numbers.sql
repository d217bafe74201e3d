{% macro customer_360_numbers() -%}
    {#- The numeric columns of customer_360 by its contract, without those that the var `statistics_without` names. -#}
    {%- set found = [] -%}
    {%- for mart in crm360.public_marts() if mart.name == 'customer_360' -%}
        {%- for column in mart.columns.values()
            if modules.re.match('(int|bigint|double|decimal.*)$', column.data_type) and column.name not in var('statistics_without') -%}
            {%- do found.append(column) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}
