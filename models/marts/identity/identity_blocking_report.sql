with rules as (
    select * from {{ ref('int_identity_rules') }}
),

blocks as (
    select
        rule,
        count(*) as blocks,
        count(*) filter (where is_capped) as capped_blocks,
        coalesce(sum(record_count) filter (where is_capped), 0) as capped_records,
        coalesce(
            sum(cast(record_count as double) * (record_count - 1) / 2e0) filter (where is_capped), 0e0
        ) as capped_pairs
    from {{ ref('int_identity_blocks') }}
    group by rule
),

decisions as (
    select
        scores.rule_bits,
        decisions.is_match,
        count(*) as pairs
    from {{ ref('int_identity_scores') }} as scores
    inner join {{ ref('int_identity_decisions') }} as decisions
        on scores.record_key_1 = decisions.record_key_1 and scores.record_key_2 = decisions.record_key_2
    group by scores.rule_bits, decisions.is_match
),

found as (
    select
        rules.rule,
        sum(decisions.pairs) as compared_pairs,
        coalesce(sum(decisions.pairs) filter (where decisions.is_match), 0) as matches,
        coalesce(
            sum(decisions.pairs) filter (where decisions.is_match and decisions.rule_bits = rules.rule_bit), 0
        ) as own_matches
    from decisions
    inner join rules
        on {{ has_bit('decisions.rule_bits', 'rules.rule_bit') }}
    group by rules.rule
),

-- few rows: one.
overall as (
    select coalesce(sum(pairs) filter (where is_match), 0) as matches from decisions
),

-- Were capped blocks like the others, they would hold matches at the rule's rate, and other rules would miss as many
-- of them.
final as (
    select
        rules.rule,
        cast(rules.max_block_size as int) as max_block_size,
        cast(coalesce(blocks.blocks, 0) as bigint) as blocks,
        cast(coalesce(blocks.capped_blocks, 0) as bigint) as capped_blocks,
        cast(coalesce(blocks.capped_records, 0) as bigint) as capped_records,
        coalesce(blocks.capped_pairs, 0e0) as capped_pairs,
        cast(coalesce(found.compared_pairs, 0) as bigint) as compared_pairs,
        cast(coalesce(found.matches, 0) as bigint) as matches,
        cast(coalesce(found.own_matches, 0) as bigint) as own_matches,
        coalesce(
            {{ safe_divide(
                'blocks.capped_pairs * ' ~ safe_divide('found.own_matches', 'found.compared_pairs'), 'overall.matches'
            ) }},
            0e0
        ) as estimated_missed_share
    from rules
    cross join overall
    left join blocks on rules.rule = blocks.rule
    left join found on rules.rule = found.rule
)

select * from final
