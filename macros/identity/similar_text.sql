{% macro similar_text(left, right) -%}
    {#- One typing slip apart (two for texts of eight letters and more): a letter added, left out or changed, or two neighbours
        swapped. Texts under four letters are never similar: too many words are that close. -#}
    (
        least(length({{ left }}), length({{ right }})) >= 4
        and {{ crm360.edit_distance(left, right, at_most=2) }}
        <= case when least(length({{ left }}), length({{ right }})) >= 8 then 2 else 1 end
    )
{%- endmacro %}

{% macro one_slip_apart(left, right) -%}
    {#- As `similar_text`, but one slip at any length: two slips make another given name (xiaoming, xiaohong). -#}
    (least(length({{ left }}), length({{ right }})) >= 4 and {{ crm360.edit_distance(left, right, at_most=1) }} <= 1)
{%- endmacro %}
