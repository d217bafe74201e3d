-- Blocks by number: a join on texts of this many rows takes three times as long. Two blocks that had the same number
-- would be one, which makes pairs that are compared for nothing.
with keys as (
    select * from {{ ref('int_identity_block_keys') }}
),

final as (
    select
        record_key,
        rule_bit,
        {{ whole_number_hash("rule || '|' || key_value") }} as block_id
    from keys
)

select * from final
