{% macro probability_alive(purchases, last_purchase_days, age_days, r, alpha, a, b) -%}
    {#- Probability that a customer has not left (Fader, Hardie, Lee 2005, BG/NBD); NULL without parameters. alpha is in weeks. The
        exponent ends at 700, beyond which a double overflows; the probability is zero long before. -#}
    case
        when {{ r }} is null then null
        when {{ purchases }} = 0 then 1e0
        else 1e0 / nullif(cast(
            1e0 + {{ safe_divide(a, b ~ ' + ' ~ purchases ~ ' - 1') }} * exp(
                least(700e0, ({{ r }} + {{ purchases }}) * ln(nullif({{ safe_divide(
                    alpha ~ ' + ' ~ age_days ~ ' / 7e0', alpha ~ ' + ' ~ last_purchase_days ~ ' / 7e0'
                ) }}, 0)))
            ) as double
        ), 0)
    end
{%- endmacro %}
