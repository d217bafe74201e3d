{{ config(access='protected', contract={'enforced': false}) }}

-- What keeping a customer costs and brings: the playbook's offer, and the margin in a unit of spend.
with offer as (
    select
        cast(cost_per_customer as double) as contact_cost,
        cast(expected_effect as double) as save_rate
    from {{ ref('playbook_actions') }}
    where action = '{{ var('churn_offer_action') }}'
),

margins as (
    select {{ safe_divide('sum(margin_amount)', 'sum(net_amount)') }} as margin_share
    from {{ ref('fct_orders') }}
    where is_purchase and customer_id is not null and margin_amount is not null
),

final as (
    select
        offer.contact_cost,
        offer.save_rate,
        margins.margin_share
    from offer
    cross join margins
)

select * from final
