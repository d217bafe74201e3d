{{ config(access='protected', contract={'enforced': false}) }}

with rules as (
    select distinct
        rule_number,
        scope,
        consequent,
        length,
        basket_count,
        antecedent_count,
        consequent_count,
        scope_basket_count,
        scope_least_count,
        improvement,
        is_redundant
    from {{ ref('ml_basket_rules') }}
),

shares as (
    select
        *,
        split_part(scope, '|', 1) as level,
        split_part(scope, '|', 2) as segment,
        split_part(scope, '|', 3) as period,
        {{ safe_divide('basket_count', 'scope_basket_count') }} as support,
        {{ safe_divide('basket_count', 'antecedent_count') }} as confidence,
        {{ safe_divide('antecedent_count', 'scope_basket_count') }} as antecedent_share,
        {{ safe_divide('consequent_count', 'scope_basket_count') }} as consequent_share
    from rules
),

measured as (
    select
        *,
        {{ safe_divide('confidence', 'consequent_share') }} as lift,
        support - antecedent_share * consequent_share as leverage,
        case
            when basket_count < antecedent_count then {{ safe_divide('1 - consequent_share', '1 - confidence') }}
        end as conviction
    from shares
)

select * from measured
