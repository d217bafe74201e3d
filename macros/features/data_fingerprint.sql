{% macro data_fingerprint(relation, texts, dates, numbers) -%}
    {#- Query with one row: `data_fingerprint`, 16 hexadecimal digits that depend on the rows and not on their order, the same on both
        engines, and `data_rows`. Numbers count to nine decimals. Rows are hashed, then sorted hashes of up to 4,096 groups, then these. -#}
    select
        substr(coalesce(md5({{ joined_text('group_hash', '', 'group_number asc nulls last') }}), md5('')), 1, 16)
            as data_fingerprint,
        coalesce(sum(group_rows), 0) as data_rows
    from (
        select
            substr(row_hash, 1, 3) as group_number,
            md5({{ joined_text('row_hash', '', 'row_hash asc nulls last') }}) as group_hash,
            count(*) as group_rows
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
        group by substr(row_hash, 1, 3)
    ) as grouped
{%- endmacro %}
