{% macro nps(promoters, detractors, responses) -%}
    {#- Net Promoter Score, −100 to 100: percent promoters less percent detractors; NULL without responses. -#}
    (100 * {{ safe_divide(promoters ~ ' - ' ~ detractors, responses) }})
{%- endmacro %}

{% macro nps_lower(promoters, detractors, responses, z=normal_quantile_95()) -%}
    {#- Lower bound of the interval NPS ± z · standard error, not below −100; see nps_standard_error. -#}
    case
        when {{ nps_standard_error(promoters, detractors, responses) }} is not null
            then greatest(-100e0, {{ nps(promoters, detractors, responses) }} - {{ z }} * {{ nps_standard_error(promoters, detractors, responses) }})
    end
{%- endmacro %}

{% macro nps_upper(promoters, detractors, responses, z=normal_quantile_95()) -%}
    {#- Upper bound of the interval NPS ± z · standard error, not above 100; see nps_standard_error. -#}
    case
        when {{ nps_standard_error(promoters, detractors, responses) }} is not null
            then least(100e0, {{ nps(promoters, detractors, responses) }} + {{ z }} * {{ nps_standard_error(promoters, detractors, responses) }})
    end
{%- endmacro %}

{% macro nps_standard_error(promoters, detractors, responses) -%}
    {#- The NPS is 100 × the mean of +1 (promoter), 0 (passive) and −1 (detractor), so its standard error is
        100 · √((p + d − (p − d)²) / (n − 1)): the Wald interval in Rocks (2016), The American Statistician 70(4): 365-372,
        with the sample variance (n − 1). NULL below two responses, and where all are of one group: no spread was seen. -#}
    (100 * sqrt(nullif(greatest(0e0, {{ safe_divide(
        safe_divide(promoters ~ ' + ' ~ detractors, responses) ~ ' - power(' ~ safe_divide(promoters ~ ' - ' ~ detractors, responses) ~ ', 2)',
        responses ~ ' - 1'
    ) }}), 0e0)))
{%- endmacro %}
