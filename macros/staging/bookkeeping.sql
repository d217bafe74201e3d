{% macro bookkeeping() -%}
    {#- The last columns of every staging model: the verdict, where the row came from, and, for a rejected row, its raw content.
        Expects `reject_reason`, `source_file`, `source_row` and `raw_row` (the struct of the raw columns). -#}
    reject_reason,
    source_file,
    source_row,
    case when reject_reason is not null then {{ crm360.json_text('raw_row') }} end as raw_record
{%- endmacro %}
