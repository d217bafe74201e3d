{% macro has_bit(bits, bit) -%}
    {#- Whether a bit (a power of two) is set, for engines whose bit operators differ. -#}
    mod(floor({{ crm360.safe_divide(bits, bit) }}), 2) = 1
{%- endmacro %}
