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

{% macro spark__connected_components(nodes, edges) -%}
    {#- Spark's recursive queries cannot aggregate, so the rounds run here, each a query over the edges that the last one left: large-star and
        small-star by turns (Kiveris et al. 2014, Connected Components in MapReduce and Beyond), until every node points at the smallest
        of its component. Rounds grow with the logarithm of the longest chain, and nothing but counts comes to the driver.
        The last round's table stays until `drop_leftover_tables`, for the model reads it. -#}
    {%- if not execute or flags.WHICH not in ['build', 'run', 'retry'] -%}
        select node, node as component from {{ nodes }}
    {%- else -%}
        {%- set found = namespace(edges=edges, is_done=false) -%}
        {%- for round in range(100) if not found.is_done -%}
            {%- set stars = this ~ '__round_' ~ round -%}
            {%- do run_query('drop table if exists ' ~ stars) -%}
            {%- do run_query('create table ' ~ stars ~ ' using ' ~ (config.get('file_format') or 'parquet') ~ ' as ' ~ crm360.star_round(found.edges)) -%}
            {%- if round > 0 -%}
                {%- do run_query('drop table ' ~ found.edges) -%}
            {%- endif -%}
            {%- set found.edges = stars -%}
            {%- set found.is_done = run_query(
                "select (select count(*) = count(distinct node_1) from " ~ stars ~ ") and not exists (
                    select 1 from " ~ stars ~ " as one inner join " ~ stars ~ " as other on one.node_2 = other.node_1
                )"
            ).rows[0][0] -%}
        {%- endfor -%}
        select nodes.node, coalesce(stars.node_2, nodes.node) as component
        from {{ nodes }} as nodes
        left join {{ found.edges }} as stars on nodes.node = stars.node_1
    {%- endif -%}
{%- endmacro %}

{% macro star_round(edges) -%}
    {#- Large-star, then small-star. In both results node_1 > node_2. -#}
    with arcs as (
        select node_1, node_2 from {{ edges }} where node_1 <> node_2
        union all
        select node_2 as node_1, node_1 as node_2 from {{ edges }} where node_1 <> node_2
    ),

    hubs as (
        select node_1, least(node_1, min(node_2)) as smallest from arcs group by node_1
    ),

    large as (
        select distinct arcs.node_2 as node_1, hubs.smallest as node_2
        from arcs
        inner join hubs on arcs.node_1 = hubs.node_1
        where arcs.node_2 > arcs.node_1
    ),

    lows as (
        select node_1, min(node_2) as smallest from large group by node_1
    )

    select node_1, smallest as node_2 from lows
    union
    select large.node_2 as node_1, lows.smallest as node_2
    from large
    inner join lows on large.node_1 = lows.node_1
    where large.node_2 <> lows.smallest
{%- endmacro %}
