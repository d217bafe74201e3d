-- What each trait of a customer adds to the logarithm of each cluster's probability.
{%- set traits = segment_traits() %}
with traits as (
    {% for trait in traits -%}
    select
        customer_id,
        '{{ trait }}' as trait,
        coalesce({{ trait }}, 'unknown') as trait_value
    from {{ ref('int_segment_traits') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

network as (
    select * from {{ ref('segment_network') }}
),

known_values as (
    select distinct
        trait,
        trait_value
    from network
),

edges as (
    select distinct
        trait,
        parent_trait
    from network
    where trait != 'cluster'
),

coded as (
    select
        traits.customer_id,
        traits.trait,
        coalesce(known_values.trait_value, 'other') as trait_value
    from traits
    left join known_values on traits.trait = known_values.trait and traits.trait_value = known_values.trait_value
),

with_parents as (
    select
        coded.customer_id,
        coded.trait,
        coded.trait_value,
        parents.trait_value as parent_value
    from coded
    inner join edges on coded.trait = edges.trait
    left join coded as parents on coded.customer_id = parents.customer_id and edges.parent_trait = parents.trait
),

final as (
    select
        with_parents.customer_id,
        network.cluster_number,
        with_parents.trait,
        ln(nullif(network.probability, 0)) as log_probability
    from with_parents
    inner join network
        on
            with_parents.trait = network.trait
            and with_parents.trait_value = network.trait_value
            and coalesce(with_parents.parent_value, 'none') = coalesce(network.parent_value, 'none')
)

select * from final
