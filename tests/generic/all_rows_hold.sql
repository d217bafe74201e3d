{% test all_rows_hold(model, condition) %}
{#- The condition is true for every row; a NULL outcome fails too. -#}
select * from {{ model }}
where not coalesce({{ condition }}, false)
{% endtest %}
