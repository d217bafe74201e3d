{% macro can_change_tables() -%}
    {#- Whether tables can be changed in place: on Spark in Delta and Iceberg only. -#}
    {{ return(target.type == 'duckdb' or var('spark_file_format', 'parquet') in ['delta', 'iceberg']) }}
{%- endmacro %}
