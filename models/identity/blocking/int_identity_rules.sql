with seeded as (
    select * from {{ ref('identity_blocking_rules') }}
),

-- Each rule is a bit of a pair's `rule_bits`.
numbered as (
    select
        rule,
        element_1,
        element_2,
        element_3,
        coalesce(max_block_size, {{ var('identity_max_block_size') }}) as max_block_size,
        -- few rows: one a blocking rule.
        row_number() over (order by rule asc nulls last) as rule_number
    from seeded
),

final as (
    select
        rule,
        element_1,
        element_2,
        element_3,
        max_block_size,
        cast(round(power(2, rule_number - 1)) as bigint) as rule_bit
    from numbered
)

select * from final
