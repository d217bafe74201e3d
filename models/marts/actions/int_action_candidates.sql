{{ config(access='protected', contract={'enforced': false}) }}

with customers as (
    select * from {{ ref('int_action_customers') }}
),

rules as (
    select
        *,
        concat_ws(
            ', ',
            'RFM segment ' || rfm_segment,
            'lifecycle ' || lifecycle_state,
            'churn risk ' || churn_risk_band,
            'value ' || value_segment
        ) as reason
    from {{ ref('playbook') }}
),

actions as (
    select * from {{ ref('playbook_actions') }}
),

-- An empty condition holds for everybody. Of several rules that lead to one action, the first gives the reason.
matched as (
    select
        customers.*,
        rules.action,
        rules.reason
    from customers
    inner join rules
        on
            coalesce(rules.rfm_segment, customers.rfm_segment, '') = coalesce(customers.rfm_segment, '')
            and coalesce(rules.lifecycle_state, customers.lifecycle_state, '') = coalesce(customers.lifecycle_state, '')
            and coalesce(rules.churn_risk_band, customers.churn_risk_band, '') = coalesce(customers.churn_risk_band, '')
            and coalesce(rules.value_segment, customers.value_segment, '') = coalesce(customers.value_segment, '')
    qualify row_number() over (
        partition by customers.customer_id, rules.action order by rules.rule_number asc nulls last
    ) = 1
),

valued as (
    select
        matched.*,
        actions.sort_order,
        actions.cost_per_customer,
        case
            when actions.value_basis = 'next_purchase'
                then actions.expected_effect * matched.margin_per_purchase
            when actions.value_basis = 'margin_at_risk'
                then
                    actions.expected_effect
                    * matched.churn_probability
                    * greatest(matched.year_margin_amount, 0)
        end - actions.cost_per_customer as expected_value,
        case actions.channel
            when 'email' then matched.has_email
            when 'sms' then matched.has_phone
            when 'phone' then matched.has_phone
            when 'post' then matched.has_address
            else true
        end as is_reachable,
        actions.is_marketing
    from matched
    inner join actions on matched.action = actions.action
),

final as (
    select
        customer_id,
        action,
        reason,
        sort_order,
        cast(cost_per_customer as double) as cost_per_customer,
        cast(expected_value as double) as expected_value,
        case
            when is_closed then 'closed'
            when expected_value is null then 'value_unknown'
            when expected_value <= 0 then 'no_expected_value'
            when is_marketing and not has_consent then 'consent'
            when not is_reachable then 'no_address'
            when is_marketing and recent_messages >= {{ var('action_max_messages') }} then 'contact_frequency'
        end as limited_by
    from valued
)

select * from final
