with keys as (
    select * from {{ ref('int_identity_keys') }}
),

blocks as (
    select
        key_type,
        key_value,
        count(*) as record_count
    from keys
    group by key_type, key_value
),

final as (
    select
        key_type,
        key_value,
        record_count,
        record_count > {{ var('identity_max_block_size') }} as is_capped
    from blocks
    where record_count > 1
)

select * from final
