{% macro unreadable_lines() -%}
    {#- The lines of the CSV extracts that no CSV reader can split into the header's columns (too many or too few values, an
        open quote, bytes that are no UTF-8): the ones that `raw_records` leaves out, so that they are listed and not lost. -#}
    {{ return(adapter.dispatch('unreadable_lines', 'crm360')()) }}
{%- endmacro %}

{% macro default__unreadable_lines() -%}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for extract in crm360.mapped_sources() if extract.location.endswith(".csv'") -%}
            {%- set file = crm360.csv_file(extract.location) -%}
            {%- set table = 'crm360_unreadable_' ~ loop.index -%}
            {%- if file.header and crm360.scan_unreadable(extract.location, file, table) -%}
                {%- do found.append({'extract': extract, 'table': table}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for one in found %}
    select
        '{{ one.extract.system }}' as source_system,
        '{{ one.extract.entity }}' as entity,
        concat('line: ', replace(lower(min(errors.error_type)), '_', ' ')) as reject_reason,
        scans.file_path as source_file,
        cast(errors.line as bigint) as source_line,
        min(errors.csv_line) as raw_record
    from {{ one.table }}_errors as errors
    inner join {{ one.table }}_scans as scans
        on errors.scan_id = scans.scan_id and errors.file_id = scans.file_id
    group by scans.file_path, errors.line
    {% if not loop.last %}union all{% endif %}
    {%- else %}
    {{ crm360.no_unreadable_lines() }}
    {%- endfor -%}
{%- endmacro %}

{% macro spark__unreadable_lines() -%}
    {#- Spark reads no CSV extracts: a Parquet file has no lines. -#}
    {{ crm360.no_unreadable_lines() }}
{%- endmacro %}

{% macro no_unreadable_lines() -%}
    select
        cast(null as string) as source_system, cast(null as string) as entity, cast(null as string) as reject_reason,
        cast(null as string) as source_file, cast(null as bigint) as source_line, cast(null as string) as raw_record
    where false
{%- endmacro %}

{% macro mapped_sources() -%}
    {#- The sources that the staging models of the systems in the var `systems` read themselves, in whatever package
        they are: system, entity, source name, location (as rendered in SQL) and declared columns. -#}
    {%- set found = [] -%}
    {%- for system, entities in var('systems').items() -%}
        {%- for entity in entities or [] -%}
            {%- set model = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
                | selectattr('name', 'equalto', 'stg_' ~ system ~ '__' ~ entity) | first -%}
            {%- for unique_id in (model.depends_on.nodes if model else []) if unique_id.startswith('source.') -%}
                {%- set node = graph.sources[unique_id] -%}
                {%- do found.append({
                    'system': system, 'entity': entity, 'name': node.source_name ~ '.' ~ node.name,
                    'location': crm360.source_location(node),
                    'columns': node.columns.keys() | list,
                }) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{% macro source_location(node) -%}
    {#- What `source()` renders for a source node: a quoted file, or a relation. -#}
    {%- set template = (node.config.get('external_location') or node.meta.get('external_location') or '') -%}
    {%- if template -%}
        {%- set location = template | replace('{name}', node.name) | replace('{schema}', node.schema) | replace('{identifier}', node.identifier) -%}
        {{ return(location if '(' in location or location.startswith("'") else "'" ~ location ~ "'") }}
    {%- endif -%}
    {{ return(node.schema ~ '.' ~ node.identifier) }}
{%- endmacro %}
