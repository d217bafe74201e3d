{% macro labelled_records() -%}
    {#- Records whose person is known, from the file of the var `identity_labels` (columns system, source_id, person_id): as a relation, or
        none where there is no such file. -#}
    {%- set path = var('identity_labels') -%}
    {%- if not execute or not path -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(adapter.dispatch('labelled_records', 'crm360')(path)) }}
{%- endmacro %}

{% macro default__labelled_records(path) -%}
    {%- if not crm360.extract_exists("'" ~ path ~ "'") -%}
        {{ return(none) }}
    {%- endif -%}
    {%- if path.endswith('.parquet') -%}
        {{ return("read_parquet('" ~ path ~ "')") }}
    {%- endif -%}
    {{ return("read_csv('" ~ path ~ "', all_varchar = true)") }}
{%- endmacro %}

{% macro spark__labelled_records(path) -%}
    {{ return(("parquet" if path.endswith('.parquet') else "csv") ~ ".`" ~ path ~ "`") }}
{%- endmacro %}
