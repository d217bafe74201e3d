{% macro robust_spread(deviation, median, min_relative_spread) -%}
    {#- Aggregate: 1.4826 × the median absolute deviation (Hampel 1974), an estimate of the standard deviation that outliers do not move; at least
        a share of the median, so that equal values do not make the next one infinitely rare. -#}
    greatest(1.4826e0 * median(cast({{ deviation }} as double)), {{ min_relative_spread }} * abs({{ median }}))
{%- endmacro %}
