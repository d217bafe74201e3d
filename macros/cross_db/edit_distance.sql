{% macro edit_distance(left, right, at_most) -%}
    {#- Letters to add, leave out, change or swap with their neighbour to make one text of the other (Damerau 1964; letters that
        were swapped may be edited further). Exact up to `at_most`, which is all that a cost is paid for; above it, some number above it. -#}
    {{ return(adapter.dispatch('edit_distance', 'crm360')(left, right, at_most)) }}
{%- endmacro %}

{% macro default__edit_distance(left, right, at_most) -%}
    {#- DuckDB counts bytes: a letter beyond ASCII is two or three. Names are compared in Latin letters without accents. -#}
    damerau_levenshtein({{ left }}, {{ right }})
{%- endmacro %}

{% macro spark__edit_distance(left, right, at_most) -%}
    {#- A swap costs Spark's levenshtein two, so only from two to twice `at_most` the two can differ. There the table of Lowrance and
        Wagner (1975), a row a letter of `left`: `swap_row` and `swap_column` are the last places where the two letters stood crosswise. -#}
    {%- set swap_row = "locate(substr(" ~ right ~ ", j, 1), reverse(left(" ~ left ~ ", i - 1)))" -%}
    {%- set swap_column = "locate(substr(" ~ left ~ ", i, 1), reverse(left(" ~ right ~ ", j - 1)))" -%}
    case
        when levenshtein({{ left }}, {{ right }}) < 2 or levenshtein({{ left }}, {{ right }}) > {{ 2 * at_most }}
            then levenshtein({{ left }}, {{ right }})
        else element_at(element_at(
            aggregate(
                sequence(1, length({{ left }})),
                array(sequence(0, length({{ right }}))),
                (rows, i) -> array_append(rows, aggregate(
                    sequence(1, length({{ right }})),
                    array(i),
                    (row, j) -> array_append(row, least(
                        element_at(row, j) + 1,
                        element_at(element_at(rows, i), j + 1) + 1,
                        element_at(element_at(rows, i), j) + case when substr({{ left }}, i, 1) = substr({{ right }}, j, 1) then 0 else 1 end,
                        case
                            when {{ swap_row }} > 0 and {{ swap_column }} > 0
                                then element_at(element_at(rows, i - {{ swap_row }}), j - {{ swap_column }})
                                + {{ swap_row }} + {{ swap_column }} - 1
                        end
                    ))
                ))
            ), -1), -1)
    end
{%- endmacro %}
