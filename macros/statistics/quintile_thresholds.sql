{% macro quintile_thresholds(column) -%}
    {#- Four aggregates `<column>_p20`, `_p40`, `_p60`, `_p80`: the upper bounds of the four lower fifths of the rows. -#}
    {%- for percent in [20, 40, 60, 80] -%}
    {{ quantile_disc(column, percent / 100) }} as {{ column }}_p{{ percent }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
