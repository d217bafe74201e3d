{% macro raw_records(system, entity) -%}
    {#- The raw rows of a source as a FROM item: every column as text, beside `source_file` (text) and `source_row`
        (bigint, the 1-based number of the record in its file or table).
        Where the source's `external_location` names a CSV file, lines that no CSV reader can split are left out here and
        listed in `unreadable_lines`; a file without a header is an empty table of the declared columns. -#}
    {{ return(adapter.dispatch('raw_records', 'crm360')(source(system, entity), system, entity)) }}
{%- endmacro %}

{% macro default__raw_records(relation, system, entity) -%}
    {%- set location = relation | string -%}
    {%- if not execute -%}
        {{ relation }}
    {%- elif location.endswith(".csv'") -%}
        {%- set header = crm360.csv_header(location) -%}
        {%- if not header -%}
        (
            select
                {% for column in crm360.raw_columns(system, entity) %}cast(null as varchar) as {{ column }}, {% endfor -%}
                {{ location }} as source_file, cast(null as bigint) as source_row
            where false
        )
        {%- else -%}
        (
            select *, {{ location }} as source_file, row_number() over () as source_row
            from {{ crm360.read_csv(location, header) }}
        )
        {%- endif -%}
    {%- elif location.endswith(".parquet'") -%}
        (
            select cast(columns(* exclude (file_row_number)) as varchar), {{ location }} as source_file, file_row_number + 1 as source_row
            from read_parquet({{ location }}, file_row_number = true)
        )
    {%- else -%}
        (
            select cast(columns(*) as varchar), '{{ system }}.{{ entity }}' as source_file, row_number() over () as source_row
            from {{ relation }}
        )
    {%- endif -%}
{%- endmacro %}

{% macro read_csv(location, header, more='ignore_errors = true') -%}
    {#- Explicit columns instead of sniffing: what a file holds never changes how it is read. -#}
    read_csv({{ location }}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', strict_mode = true,
        columns = { {%- for column in header %}'{{ column | replace("'", "''") }}': 'VARCHAR'{{ ', ' if not loop.last }}{% endfor -%} }, {{ more }})
{%- endmacro %}

{% macro csv_header(location) -%}
    {#- The column names in the first line of a CSV file; an empty list where the file is empty. -#}
    {%- set first_line = run_query(
        "select line from read_csv(" ~ location ~ ", auto_detect = false, header = false, delim = '\\x01', quote = '', escape = '',
        columns = {'line': 'VARCHAR'}, ignore_errors = true, max_line_size = 10000000) limit 1"
    ) -%}
    {%- set names = [] -%}
    {%- for row in first_line.rows -%}
        {%- for name in row[0].lstrip('\ufeff').split(',') -%}
            {%- do names.append(name.strip().strip('"')) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro raw_columns(system, entity) -%}
    {#- The columns that the source's YAML declares, in order. -#}
    {%- for node in graph.sources.values() if node.source_name == system and node.name == entity and node.package_name == model.package_name -%}
        {{ return(node.columns.keys() | list) }}
    {%- endfor -%}
    {{ return([]) }}
{%- endmacro %}
