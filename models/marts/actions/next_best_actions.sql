with customers as (
    select * from {{ ref('int_action_customers') }}
),

choices as (
    select
        *,
        limited_by is null as is_allowed
    from {{ ref('int_action_choices') }}
),

actions as (
    select * from {{ ref('playbook_actions') }}
),

final as (
    select
        customers.customer_id,
        customers.as_of_date,
        customers.rfm_segment,
        customers.lifecycle_state,
        customers.churn_risk_band,
        customers.value_segment,
        case when choices.is_allowed then choices.action else 'none' end as action,
        case when choices.is_allowed then actions.action_name end as action_name,
        case when choices.is_allowed then actions.action_name_zh end as action_name_zh,
        case when choices.is_allowed then actions.channel end as channel,
        case when choices.is_allowed then actions.offer end as offer,
        case when choices.is_allowed then actions.message_key end as message_key,
        case when choices.is_allowed then choices.cost_per_customer end as cost,
        case when choices.is_allowed then choices.expected_effect end as expected_effect,
        case when choices.is_allowed then choices.is_effect_measured end as is_effect_measured,
        case when choices.is_allowed then choices.expected_value end as expected_value,
        choices.reason,
        case when choices.is_allowed then choices.is_held_out end as is_held_out,
        case when choices.customer_id is null then 'no_rule' else choices.limited_by end as limited_by,
        case when not choices.is_allowed then choices.action end as limited_action,
        case when not choices.is_allowed then choices.expected_value end as limited_expected_value,
        customers.recent_messages
    from customers
    left join choices on customers.customer_id = choices.customer_id
    left join actions on choices.action = actions.action
)

select * from final
