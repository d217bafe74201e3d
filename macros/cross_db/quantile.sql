{% macro quantile_disc(expression, fraction) -%}
    {#- Aggregate: the smallest value that at least `fraction` of the rows do not exceed (a value of the data, never in between).
        NULLs do not count; NULL where there are no rows. On Spark the result is a double. -#}
    percentile_disc({{ fraction }}) within group (order by {{ expression }})
{%- endmacro %}
