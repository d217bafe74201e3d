with keys as (
    select
        keys.record_key,
        keys.key_type,
        keys.key_value
    from {{ ref('int_identity_keys') }} as keys
    inner join {{ ref('int_identity_blocks') }} as blocks
        on
            keys.key_type = blocks.key_type
            and keys.key_value = blocks.key_value
    where not blocks.is_capped
),

pairs as (
    select
        one.record_key as record_key_1,
        other.record_key as record_key_2,
        bool_or(one.key_type = 'email') as same_email,
        bool_or(one.key_type = 'phone') as same_phone,
        bool_or(one.key_type = 'loyalty_number') as same_loyalty_number
    from keys as one
    inner join keys as other
        on
            one.key_type = other.key_type
            and one.key_value = other.key_value
            and one.record_key < other.record_key
    group by one.record_key, other.record_key
)

select * from pairs
