{% macro number_in_words(value, is_percent, decimals) -%}
    {#- A number as people read it: whole (0 decimals), with two decimals, or a share as a whole percentage. -#}
    case
        when {{ is_percent }} then cast(cast(floor({{ value }} * 100e0 + 0.5e0) as bigint) as string) || ' %'
        when {{ decimals }} = 0 then cast(cast(floor({{ value }} + 0.5e0) as bigint) as string)
        else cast(cast(floor({{ value }} * 100e0 + 0.5e0) / 100e0 as decimal(18, 2)) as string)
    end
{%- endmacro %}
