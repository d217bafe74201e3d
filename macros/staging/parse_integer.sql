{% macro parse_integer(column) -%}
    {#- Raw text → int, or NULL; a fraction is not rounded away but NULL, save for zeros (`2.0`). -#}
    case
        when {{ crm360.try_cast(column, 'decimal(18, 4)') }} = floor({{ crm360.try_cast(column, 'decimal(18, 4)') }})
            then try_cast(floor({{ crm360.try_cast(column, 'decimal(18, 4)') }}) as int)
    end
{%- endmacro %}
