{% macro clean_gender(column) -%}
    {#- `female`, `male`, or NULL for anything else. -#}
    case
        when lower({{ column }}) in ('f', 'female', 'woman', '女', '女性') then 'female'
        when lower({{ column }}) in ('m', 'male', 'man', '男', '男性') then 'male'
    end
{%- endmacro %}
