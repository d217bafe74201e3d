{% macro parse_timestamp(expression) -%}
    {#- Text in any of the formats that extracts are seen to hold → UTC timestamp, or NULL.
        A date with slashes and the year last is day first; ten digits are seconds since 1970. -#}
    {{ return(adapter.dispatch('parse_timestamp', 'crm360')(expression)) }}
{%- endmacro %}

{% macro default__parse_timestamp(expression) -%}
    {#- What is longer than `YYYY-MM-DD HH:MM:SS` may end in an offset from UTC, which a cast to timestamp would drop. -#}
    case
        when {{ expression }} like '____-__-__%' and length({{ expression }}) <= 19
            then try_cast({{ expression }} as timestamp)
        when {{ expression }} like '____-__-__%'
            then cast(try_cast({{ expression }} as timestamptz) as timestamp)
        when regexp_matches({{ expression }}, '^[0-9]{10}$')
            then cast(to_timestamp(try_cast({{ expression }} as bigint)) as timestamp)
        else try_strptime({{ expression }}, [
            '%d/%m/%Y', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%Y/%m/%d', '%Y/%m/%d %H:%M:%S',
            '%Y%m%d', '%d %b %Y', '%d %b %Y %H:%M', '%d %b %Y %H:%M:%S', '%d %B %Y', '%Y-%m', '%d.%m.%Y'
        ])
    end
{%- endmacro %}

{% macro spark__parse_timestamp(expression) -%}
    case
        when {{ expression }} like '____-__-__%' then try_cast({{ expression }} as timestamp)
        when {{ regex_matches(expression, '^[0-9]{10}$') }} then timestamp_seconds(try_cast({{ expression }} as bigint))
        else coalesce(
            {%- for format in [
                'd/M/yyyy', 'd/M/yyyy H:m', 'd/M/yyyy H:m:s', 'yyyy/M/d', 'yyyy/M/d H:m:s',
                'yyyyMMdd', 'd MMM yyyy', 'd MMM yyyy H:m', 'd MMM yyyy H:m:s', 'd MMMM yyyy', 'yyyy-M', 'd.M.yyyy'
            ] %}
            try_to_timestamp(initcap({{ expression }}), '{{ format }}'){{ ',' if not loop.last }}
            {%- endfor %}
        )
    end
{%- endmacro %}
