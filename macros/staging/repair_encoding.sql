{% macro repair_encoding(column) -%}
    {#- Undoes UTF-8 that was read as Latin-1 or Windows-1252 (`BjÃ¶rn` → `Björn`), for the letters of the Latin-1 supplement,
        each of which has become Ã and a second character. -#}
    {%- set repaired = namespace(sql=column) -%}
    {%- for letter in 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß' -%}
        {%- set utf8 = letter.encode('utf-8') -%}
        {%- for misread in [utf8.decode('latin-1'), utf8.decode('cp1252', 'ignore')] | unique if misread | length == 2 -%}
            {%- set repaired.sql = "replace(" ~ repaired.sql ~ ", '" ~ misread ~ "', '" ~ letter ~ "')" -%}
        {%- endfor -%}
    {%- endfor -%}
    case when {{ column }} like '%Ã%' then {{ repaired.sql }} else {{ column }} end
{%- endmacro %}
