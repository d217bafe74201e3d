{{ config(access='protected', contract={'enforced': false}) }}

with rules as (
    select * from {{ ref('ml_basket_rules') }}
),

products as (
    select
        product_key,
        product_name
    from {{ ref('dim_products') }}
),

texts as (
    select
        rules.rule_number,
        {{ joined_text('rules.antecedent_item', ', ', 'rules.antecedent_item asc nulls last') }} as antecedent_keys,
        {{ joined_text(
            'coalesce(products.product_name, rules.antecedent_item)', ' + ', 'rules.antecedent_item asc nulls last'
        ) }} as antecedent
    from rules
    left join products on rules.antecedent_item = products.product_key
    group by rules.rule_number
)

select * from texts
