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
        {{ crm360.csv_records(location, crm360.raw_columns(system, entity)) }}
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

{% macro spark__raw_records(relation, system, entity) -%}
    {#- Parquet files or tables. `source_row` numbers the records of a Parquet file from 1 as they lie in it; for a table, or an extract of
        several files, it only tells the rows apart: numbering all of them would take one task. -#}
    {%- if not execute -%}
        {{ relation }}
    {%- elif relation.identifier.startswith('__dbt__cte__') -%}
        (
            select *, '{{ system }}.{{ entity }}' as source_file, row_number() over (order by monotonically_increasing_id()) as source_row
            from {{ relation }}
        )
    {%- else -%}
        {%- set location = crm360.source_location(crm360.source_node(system, entity)) -%}
        {%- set from_item = crm360.spark_from_item(location) -%}
        (
            select
                {% for row in run_query('describe query select * from ' ~ from_item).rows -%}
                cast(`{{ row['col_name'] }}` as string) as `{{ row['col_name'] }}`,
                {% endfor -%}
                {% if location.startswith("'") -%}
                {{ location }} as source_file, _metadata.row_index + 1 as source_row
                {%- else -%}
                '{{ system }}.{{ entity }}' as source_file, monotonically_increasing_id() + 1 as source_row
                {%- endif %}
            from {{ from_item }}
        )
    {%- endif -%}
{%- endmacro %}

{% macro spark_from_item(location) -%}
    {#- A location of `source_location` as Spark reads it: a quoted path is a Parquet file or folder. -#}
    {{ return('parquet.`' ~ location[1:-1] ~ '`' if location.startswith("'") else location) }}
{%- endmacro %}

{% macro source_node(system, entity) -%}
    {#- The node of a source of the package that the model at hand is in. -#}
    {{ return(graph.sources.values() | selectattr('source_name', 'equalto', system) | selectattr('name', 'equalto', entity)
        | selectattr('package_name', 'equalto', model.package_name) | first) }}
{%- endmacro %}

{% macro raw_columns(system, entity) -%}
    {#- The columns that the source's YAML declares, in order. -#}
    {%- set node = crm360.source_node(system, entity) -%}
    {{ return(node.columns.keys() | list if node else []) }}
{%- endmacro %}

{% macro csv_records(location, declared_columns) -%}
    {#- The readable records of a CSV file as a FROM item. Where lines of it are unreadable, `source_row` leaves room for them. -#}
    {%- set file = crm360.csv_file(location) -%}
    {%- set gaps = crm360.csv_gaps(location, file) -%}
    {%- if not file.header -%}
    (
        select
            {% for column in declared_columns %}cast(null as varchar) as {{ column }}, {% endfor -%}
            {{ location }} as source_file, cast(null as bigint) as source_row
        where false
    )
    {%- elif not gaps -%}
    (
        select {{ crm360.csv_values(file) }}, {{ location }} as source_file, row_number() over () as source_row
        from {{ crm360.read_csv(location, file) }}
    )
    {%- else -%}
    (
        with readable as (
            select *, row_number() over () as readable_number
            from {{ crm360.read_csv(location, file, 'store_rejects = true') }}
        ),

        gaps (first_number, last_number, unreadable_before) as (
            values {% for gap in gaps %}({{ gap.first }}, {{ gap.last }}, {{ gap.before }}){{ ', ' if not loop.last }}{% endfor %}
        )

        select
            {{ crm360.csv_values(file, 'columns(* exclude (readable_number, first_number, last_number, unreadable_before))') }},
            {{ location }} as source_file,
            readable.readable_number + gaps.unreadable_before as source_row
        from readable
        inner join gaps on readable.readable_number between gaps.first_number and gaps.last_number
        -- A line with bytes that are no UTF-8 is only left out by a query that reads the value they stand in: this reads them all.
        where length(concat_ws('', {% for name in file.header %}"{{ name | replace('"', '""') }}"{{ ', ' if not loop.last }}{% endfor %})) >= 0
    )
    {%- endif -%}
{%- endmacro %}

{% macro csv_gaps(location, file) -%}
    {#- Where unreadable lines stand between the readable records: [{first, last, before}], the readable records from the first
        to the last of which have `before` unreadable lines before them. Empty where every line is readable. -#}
    {%- set gaps = [] -%}
    {%- if file.header and crm360.scan_unreadable(location, file, 'crm360_gaps') -%}
        {%- set steps = run_query(
            "select first_number, cast(sum(count(*)) over (order by first_number) as bigint) from (
                select record_number - row_number() over (order by record_number) + 1 as first_number
                from (select distinct line - 1 as record_number from crm360_gaps_errors)
            ) group by first_number order by first_number"
        ).rows -%}
        {%- if steps[0][0] > 1 -%}
            {%- do gaps.append({'first': 1, 'last': steps[0][0] - 1, 'before': 0}) -%}
        {%- endif -%}
        {%- for step in steps -%}
            {%- do gaps.append({
                'first': step[0], 'before': step[1],
                'last': steps[loop.index][0] - 1 if not loop.last else 9000000000000000000,
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(gaps) }}
{%- endmacro %}

{% macro scan_unreadable(location, file, table) -%}
    {#- Reads a CSV file once and notes its unreadable lines in the temporary tables <table>_errors and <table>_scans.
        Returns their number. Every column is counted: DuckDB finds bytes that are no UTF-8 only in columns that a query reads. -#}
    {%- do run_query('drop table if exists ' ~ table ~ '_errors') -%}
    {%- do run_query('drop table if exists ' ~ table ~ '_scans') -%}
    {%- do run_query('select count(columns(*)) from ' ~ crm360.read_csv(
        location, file, "store_rejects = true, rejects_table = '" ~ table ~ "_errors', rejects_scan = '" ~ table ~ "_scans',
        rejects_limit = 0, rejects_line_size_limit = 2000000"
    )) -%}
    {{ return(run_query('select count(distinct (file_id, line)) from ' ~ table ~ '_errors').rows[0][0]) }}
{%- endmacro %}

{% macro read_csv(location, file, more='') -%}
    {#- Explicit columns instead of sniffing: what a file holds never changes how it is read.
        Several kinds of line end need new_line = '\n', which takes CR and CR LF too; where '\r\n' is expected, DuckDB swallows what follows a CR.
        Never `ignore_errors`: DuckDB 2.0 then drops the good record after a torn one at the end of a file; `store_rejects` does not. -#}
    read_csv({{ location }}, auto_detect = false, header = true, skip = {{ file.skip }}, delim = ',', null_padding = false,
        {% if file.reading == 'by line' %}quote = '', escape = ''{% else %}quote = '"', escape = '"'{% endif %},
        {% if file.reading == 'strict' %}strict_mode = true{% else %}strict_mode = false, new_line = '\n'{% endif %},
        columns = { {%- for column in file.header %}'{{ column | replace("'", "''") }}': 'VARCHAR'{{ ', ' if not loop.last }}{% endfor -%} }
        {{- ', ' ~ more if more }})
{%- endmacro %}

{% macro csv_values(file, columns='columns(*)') -%}
    {#- The values of `read_csv`: read by line, they still have their quotes. -#}
    {%- if file.reading == 'by line' -%}
        case when {{ columns }} like '"%"' then replace({{ columns }}[2:-2], '""', '"') else {{ columns }} end
    {%- else -%}
        {{ columns }}
    {%- endif -%}
{%- endmacro %}

{% macro csv_file(location) -%}
    {#- How a CSV file has to be read: `header`, its column names, none where it is empty; `skip`, blank lines before them; and `reading`:
        strict   one kind of line end (within quotes any): as RFC 4180 says;
        lenient  several kinds of line end, which DuckDB's strict reader refuses with an error, but no stray quote;
        by line  several kinds and stray quotes, as in garbage: each line by itself, so that no quote swallows the lines after it.
        A file above 1 GB is taken to be strict without a look at its line ends. -#}
    {%- set size = run_query("select coalesce(sum(size), 0), coalesce(max(size), 0) from read_blob(" ~ location ~ ")").rows[0] -%}
    {%- if size[0] == 0 -%}
        {{ return({'header': [], 'skip': 0, 'reading': 'strict'}) }}
    {%- elif size[1] > 1000000000 -%}
        {%- set look = ['', run_query(
            "select coalesce((select line from read_csv(" ~ location ~ ", auto_detect = false, header = false, delim = '\\x01', quote = '', escape = '',
            strict_mode = false, columns = {'line': 'VARCHAR'}, max_line_size = 10000000, ignore_errors = true) where line is not null limit 1), '')"
        ).rows[0][0], 0] -%}
    {%- else -%}
        {%- set look = run_query(crm360.csv_look(location)).rows[0] -%}
    {%- endif -%}
    {%- set names = [] -%}
    {%- for quoted, bare in modules.re.findall('(?:^|,)(?: *"((?:[^"]|"")*)"|([^,]*))', look[1].lstrip('\ufeff')) -%}
        {%- do names.append((quoted | replace('""', '"') or bare.strip()) or 'column_' ~ loop.index) -%}
    {%- endfor -%}
    {{ return({
        'header': names if look[1].lstrip('\ufeff').strip() else [],
        'skip': look[0] | replace('\r\n', '\n') | length,
        'reading': ['strict', 'lenient', 'by line'][look[2]],
    }) }}
{%- endmacro %}

{% macro csv_look(location) -%}
    {#- One row about a CSV file: the blank lines at its top, its first line, and how uneven it is (0, 1, 2 as in `csv_file`).
        Bytes that are no UTF-8 are written as text, so that none hides a line end. Line ends within quotes do not count. -#}
    {%- set value_pattern -%} '(^|[,\r\n] *)"(?:[^"]|"")*"' {%- endset -%}
    with files as (
        select
            filename,
            coalesce(
                try(decode(content)),
                replace(replace(replace(cast(content as varchar), '\x0D', chr(13)), '\x0A', chr(10)), '\x22', chr(34))
            ) as file_text
        from read_blob({{ location }})
    ),

    bared as (
        select
            filename,
            file_text,
            case when not {{ crm360.has_one_line_end('file_text') }}
                then regexp_replace(file_text, {{ value_pattern }}, '\1' || chr(1), 'g')
            end as bare
        from files
    )

    select
        first(regexp_extract(left(file_text, 1000000), '^\x{FEFF}?([\r\n]*)', 1) order by filename),
        first(regexp_extract(left(file_text, 1000000), '^\x{FEFF}?[\r\n]*([^\r\n]*)', 1) order by filename),
        max(
            case
                when bare is null or {{ crm360.has_one_line_end('bare') }} then 0
                when regexp_matches(bare, chr(1) || '[^,\r\n]') or regexp_matches(bare, '(^|[,\r\n] *)"') then 2
                else 1
            end
        )
    from bared
{%- endmacro %}

{% macro has_one_line_end(text) -%}
    {#- Whether all lines of a text end in the same way: LF, CR, or CR LF. -#}
    {%- set lf = "length(replace(" ~ text ~ ", chr(10), ''))" -%}
    {%- set cr = "length(replace(" ~ text ~ ", chr(13), ''))" -%}
    {%- set both = "length(replace(" ~ text ~ ", chr(13) || chr(10), ' '))" -%}
    (
        {{ cr }} = length({{ text }}) or {{ lf }} = length({{ text }})
        or ({{ cr }} = {{ both }} and {{ lf }} = {{ both }})
    )
{%- endmacro %}
