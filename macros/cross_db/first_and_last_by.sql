{#- min_by and max_by over the rows that have a value: DuckDB passes over NULLs by itself, Spark returns them. -#}

{% macro first_by(value, order, where=none) -%}
    {#- Aggregate: the value of the row that comes first by `order`, of the rows that have a value and for which `where` holds. -#}
    min_by({{ value }}, {{ order }}) filter (where {{ value }} is not null{{ ' and ' ~ where if where }})
{%- endmacro %}

{% macro last_by(value, order, where=none) -%}
    {#- Aggregate: the value of the row that comes last by `order`, of the rows that have a value and for which `where` holds. -#}
    max_by({{ value }}, {{ order }}) filter (where {{ value }} is not null{{ ' and ' ~ where if where }})
{%- endmacro %}
