{% macro check_inputs() -%}
{#- Runs before anything is built (on-run-start): says in one sentence what is wrong with a var or a raw extract, and what to do. -#}
{%- if execute and flags.WHICH in ['build', 'run', 'seed', 'test', 'snapshot'] -%}
    {%- do crm360.check_vars() -%}
    {%- if flags.WHICH in ['build', 'run'] -%}
        {%- for extract in crm360.mapped_sources() -%}
            {%- do crm360.check_extract(extract) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endif -%}
{%- endmacro %}

{% macro check_vars() -%}
{%- do crm360.checked_date(var('as_of_date'), 'as_of_date') -%}
{%- for system, moment in (var('extracted_at') or {}).items() -%}
    {%- do crm360.checked_date((moment | string)[:10], 'extracted_at.' ~ system) -%}
{%- endfor -%}
{%- if var('raw_format') not in ['csv', 'parquet'] -%}
    {{ exceptions.raise_compiler_error("The var raw_format is '" ~ var('raw_format') ~ "': set it to csv or parquet.") }}
{%- endif -%}
{%- if var('serving_personal_data') not in ['masked', 'clear'] -%}
    {{ exceptions.raise_compiler_error("The var serving_personal_data is '" ~ var('serving_personal_data') ~ "': set it to masked or clear.") }}
{%- endif -%}
{%- for name in ['churn_horizon_days', 'identity_max_block_size'] -%}
    {%- if var(name) is not number or var(name) <= 0 -%}
        {{ exceptions.raise_compiler_error("The var " ~ name ~ " is '" ~ var(name) ~ "': set it to a number above zero.") }}
    {%- endif -%}
{%- endfor -%}
{%- endmacro %}

{% macro check_extract(extract) -%}
{#- The file is there and its header has every column that the staging model reads. An empty file passes: it is an empty table. -#}
{%- set remedy = ", which stg_" ~ extract.system ~ "__" ~ extract.entity ~ " reads: deliver it, or take '" ~ extract.entity
    ~ "' out of '" ~ extract.system ~ "' in the var systems." -%}
{%- if extract.location.startswith("'") -%}
    {%- if run_query("select count(*) from glob(" ~ extract.location ~ ")").rows[0][0] == 0 -%}
        {{ exceptions.raise_compiler_error("The file " ~ extract.location ~ " does not exist" ~ remedy ~ " (The var raw_dir says where the extracts lie.)") }}
    {%- endif -%}
    {%- if extract.location.endswith(".csv'") -%}
        {%- set found = crm360.csv_header(extract.location) -%}
    {%- else -%}
        {%- set found = run_query("select name from parquet_schema(" ~ extract.location ~ ")").columns[0].values() | list -%}
    {%- endif -%}
{%- else -%}
    {%- set found = run_query("select column_name from (describe " ~ ("from " ~ extract.location if "(" in extract.location else extract.location) ~ ")").columns[0].values() | list -%}
{%- endif -%}
{%- set missing = [] -%}
{%- for column in extract.columns if column not in found -%}
    {%- do missing.append(column) -%}
{%- endfor -%}
{%- if found and missing -%}
    {{ exceptions.raise_compiler_error("The source " ~ extract.name ~ " (" ~ extract.location ~ ") lacks the column " ~ missing | join(', ') ~ remedy) }}
{%- endif -%}
{%- endmacro %}
