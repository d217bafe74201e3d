{{ config(access='protected', contract={'enforced': false}, materialized='view') }}

with rules as (
    select * from {{ ref('value_segment_rules') }}
),

peers as (
    select * from {{ ref('int_value_peers') }}
),

attributes as (
    select * from {{ ref('int_value_attributes') }}
),

compared as (
    select
        attributes.customer_id,
        attributes.attribute,
        rules.base,
        rules.peer_group,
        peers.peer,
        attributes.attribute_value,
        rules.target,
        rules.high_from,
        rules.medium_from
    from attributes
    inner join rules
        on attributes.attribute = rules.attribute
    inner join peers
        on
            attributes.customer_id = peers.customer_id
            and rules.peer_group = peers.peer_group
)

select * from compared
