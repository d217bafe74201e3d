-- A ladder of rising thresholds (bits) for components that cannot stand: on the lowest rung on which the part that a
-- record is in can stand, it stays. The last rung lets no edge through.
{%- set rungs = [10, 13, 16, 20, 25, 30, 40, 60, 1000, 2000] %}

{% for rung in rungs -%}
select {{ loop.index }} as rung, cast({{ rung }} as double) as min_weight
{% if not loop.last %}union all{% endif %}
{% endfor %}
