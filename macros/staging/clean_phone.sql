{% macro clean_phone(column) -%}
    {#- Phone number as digits, with a leading + where the country code is given (`+` or `00`). NULL with fewer than seven digits,
        or the same digit throughout. `column` holds cleaned text. The country's own rules are identity's business. -#}
    {%- set ascii = "translate(" ~ column ~ ", '０１２３４５６７８９＋', '0123456789+')" -%}
    {%- set digits = crm360.regex_replace_all(ascii, '[^0-9]', '') -%}
    case
        when length({{ digits }}) < 7 or replace({{ digits }}, left({{ digits }}, 1), '') = '' then null
        when {{ ascii }} like '+%' then '+' || {{ digits }}
        when {{ digits }} like '00%' then '+' || substr({{ digits }}, 3)
        else {{ digits }}
    end
{%- endmacro %}
