-- Rules of the baskets before the holdout, tried on the baskets after it. Naive: the share of those baskets that hold
-- the consequent, whatever else they hold.
with rules as (
    select * from {{ ref('int_basket_rules_measured') }}
    where period = 'before' and not is_redundant and lift > 1
),

as_of as (
    select
        as_of_date,
        cast({{ dbt.dateadd('day', -var('basket_holdout_days'), 'as_of_date') }} as date) as holdout_after_date
    from {{ ref('int_as_of') }}
),

all_lines as (
    select
        split_part(scope, '|', 1) as level,
        split_part(scope, '|', 2) as segment,
        split_part(scope, '|', 3) as period,
        basket,
        item
    from {{ ref('int_basket_lines') }}
),

earlier as (
    select distinct
        level,
        basket
    from all_lines
    where period = 'before'
),

lines as (
    select
        all_lines.level,
        all_lines.basket,
        all_lines.item
    from all_lines
    left join earlier
        on
            all_lines.level = earlier.level
            and all_lines.basket = earlier.basket
    where all_lines.segment = 'all' and all_lines.period = 'all' and earlier.basket is null
),

baskets as (
    select
        level,
        count(distinct basket) as basket_count
    from lines
    group by level
),

item_shares as (
    select
        lines.level,
        lines.item,
        {{ safe_divide('count(*)', 'max(baskets.basket_count)') }} as item_share
    from lines
    inner join baskets on lines.level = baskets.level
    group by lines.level, lines.item
),

-- Baskets that hold the whole antecedent.
trials as (
    select
        rules.level,
        rules.rule_number,
        rules.consequent,
        rules.confidence,
        lines.basket
    from rules
    inner join {{ ref('ml_basket_rules') }} as antecedents on rules.rule_number = antecedents.rule_number
    inner join lines on rules.level = lines.level and antecedents.antecedent_item = lines.item
    group by rules.level, rules.rule_number, rules.consequent, rules.confidence, lines.basket, rules.length
    having count(*) = rules.length - 1
),

judged as (
    select
        trials.level,
        count(*) as trial_count,
        avg(case when hits.item is null then 0e0 else 1e0 end) as hit_rate,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(avg(coalesce(item_shares.item_share, 0e0)), 9) as naive_rate,
        round(avg(trials.confidence), 9) as confidence
    from trials
    left join lines as hits
        on
            trials.level = hits.level
            and trials.basket = hits.basket
            and trials.consequent = hits.item
    left join item_shares on trials.level = item_shares.level and trials.consequent = item_shares.item
    group by trials.level
),

levels as (
    select 'product' as level
    union all
    select 'category' as level
),

final as (
    select
        cast(levels.level as string) as level,
        cast('hit_rate' as string) as metric,
        judged.hit_rate as value,
        judged.naive_rate as baseline_value,
        judged.confidence as expected_value,
        cast(coalesce(judged.trial_count, 0) as bigint) as row_count,
        as_of.holdout_after_date as trained_to,
        as_of.as_of_date as tested_to,
        cast(case when judged.trial_count is null then 'no_data' else 'measured' end as string) as status
    from levels
    cross join as_of
    left join judged on levels.level = judged.level
)

select * from final
