{% macro corrected_fields(checks) -%}
    {#- What staging took away or repaired in a record, e.g. 'birth_date: implausible; name: encoding repaired'; NULL when nothing.
        checks: [cleaned raw text, usable value, message] each. A message that ends in 'repaired' is due where the two differ,
        any other where there was text and no usable value came of it. -#}
    nullif(
        concat_ws(
            '; '
            {%- for raw, usable, message in checks %},
            case when {{ raw ~ ' <> ' ~ usable if message.endswith('repaired') else raw ~ ' is not null and ' ~ usable ~ ' is null' }} then '{{ message }}' end
            {%- endfor %}
        ),
        ''
    )
{%- endmacro %}
