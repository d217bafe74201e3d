{% macro clean_text(column) -%}
    {#- Raw text without surrounding blanks; NULL for the ways in which exports write "nothing". -#}
    case
        when lower(trim({{ column }})) in ('', 'n/a', 'na', 'null', 'none', '-', 'unknown', 'nan') then null
        else trim({{ column }})
    end
{%- endmacro %}
