{% macro parse_money(column) -%}
    {#- Raw text with currency signs, codes or thousands separators → decimal(18,4), or NULL.
        Plain numbers are tried first: they are nearly all of them, and cost no regular expression.
        A comma before one or two last digits is no thousands separator: `12,50` is NULL rather than 1250. -#}
    {%- set bare = crm360.regex_replace_all('upper(' ~ column ~ ')', '^(GBP|USD|EUR|CNY|[£$€¥])|(GBP|USD|EUR|CNY|[£$€¥])$|[ ]', '') -%}
    coalesce(
        try_cast({{ column }} as decimal(18, 4)),
        case
            when {{ bare }} not like '%,_' and {{ bare }} not like '%,__'
                then try_cast(replace({{ bare }}, ',', '') as decimal(18, 4))
        end
    )
{%- endmacro %}
