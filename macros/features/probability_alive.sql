{% macro probability_alive(purchases, last_purchase_days, age_days, r, alpha, a, b) -%}
    {#- Probability that a customer has not left (BG/NBD; Fader, Hardie, Lee 2005); NULL without parameters. alpha is in weeks. -#}
    case
        when {{ r }} is null then null
        when {{ purchases }} = 0 or {{ a }} = 0 then 1e0
        else {{ safe_divide(
            '1e0',
            '1e0 + ' ~ safe_divide(a, b ~ ' + ' ~ purchases ~ ' - 1') ~ ' * power(' ~ safe_divide(
                alpha ~ ' + ' ~ age_days ~ ' / 7e0', alpha ~ ' + ' ~ last_purchase_days ~ ' / 7e0'
            ) ~ ', ' ~ r ~ ' + ' ~ purchases ~ ')'
        ) }}
    end
{%- endmacro %}
