{% macro window_start(days) -%}
    {#- First day of the trailing window of so many days that ends with the column `as_of_date`, that day included. -#}
    cast({{ dbt.dateadd('day', 1 - days, 'as_of_date') }} as date)
{%- endmacro %}
