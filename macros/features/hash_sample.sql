{% macro hash_sample(relation, max_rows) -%}
    {#- All rows of the customers in a repeatable sample: about max_rows of the relation's rows, the same customers on every
        engine and in every run (a customer is in if the MD5 of the id is low enough). Needs a column customer_id. -#}
    select rows_in.*
    from {{ relation }} as rows_in
    cross join (select count(*) as row_count from {{ relation }}) as counted
    where
        counted.row_count <= {{ max_rows }}
        or upper(substr(md5(rows_in.customer_id), 1, 6))
        < lpad(hex(cast(floor(16777216 * cast({{ max_rows }} as double) / counted.row_count) as bigint)), 6, '0')
{%- endmacro %}
