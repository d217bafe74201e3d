-- The planted truth of the demo company is for tests alone: no model, snapshot or source of this project may name its
-- folder. (identity_quality reads the file of the var identity_labels: it measures, and decides nothing.)
-- depends_on: {{ ref('customer_360') }}
{%- set truth = 'demo' ~ '_truth' -%}
{%- set guilty = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type in ['model', 'snapshot', 'seed'] -%}
        {%- if truth in (node.raw_code or '') or truth in node.original_file_path -%}
            {%- do guilty.append(node.unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for node in graph.sources.values() if truth in (node.meta | string) or truth in (node.config | string) -%}
        {%- do guilty.append(node.unique_id) -%}
    {%- endfor -%}
{%- endif %}

select 'nothing' as reads_the_truth
where false
{% for name in guilty %}
union all
select '{{ name }}'
{% endfor %}
