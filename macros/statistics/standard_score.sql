{% macro standard_score(value, base, deviation) -%}
    {#- Standard score: how many standard deviations a value lies above a base; NULL where nothing deviates. -#}
    {{ crm360.safe_divide(value ~ ' - ' ~ base, deviation) }}
{%- endmacro %}

{% macro score_segment(score, rules) -%}
    {#- high, medium or low by the thresholds of the seed `value_segment_rules`, each bound included; unrated without a score. -#}
    case
        when {{ score }} is null then 'unrated'
        when {{ score }} >= {{ rules }}.high_from then 'high'
        when {{ score }} >= {{ rules }}.medium_from then 'medium'
        else 'low'
    end
{%- endmacro %}
