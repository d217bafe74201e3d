{% macro crm360spark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- if language == 'python' -%}
        {{ run_model_and_write(compiled_code, relation) }}
    {%- else -%}
        {{ spark__create_table_as(temporary, relation, compiled_code, language) }}
    {%- endif -%}
{%- endmacro %}

{#- Stands in for dbt-spark's py_write_table, which goes through pandas-on-Spark and writes Delta unless told otherwise. It starts with a
    line of its own: Python minds what stands before it. -#}
{% macro run_model_and_write(compiled_code, relation) %}
{{ compiled_code }}
# --- What dbt adds to a Python model. ---
from dbt.adapters.crm360spark.frames import write_table

write_table(spark, model(dbtObj(spark.table), spark), "{{ relation }}", "{{ config.get('file_format') or 'parquet' }}")
{% endmacro %}
