{% macro mean_rank(value, partition) -%}
    {#- Rank of a value without NULLs within a partition, 1 = smallest; equal values share the mean of their ranks (Spearman 1904). -#}
    (rank() over (partition by {{ partition }} order by {{ value }} asc nulls last)
    + (count(*) over (partition by {{ partition }}, {{ value }}) - 1) / 2e0)
{%- endmacro %}
