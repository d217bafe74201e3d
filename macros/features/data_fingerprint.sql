{% macro data_fingerprint(relation, texts, dates, numbers) -%}
    {#- Query with one row: `data_fingerprint`, 16 hexadecimal digits that depend on the rows and not on their order, the same on both
        engines, and `data_rows`. Numbers count to nine decimals. Hashes of rows are added up: sorting those of all rows would take them
        all into memory at once. -#}
    select
        substr(md5(concat_ws(
            '|',
            cast(count(*) as string)
            {%- for first_digit in [1, 16] %},
            cast(coalesce(sum(cast({{ hex_number('substr(row_hash, ' ~ first_digit ~ ', 15)') }} as decimal(20, 0))), 0) as string)
            {%- endfor %}
        )), 1, 16) as data_fingerprint,
        count(*) as data_rows
    from (
        select
            md5(concat_ws(
                '|'
                {%- for column in texts -%}
                , coalesce({{ column }}, '(null)')
                {%- endfor -%}
                {%- for column in dates -%}
                , coalesce(cast(cast({{ column }} as date) as string), '(null)')
                {%- endfor -%}
                {%- for column in numbers -%}
                , coalesce(
                    cast(try_cast(round(cast({{ column }} as double), 9) as decimal(28, 9)) as string), '(null)'
                )
                {%- endfor -%}
            )) as row_hash
        from {{ relation }}
    ) as hashed
{%- endmacro %}
