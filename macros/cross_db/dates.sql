{% macro explode_days(first_day, last_day) -%}
    {#- In a SELECT list: one row per day from first to last, both included; dates. -#}
    {{ return(adapter.dispatch('explode_days', 'crm360')(first_day, last_day)) }}
{%- endmacro %}

{% macro default__explode_days(first_day, last_day) -%}
    cast(unnest(generate_series(cast({{ first_day }} as timestamp), cast({{ last_day }} as timestamp), interval 1 day)) as date)
{%- endmacro %}

{% macro spark__explode_days(first_day, last_day) -%}
    explode(sequence(cast({{ first_day }} as date), cast({{ last_day }} as date), interval 1 day))
{%- endmacro %}

{% macro iso_weekday(day) -%}
    {#- 1 = Monday … 7 = Sunday. -#}
    {{ return(adapter.dispatch('iso_weekday', 'crm360')(day)) }}
{%- endmacro %}

{% macro default__iso_weekday(day) -%}
    isodow({{ day }})
{%- endmacro %}

{% macro spark__iso_weekday(day) -%}
    (weekday({{ day }}) + 1)
{%- endmacro %}

{% macro days_between(first, last) -%}
    {#- Whole calendar days from one date or timestamp to another. -#}
    {{ return(adapter.dispatch('days_between', 'crm360')(first, last)) }}
{%- endmacro %}

{% macro default__days_between(first, last) -%}
    date_diff('day', cast({{ first }} as date), cast({{ last }} as date))
{%- endmacro %}

{% macro spark__days_between(first, last) -%}
    cast(datediff(cast({{ last }} as date), cast({{ first }} as date)) as bigint)
{%- endmacro %}

{% macro hours_between(first, last) -%}
    {#- Hours, with fractions, from one timestamp to another. -#}
    {{ return(adapter.dispatch('hours_between', 'crm360')(first, last)) }}
{%- endmacro %}

{% macro default__hours_between(first, last) -%}
    (date_diff('second', {{ first }}, {{ last }}) / 3600e0)
{%- endmacro %}

{% macro spark__hours_between(first, last) -%}
    ((unix_seconds({{ last }}) - unix_seconds({{ first }})) / 3600e0)
{%- endmacro %}

{% macro months_between(first, last) -%}
    {#- Calendar months from the month of one date to the month of another, whatever the days: 31 January to 1 February is one. -#}
    cast(
        12 * (extract(year from {{ last }}) - extract(year from {{ first }}))
        + extract(month from {{ last }}) - extract(month from {{ first }})
        as int
    )
{%- endmacro %}
