{% macro minimum_detectable_effect(share, trials, other_trials) -%}
    {#- Smallest true difference of two shares that a two-sided test at 5 % finds with a power of 80 %, by the normal approximation with the
        variance of the control group's share: (1.960 + 0.842) · √(p (1 − p) (1/n + 1/n')). 10 % of 1,000 each: 0.0376. -#}
    (({{ normal_quantile_95() }} + 0.8416212335729143e0) * sqrt(
        {{ share }} * (1e0 - {{ share }}) * ({{ safe_divide(1, trials) }} + {{ safe_divide(1, other_trials) }})
    ))
{%- endmacro %}
