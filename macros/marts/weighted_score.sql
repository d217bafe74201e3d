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

{% macro score_weights(score, parts) -%}
    {#- In a SELECT list over the seed `relationship_score_weights`: the weight of each part of a score as a column <score>__<part>. -#}
    {%- set columns = [] -%}
    {%- for part in parts -%}
        {%- do columns.append("max(case when score = '" ~ score ~ "' and part = '" ~ part ~ "' then weight end) as " ~ score ~ "__" ~ part) -%}
    {%- endfor -%}
    {{ columns | join(', ') }}
{%- endmacro %}

{% macro plain_sum(parts) -%}
    {#- Sum of the parts that have a value; NULL where none has. -#}
    case when coalesce({{ parts | join(', ') }}) is not null then coalesce({{ parts | join(', 0e0) + coalesce(') }}, 0e0) end
{%- endmacro %}
