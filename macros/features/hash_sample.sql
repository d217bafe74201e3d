{% macro hash_sample(relation, max_rows) -%}
    {#- All rows of the customers in a repeatable sample: about max_rows of the relation's rows. Needs a column customer_id. -#}
    select rows_in.*
    from {{ relation }} as rows_in
    cross join (select count(*) as row_count from {{ relation }}) as counted
    where {{ customer_hash('rows_in.customer_id') }} < {{ hash_limit(max_rows, 'counted.row_count') }}
{%- endmacro %}
