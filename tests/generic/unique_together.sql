{% test unique_together(model, columns) %}
{#- The columns together are a key: no two rows share them, and NULL counts as a value. -#}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
