{% macro harmonic_mean(one, other) -%}
    {#- Harmonic mean of two numbers of at least zero, 2ab / (a + b), and its limit 0 where both are zero; NULL where one is NULL. -#}
    case
        when {{ one }} + {{ other }} = 0 then 0e0
        else {{ crm360.safe_divide('2 * ' ~ one ~ ' * ' ~ other, one ~ ' + ' ~ other) }}
    end
{%- endmacro %}
