{#- The rules of staging. Each writes one `when … then '<raw column>: <rule>'` of the CASE that makes `reject_reason`,
    so that the first failing rule, in the order of the file's columns, names the column and what is wrong with it.
    `raw` is the cleaned raw text column, `typed` the typed column made from it. -#}

{% macro reject_missing(raw) -%}
    when {{ raw }} is null then '{{ raw }}: missing'
{%- endmacro %}

{% macro reject_unreadable(raw, typed, what) -%}
    {#- what: 'a date', 'a number' or 'an integer' -#}
    when {{ raw }} is not null and {{ typed }} is null then '{{ raw }}: not {{ what }}'
{%- endmacro %}

{% macro reject_event_time(raw, typed, system) -%}
    {#- For the time of an event: readable, not before 1990, and before the moment of the system's extract. -#}
    {{ crm360.reject_missing(raw) }}
    {{ crm360.reject_unreadable(raw, typed, 'a date') }}
    when {{ typed }} < timestamp '1990-01-01 00:00:00' then '{{ raw }}: before 1990'
    {%- set extracted_at = crm360.extract_moment(system) -%}
    {%- if extracted_at %}
    when {{ typed }} >= timestamp '{{ extracted_at }}' then '{{ raw }}: after the extract'
    {%- endif -%}
{%- endmacro %}

{% macro reject_negative(raw, typed) -%}
    when {{ typed }} < 0 then '{{ raw }}: negative'
{%- endmacro %}

{% macro reject_zero(raw, typed) -%}
    when {{ typed }} = 0 then '{{ raw }}: zero'
{%- endmacro %}

{% macro reject_out_of_range(raw, typed, low, high) -%}
    when {{ typed }} < {{ low }} or {{ typed }} > {{ high }} then '{{ raw }}: out of range'
{%- endmacro %}

{% macro reject_unknown_value(raw, typed, values) -%}
    {#- Missing counts as unknown: the value is mandatory. -#}
    when {{ typed }} is null or {{ typed }} not in ('{{ values | join("', '") }}') then '{{ raw }}: unknown value'
{%- endmacro %}
