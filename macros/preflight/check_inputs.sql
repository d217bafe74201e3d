{% macro check_inputs() -%}
{#- Runs before anything is built (on-run-start): says in one sentence what is wrong with a var or a raw extract, and what to do. -#}
{%- if execute and flags.WHICH in ['build', 'run', 'seed', 'test', 'snapshot'] -%}
    {%- do crm360.check_vars() -%}
    {%- if flags.WHICH in ['build', 'run'] -%}
        {%- do adapter.dispatch('check_extracts', 'crm360')() -%}
    {%- endif -%}
{%- endif -%}
{%- endmacro %}

{% macro default__check_extracts() -%}
{%- for extract in crm360.mapped_sources() -%}
    {%- set is_file = extract.location.startswith("'") -%}
    {%- set remedy = " Deliver it, or take '" ~ extract.entity ~ "' out of '" ~ extract.system ~ "' in the var systems." -%}
    {%- if not crm360.extract_exists(extract.location) -%}
        {{ exceptions.raise_compiler_error(
            ("The file " if is_file else "The table ") ~ extract.location | replace('(select * from ', '') | replace(')', '')
            ~ ", which stg_" ~ extract.system ~ "__" ~ extract.entity ~ " reads, does not exist." ~ remedy
            ~ (" (The var raw_dir says where the extracts lie.)" if is_file else " (The var raw_schema says in which schema the tables lie.)")
        ) }}
    {%- endif -%}
    {%- do crm360.check_columns(extract, crm360.extract_columns(extract.location), remedy) -%}
{%- endfor -%}
{%- endmacro %}

{% macro spark__check_extracts() -%}
{#- Only with the adapter `crm360spark` can a missing extract be told from other errors; elsewhere Spark's own message has to do. -#}
{%- for extract in crm360.mapped_sources() -%}
    {%- set remedy = " Deliver it, or take '" ~ extract.entity ~ "' out of '" ~ extract.system ~ "' in the var systems." -%}
    {%- if extract.location.endswith(".csv'") -%}
        {{ exceptions.raise_compiler_error(
            "The source " ~ extract.name ~ " is the CSV file " ~ extract.location ~ ": on Spark, deliver Parquet files (var raw_format: parquet)"
            ~ " or tables (var raw_schema)."
        ) }}
    {%- endif -%}
    {%- if target.type == 'crm360spark' and target.method == 'session' -%}
        {%- set delivered = adapter.columns_of_query('select * from ' ~ crm360.spark_from_item(extract.location)) -%}
        {%- if delivered is none -%}
            {{ exceptions.raise_compiler_error(
                "The source " ~ extract.name ~ " (" ~ extract.location ~ "), which stg_" ~ extract.system ~ "__" ~ extract.entity
                ~ " reads, does not exist." ~ remedy ~ " (The vars raw_dir and raw_schema say where the extracts lie.)"
            ) }}
        {%- endif -%}
        {%- do crm360.check_columns(extract, delivered, remedy) -%}
    {%- endif -%}
{%- endfor -%}
{%- endmacro %}

{% macro extract_exists(location) -%}
{#- Whether the file of a location, or the table behind it, is there. A location that is neither (a call of some reader) passes. -#}
{%- if location.startswith("'") -%}
    {{ return(run_query("select count(*) from glob(" ~ location ~ ")").rows[0][0] > 0) }}
{%- endif -%}
{%- set table = modules.re.match('^(?:\\(select \\* from )?((?:\\w+\\.)+\\w+)\\)?$', location) -%}
{%- if not table -%}
    {{ return(true) }}
{%- endif -%}
{%- set parts = table.group(1).split('.') -%}
{{ return(run_query(
    "select count(*) from information_schema.tables where lower(table_name) = lower('" ~ parts[-1] ~ "') and lower(table_schema) = lower('"
    ~ parts[-2] ~ "')" ~ (" and lower(table_catalog) = lower('" ~ parts[-3] ~ "')" if parts | length > 2 else "")
).rows[0][0] > 0) }}
{%- endmacro %}

{% macro extract_columns(location) -%}
{#- The column names of an extract as delivered; an empty list where the file is empty. -#}
{%- if location.endswith(".csv'") -%}
    {{ return(crm360.csv_file(location).header) }}
{%- elif location.endswith(".parquet'") -%}
    {%- set size = run_query("select max(size) from read_blob(" ~ location ~ ")").rows[0][0] -%}
    {%- if size < 100000000 and run_query(
        "select count(*) from read_blob(" ~ location ~ ") where left(cast(content as varchar), 4) <> 'PAR1' or right(cast(content as varchar), 4) <> 'PAR1'"
    ).rows[0][0] > 0 -%}
        {{ exceptions.raise_compiler_error(
            "The file " ~ location ~ " is no Parquet file: deliver it again, or set the var raw_format to csv if that is what the extracts are."
        ) }}
    {%- endif -%}
    {{ return(run_query("select name from parquet_schema(" ~ location ~ ")").columns[0].values() | list) }}
{%- endif -%}
{{ return(run_query("select column_name from (describe " ~ ("from " ~ location if "(" in location else location) ~ ")").columns[0].values() | list) }}
{%- endmacro %}

{% macro check_columns(extract, delivered, remedy) -%}
{#- The header has every column that the staging model reads, and none twice. An empty file passes: it is an empty table. -#}
{%- set found = delivered | map('lower') | list -%}
{%- set missing = [] -%}
{%- for column in extract.columns if column | lower not in found -%}
    {%- do missing.append(column) -%}
{%- endfor -%}
{%- if found and missing -%}
    {{ exceptions.raise_compiler_error(
        "The source " ~ extract.name ~ " (" ~ extract.location ~ ") lacks the column " ~ missing | join(', ') ~ ", which stg_"
        ~ extract.system ~ "__" ~ extract.entity ~ " reads." ~ remedy
    ) }}
{%- endif -%}
{%- for column in found if extract.location.endswith(".csv'") and found.count(column) > 1 or column in ['source_file', 'source_row'] -%}
    {{ exceptions.raise_compiler_error(
        "The source " ~ extract.name ~ " (" ~ extract.location ~ ") has a column '" ~ column ~ "'"
        ~ (", a name that crm360 uses itself" if column in ['source_file', 'source_row'] else " twice") ~ ": rename it in the extract."
    ) }}
{%- endfor -%}
{%- endmacro %}
