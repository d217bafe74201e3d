{% macro newcombe_lower(successes, trials, other_successes, other_trials) -%}
    {#- Lower bound of the 95 % interval of a difference of two shares, from the Wilson intervals of both: Newcombe (1998), Statistics in
        Medicine 17: 873-890, method 10. 56 of 70 less 48 of 80: 0.0524. NULL where either has no trials. -#}
    {{ newcombe_bound(successes, trials, other_successes, other_trials, '-') }}
{%- endmacro %}

{% macro newcombe_upper(successes, trials, other_successes, other_trials) -%}
    {#- Upper bound of that interval. 56 of 70 less 48 of 80: 0.3339. -#}
    {{ newcombe_bound(successes, trials, other_successes, other_trials, '+') }}
{%- endmacro %}

{% macro newcombe_bound(successes, trials, other_successes, other_trials, sign) -%}
    {#- d − √((p − l)² + (u' − p')²) or d + √((u − p)² + (p' − l')²). -#}
    {%- set share = safe_divide(successes, trials) -%}
    {%- set other_share = safe_divide(other_successes, other_trials) -%}
    {%- set bound = wilson_lower(successes, trials) if sign == '-' else wilson_upper(successes, trials) -%}
    {%- set other_bound = wilson_upper(other_successes, other_trials) if sign == '-' else wilson_lower(other_successes, other_trials) -%}
    ({{ share }} - {{ other_share }} {{ sign }} sqrt(
        power({{ share }} - {{ bound }}, 2) + power({{ other_share }} - {{ other_bound }}, 2)
    ))
{%- endmacro %}
