{% macro normal_quantile_95() -%}
    {#- 97.5 % quantile of the standard normal: the z of a two-sided 95 % interval. -#}
    1.959963984540054e0
{%- endmacro %}
