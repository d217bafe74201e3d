{% macro quintile_score(value, thresholds) -%}
    {#- 1 + the number of thresholds strictly exceeded: 1 (lowest fifth) to 5. Equal values always get the same score.
        `thresholds` is the prefix of the columns that quintile_thresholds() made: 'limits.frequency' → limits.frequency_p20, … -#}
    (1
    {%- for percent in [20, 40, 60, 80] %}
        + case when {{ value }} > {{ thresholds }}_p{{ percent }} then 1 else 0 end
    {%- endfor -%}
    )
{%- endmacro %}
