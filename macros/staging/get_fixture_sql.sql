{% macro get_fixture_sql(rows, column_name_to_data_types) -%}
    {#- The rows that a unit test gives for an input. dbt looks up an input's columns in the warehouse, where a raw extract is not
        to be found (it is a file): the columns of a source are those that its rows name, all of them text, as extracts are.
        So the first row has to be complete, with '' for what is blank (dbt moves the first row without a null to the top);
        the others may repeat it with `<<: *anchor`. Other inputs: as dbt does it. -#}
    {%- if model.source_name is not defined -%}
        {{ return(dbt.get_fixture_sql(rows, column_name_to_data_types)) }}
    {%- endif -%}
    {%- set names = [] -%}
    {%- for row in rows -%}
        {%- for name in row if name not in names %}{% do names.append(name) %}{% endfor -%}
    {%- endfor -%}
    select * from (
        values
        {%- for row in rows %}
        (
            {%- for name in names -%}
            {%- set value = row.get(name) -%}
            cast({{ 'null' if value is none else dbt.string_literal(dbt.escape_single_quotes(value | string)) }} as {{ dbt.type_string() }})
            {{- ', ' if not loop.last }}
            {%- endfor -%}
        ){{ ',' if not loop.last }}
        {%- endfor %}
    ) as given ({{ names | join(', ') }})
{%- endmacro %}
