-- The offer that the profit curve reckons with is an action of the playbook whose effect counts on the margin at risk.
select 'churn_offer_action is no action with value_basis margin_at_risk' as fault
where not exists (
    select 1 from {{ ref('playbook_actions') }}
    where action = '{{ var('churn_offer_action') }}' and value_basis = 'margin_at_risk'
)
