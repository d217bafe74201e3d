with keys as (
    select * from {{ ref('int_identity_block_keys') }}
),

blocks as (
    select
        rule,
        key_value,
        count(*) as record_count
    from keys
    group by rule, key_value
),

final as (
    select
        blocks.rule,
        blocks.key_value,
        blocks.record_count,
        blocks.record_count > rules.max_block_size as is_capped
    from blocks
    inner join {{ ref('int_identity_rules') }} as rules on blocks.rule = rules.rule
    where blocks.record_count > 1
)

select * from final
