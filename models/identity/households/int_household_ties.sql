-- What a customer shares with those of the same household: a tie is a node of the graph between them. An address counts
-- with the family name only: neighbours in one building share it.
with records as (
    select
        clusters.customer_id,
        records.*
    from {{ ref('int_identity_records') }} as records
    inner join {{ ref('int_identity_clusters') }} as clusters on records.record_key = clusters.record_key
),

ties as (
    select
        customer_id,
        'email ' || email as tie
    from records
    where email is not null
    union
    select
        customer_id,
        'phone ' || phone as tie
    from records
    where phone is not null
    union
    select
        customer_id,
        'address ' || address_letters || ' ' || coalesce(postcode, city) || ' ' || family_name as tie
    from records
    where
        address_letters is not null
        and coalesce(postcode, city) is not null
        and family_name is not null
),

shared as (
    select tie
    from ties
    group by tie
    having count(*) between 2 and {{ var('identity_max_cluster_size') }}
),

final as (
    select
        ties.customer_id as node_1,
        ties.tie as node_2
    from ties
    inner join shared on ties.tie = shared.tie
)

select * from final
