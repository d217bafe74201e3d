{% macro drop_leftover_tables() -%}
    {#- dbt-duckdb leaves the working table of an incremental Python model behind: on-run-end drops those of crm360's. -#}
    {%- if execute and target.type == 'duckdb' and flags.WHICH in ['build', 'run'] -%}
        {%- set leftovers = run_query(
            "select table_schema || '.' || table_name from information_schema.tables
            where table_catalog = current_database()
                and regexp_matches(table_name, '^ml_(cluster_selection|customer_clusters)__dbt_tmp')"
        ) -%}
        {%- for row in leftovers.rows -%}
            {%- do run_query('drop table if exists ' ~ row[0]) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}
