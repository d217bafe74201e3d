{% macro connected_components(nodes, edges) -%}
    {#- One row per node with the smallest node of its connected component, whatever the component's shape or diameter.
        nodes: relation with `node`; edges: relation with `node_1`, `node_2` (each edge once, either way round).
        Label propagation: each round sends a smaller label to the neighbours of the nodes that changed in the last one. -#}
    {{ return(adapter.dispatch('connected_components', 'crm360')(nodes, edges)) }}
{%- endmacro %}

{% macro default__connected_components(nodes, edges) -%}
    with recursive neighbours as (
        select node_1 as node, node_2 as neighbour from {{ edges }}
        union all
        select node_2 as node, node_1 as neighbour from {{ edges }}
    ),

    components (node, component) using key (node) as (
        select node, node as component from {{ nodes }}
        union
        select neighbours.neighbour, min(components.component)
        from components
        inner join neighbours on components.node = neighbours.node
        inner join recurring.components as known on neighbours.neighbour = known.node
        where components.component < known.component
        group by neighbours.neighbour
    )

    select node, component from components
{%- endmacro %}
