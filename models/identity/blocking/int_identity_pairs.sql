-- Candidate pairs of this run: at least one of the two records is new or changed.
with changed as (
    select record_key from {{ ref('int_identity_changed_records') }}
    where change_type <> 'gone'
),

keys as (
    select
        keys.record_key,
        keys.rule,
        keys.rule_bit,
        keys.key_value,
        changed.record_key is not null as is_changed
    from {{ ref('int_identity_block_keys') }} as keys
    inner join {{ ref('int_identity_blocks') }} as blocks
        on keys.rule = blocks.rule and keys.key_value = blocks.key_value
    left join changed on keys.record_key = changed.record_key
    where not blocks.is_capped
),

-- Two changed records would meet twice, once from either side.
hits as (
    select
        one.rule_bit,
        least(one.record_key, other.record_key) as record_key_1,
        greatest(one.record_key, other.record_key) as record_key_2
    from keys as one
    inner join keys as other
        on one.rule = other.rule and one.key_value = other.key_value
    where
        one.is_changed
        and (one.record_key < other.record_key or (not other.is_changed and one.record_key > other.record_key))
),

pairs as (
    select
        record_key_1,
        record_key_2,
        cast(sum(rule_bit) as bigint) as rule_bits
    from hits
    group by record_key_1, record_key_2
)

select * from pairs
