{% macro in_band(value, band_from, band_below) -%}
    {#- Whether a value lies in a band, whose lower bound belongs to it and whose upper one does not; a bound that is NULL is open. -#}
    (({{ value }} >= {{ band_from }} or {{ band_from }} is null) and ({{ value }} < {{ band_below }} or {{ band_below }} is null))
{%- endmacro %}
