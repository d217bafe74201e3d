{% macro public_marts() -%}
    {#- The nodes of crm360's public models with a contract, in order of name. -#}
    {%- set found = [] -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() | sort(attribute='name')
            if node.resource_type == 'model' and node.package_name == 'crm360' and node.config.access == 'public' and node.config.contract.enforced -%}
            {%- do found.append(node) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}
