-- Candidate pairs of this run: at least one of the two records is new or changed.
with changed as (
    select record_key from {{ ref('int_identity_changed_records') }}
    where change_type <> 'gone'
),

members as (
    select
        members.record_key,
        members.rule_bit,
        members.block_id,
        changed.record_key is not null as is_changed
    from {{ ref('int_identity_block_members') }} as members
    inner join {{ ref('int_identity_blocks') }} as blocks on members.block_id = blocks.block_id
    left join changed on members.record_key = changed.record_key
    where not blocks.is_capped
),

-- Two changed records would meet twice, once from either side.
hits as (
    select
        one.rule_bit,
        least(one.record_key, other.record_key) as record_key_1,
        greatest(one.record_key, other.record_key) as record_key_2
    from members as one
    inner join members as other on one.block_id = other.block_id
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
