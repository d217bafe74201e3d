with members as (
    select * from {{ ref('int_identity_block_members') }}
),

blocks as (
    select
        block_id,
        min(rule_bit) as rule_bit,
        count(*) as record_count
    from members
    group by block_id
),

final as (
    select
        blocks.block_id,
        rules.rule,
        blocks.record_count,
        blocks.record_count > rules.max_block_size as is_capped
    from blocks
    inner join {{ ref('int_identity_rules') }} as rules on blocks.rule_bit = rules.rule_bit
    where blocks.record_count > 1
)

select * from final
