{% macro wilson_lower(successes, trials, z=normal_quantile_95()) -%}
    {#- Lower bound of the Wilson score interval of a share (Wilson 1927, JASA 22: 209-212); NULL without trials. 8 of 10: 0.490. -#}
    {{ wilson_bound(successes, trials, '-', z) }}
{%- endmacro %}

{% macro wilson_upper(successes, trials, z=normal_quantile_95()) -%}
    {#- Upper bound of the Wilson score interval of a share; NULL without trials. 8 of 10: 0.943. -#}
    {{ wilson_bound(successes, trials, '+', z) }}
{%- endmacro %}

{% macro wilson_bound(successes, trials, sign, z) -%}
    {#- (s + z²/2 ± z·√(s·(n − s)/n + z²/4)) / (n + z²); least and greatest only cut rounding dust off 0 and 1. -#}
    case when {{ trials }} > 0 then least(1e0, greatest(0e0, {{ safe_divide(
        '(' ~ successes ~ ' + ' ~ z ~ ' * ' ~ z ~ ' / 2e0 ' ~ sign ~ ' ' ~ z ~ ' * sqrt('
        ~ safe_divide(successes ~ ' * (' ~ trials ~ ' - ' ~ successes ~ ')', trials) ~ ' + ' ~ z ~ ' * ' ~ z ~ ' / 4e0))',
        trials ~ ' + ' ~ z ~ ' * ' ~ z
    ) }})) end
{%- endmacro %}
