{% macro similar_text(left, right) -%}
    {#- One typing slip apart: an edit distance of 1 for texts of 4 to 7 letters, of 2 for longer ones. -#}
    (
        least(length({{ left }}), length({{ right }})) >= 4
        and levenshtein({{ left }}, {{ right }}) <= case when least(length({{ left }}), length({{ right }})) >= 8 then 2 else 1 end
    )
{%- endmacro %}
