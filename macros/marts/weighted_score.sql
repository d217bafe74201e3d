{% macro weighted_score(score, parts) -%}
    {#- Mean of the parts that have a value, by the weights of the seed `relationship_score_weights`, which the query has in its CTE `weights` in
        columns named <score>__<part>. NULL where no part has one. -#}
    {%- set ns = namespace(points='0e0', weights='0e0') -%}
    {%- for part in parts -%}
        {%- set weight = 'weights.' ~ score ~ '__' ~ part -%}
        {%- set ns.points = ns.points ~ ' + coalesce(' ~ part ~ ' * ' ~ weight ~ ', 0e0)' -%}
        {%- set ns.weights = ns.weights ~ ' + case when ' ~ part ~ ' is null then 0e0 else ' ~ weight ~ ' end' -%}
    {%- endfor -%}
    {{ crm360.safe_divide(ns.points, ns.weights) }}
{%- endmacro %}
