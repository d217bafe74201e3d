{% macro print_known_answers() -%}
    {#- Prints the table `known_answers` of the last build, and the marts that stayed empty. -#}
    {%- set answers = run_query(
        "select measure, expected, measured, measured is not distinct from expected as agrees from " ~ ref('known_answers') ~ " order by position asc nulls last"
    ) -%}
    {%- do print('%-45s %14s %14s' % ('', 'known', 'in the marts')) -%}
    {%- for row in answers.rows -%}
        {%- do print('%-45s %14s %14s%s' % (
            row['measure'], '{:,.2f}'.format(row['expected']), '{:,.2f}'.format(row['measured']), '' if row['agrees'] else '   <-- DIFFERENT'
        )) -%}
    {%- endfor -%}
    {%- set empty = run_query("select mart from " ~ ref('published_marts') ~ " where row_count = 0 order by mart asc nulls last").columns[0].values() -%}
    {%- do print('\nMarts that are there but empty, because the data has nothing for them: ' ~ (empty | join(', ') or 'none') ~ '.') -%}
{%- endmacro %}
