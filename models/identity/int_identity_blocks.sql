with keys as (
    select * from {{ ref('int_identity_keys') }}
),

names as (
    select * from {{ ref('int_identity_names') }}
),

blocks as (
    select
        keys.key_type,
        keys.key_value,
        count(*) as record_count,
        count(distinct names.formal_given_name) as given_names
    from keys
    left join names on keys.record_key = names.record_key
    group by keys.key_type, keys.key_value
),

final as (
    select
        key_type,
        key_value,
        record_count,
        given_names,
        record_count > {{ var('identity_max_block_size') }} as is_capped
    from blocks
    where record_count > 1
)

select * from final
