with rules as (
    select * from {{ ref('int_basket_rules_measured') }}
    where period = 'all' and not is_redundant
),

texts as (
    select * from {{ ref('int_basket_rule_texts') }}
),

products as (
    select
        product_key,
        product_name
    from {{ ref('dim_products') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

final as (
    select
        cast(rules.level || '|' || rules.segment || '|' || texts.antecedent_keys || ' > ' || rules.consequent as string)
            as rule_key,
        as_of.as_of_date,
        cast(rules.level as string) as level,
        cast(rules.segment as string) as segment,
        cast(texts.antecedent_keys as string) as antecedent_keys,
        cast(texts.antecedent as string) as antecedent,
        cast(rules.consequent as string) as consequent_key,
        cast(coalesce(products.product_name, rules.consequent) as string) as consequent,
        cast(rules.length as int) as length,
        cast(rules.basket_count as bigint) as basket_count,
        cast(rules.antecedent_count as bigint) as antecedent_count,
        cast(rules.consequent_count as bigint) as consequent_count,
        cast(rules.scope_basket_count as bigint) as scope_basket_count,
        cast(rules.scope_least_count as bigint) as scope_least_count,
        rules.support,
        rules.confidence,
        rules.lift,
        rules.leverage,
        rules.conviction,
        rules.improvement,
        cast(
            'Of ' || cast(rules.antecedent_count as string) || ' baskets with ' || texts.antecedent || ', '
            || cast(rules.basket_count as string) || ' also hold '
            || coalesce(products.product_name, rules.consequent) || '; of all '
            || cast(rules.scope_basket_count as string) || ' baskets '
            || cast(rules.consequent_count as string) || ' do.'
            as string
        ) as reason
    from rules
    inner join texts on rules.rule_number = texts.rule_number
    left join products on rules.consequent = products.product_key
    cross join as_of
)

select * from final
