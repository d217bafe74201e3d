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

-- What campaigns like this one were measured to do to customers like this one comes before what the playbook assumes.
measured as (
    select
        customer_id,
        campaign_type,
        round(expected_uplift, 9) as expected_effect
    from {{ ref('customer_uplift') }}
),

priced as (
    select
        matched.*,
        actions.sort_order,
        actions.channel,
        actions.is_marketing,
        actions.value_basis,
        actions.cost_per_customer,
        coalesce(measured.expected_effect, actions.expected_effect) as expected_effect,
        measured.expected_effect is not null as is_effect_measured
    from matched
    inner join actions on matched.action = actions.action
    left join measured
        on
            matched.customer_id = measured.customer_id
            and actions.campaign_type = measured.campaign_type
            and actions.value_basis = 'next_purchase'
),

valued as (
    select
        *,
        case value_basis
            when 'next_purchase' then expected_effect * margin_per_purchase
            when 'margin_at_risk' then expected_effect * churn_probability * greatest(year_margin_amount, 0)
        end - cost_per_customer as expected_value,
        case channel
            when 'email' then has_email
            when 'sms' then has_phone
            when 'phone' then has_phone
            when 'post' then has_address
            else true
        end as is_reachable
    from priced
),

final as (
    select
        customer_id,
        action,
        reason,
        sort_order,
        cast(cost_per_customer as double) as cost_per_customer,
        cast(expected_effect as double) as expected_effect,
        is_effect_measured,
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
