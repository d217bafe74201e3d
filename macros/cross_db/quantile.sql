{% macro quantile_disc(expression, fraction) -%}
    {#- Aggregate: the smallest value that at least `fraction` of the rows do not exceed (a value of the data, never in between;
        SQL's percentile_disc). NULLs do not count; NULL where there are no rows. -#}
    {{ return(adapter.dispatch('quantile_disc', 'crm360')(expression, fraction)) }}
{%- endmacro %}

{% macro default__quantile_disc(expression, fraction) -%}
    quantile_disc({{ expression }}, {{ fraction }})
{%- endmacro %}

{% macro spark__quantile_disc(expression, fraction) -%}
    percentile_disc({{ fraction }}) within group (order by {{ expression }})
{%- endmacro %}
