{% macro earlier_run(model) -%}
    {#- The table that an earlier run left of a model of this package in the schema of the model that asks, or none: where there is none,
        and with --full-refresh. Not by ref(): the model comes later in this run. -#}
    {%- if execute and not should_full_refresh() and flags.WHICH in ['build', 'run', 'retry'] and crm360.keeps_pairs() -%}
        {{ return(adapter.get_relation(database=this.database, schema=this.schema, identifier=model)) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{% macro keeps_pairs() -%}
    {#- Whether tables can be changed in place: on Spark in Delta and Iceberg only. -#}
    {{ return(target.type == 'duckdb' or var('spark_file_format', 'parquet') in ['delta', 'iceberg']) }}
{%- endmacro %}
