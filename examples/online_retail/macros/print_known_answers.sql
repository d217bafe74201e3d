{% macro print_known_answers() -%}
    {#- Prints the table `known_answers` of the last build, where the revenue of the file went, and the marts that stayed empty. -#}
    {%- set answers = run_query(
        "select measure, expected, measured, origin, measured is not distinct from expected as agrees from "
        ~ ref('known_answers') ~ " order by position asc nulls last"
    ) -%}
    {%- do print('%-45s %18s %18s  %s' % ('', 'known', 'in the marts', 'known from')) -%}
    {%- for row in answers.rows -%}
        {%- do print('%-45s %18s %18s  %s%s' % (
            row['measure'], '{:,.2f}'.format(row['expected']), '{:,.2f}'.format(row['measured']), row['origin'],
            '' if row['agrees'] else '   <-- DIFFERENT'
        )) -%}
    {%- endfor -%}
    {%- set classes = run_query(
        "select line_class, line_count, amount, is_in_net_revenue from " ~ ref('retail_revenue_bridge') ~ " order by line_class asc nulls last"
    ) -%}
    {%- do print('\n%-55s %10s %18s' % ('class of line', 'lines', 'GBP')) -%}
    {%- for row in classes.rows -%}
        {%- do print('%-55s %10s %18s%s' % (
            row['line_class'], '{:,}'.format(row['line_count'] | int), '{:,.3f}'.format(row['amount']),
            '  in net revenue' if row['is_in_net_revenue'] else ''
        )) -%}
    {%- endfor -%}
    {%- set empty = run_query("select mart from " ~ ref('published_marts') ~ " where row_count = 0 order by mart asc nulls last").columns[0].values() -%}
    {%- do print('\nMarts that are there but empty, because the data has nothing for them: ' ~ (empty | join(', ') or 'none') ~ '.') -%}
{%- endmacro %}
