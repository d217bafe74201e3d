{% macro correlation(one, other) -%}
    {#- Aggregate: Pearson correlation (Pearson 1895), -1 to 1; NULL where one of the two does not vary. Both expressions without NULLs. -#}
    {{ safe_divide('covar_pop(' ~ one ~ ', ' ~ other ~ ')', 'stddev_pop(' ~ one ~ ') * stddev_pop(' ~ other ~ ')') }}
{%- endmacro %}
