-- Every rule names a metric and an operator that the models know, and its tag has a name in both languages.
select
    tag,
    metric,
    operator
from {{ ref('tag_rules') }}
where
    metric not in (
        {% for metric in customer_metrics() -%}
        '{{ metric }}'{{ ',' if not loop.last }}
        {% endfor -%}
    )
    or operator not in (
        {% for operator in rule_operators() -%}
        '{{ operator }}'{{ ',' if not loop.last }}
        {% endfor -%}
    )
    or trim(tag_name) = ''
    or trim(tag_name_zh) = ''
