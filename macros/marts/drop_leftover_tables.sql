{% macro drop_leftover_tables() -%}
    {#- On-run-end: drops the working tables that a build of crm360's own models leaves behind. -#}
    {%- if execute and flags.WHICH in ['build', 'run', 'retry'] -%}
        {%- do adapter.dispatch('drop_leftover_tables', 'crm360')() -%}
    {%- endif -%}
{%- endmacro %}

{% macro default__drop_leftover_tables() -%}
    {#- dbt-duckdb leaves the working table of an incremental Python model behind. -#}
    {%- set leftovers = run_query(
        "select table_schema || '.' || table_name from information_schema.tables
        where table_catalog = current_database()
            and regexp_matches(table_name, '^ml_(cluster_[a-z]+|customer_clusters|identity_weights)__dbt_tmp')"
    ) -%}
    {%- for row in leftovers.rows -%}
        {%- do run_query('drop table if exists ' ~ row[0]) -%}
    {%- endfor -%}
{%- endmacro %}

{% macro spark__drop_leftover_tables() -%}
    {#- The rounds of `connected_components`. -#}
    {%- for name in ['int_identity_components', 'int_identity_rung_components', 'int_identity_linked_cores', 'int_household_components'] -%}
        {%- set model = graph.nodes['model.crm360.' ~ name] -%}
        {%- for row in run_query("show tables in " ~ model.schema ~ " like '" ~ model.alias ~ "__round_*'").rows -%}
            {%- do run_query('drop table if exists ' ~ model.schema ~ '.' ~ row['tableName']) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}
