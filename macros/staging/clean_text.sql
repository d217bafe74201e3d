{% macro clean_text(column) -%}
    {#- Raw text without surrounding blanks; NULL for the ways in which exports write "nothing".
        A simple CASE and not IN: DuckDB turns an IN of that many values into a join per column. -#}
    case
        when length({{ column }}) > 12 then trim({{ column }})
        else
            case lower(trim({{ column }}))
                when '' then null when 'n/a' then null when 'na' then null when 'nan' then null when 'null' then null
                when 'none' then null when 'unknown' then null when '-' then null
                else trim({{ column }})
            end
    end
{%- endmacro %}
