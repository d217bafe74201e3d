-- No action reaches a customer who may not be contacted so, and no budget is exceeded.
with actions as (
    select * from {{ ref('playbook_actions') }}
),

forbidden as (
    select
        chosen.customer_id as who,
        'contact' as limit_name
    from {{ ref('next_best_actions') }} as chosen
    inner join actions on chosen.action = actions.action
    inner join {{ ref('dim_customers') }} as customers on chosen.customer_id = customers.customer_id
    where
        customers.closed_at is not null
        or actions.is_marketing and customers.marketing_consent is distinct from true
        or actions.is_marketing and chosen.recent_messages >= {{ var('action_max_messages') }}
        or actions.channel = 'email' and customers.email is null
        or actions.channel in ('sms', 'phone') and customers.phone is null
        or actions.channel = 'post' and customers.address_line is null
),

overspent as (
    select
        members.action as who,
        'budget' as limit_name
    from {{ ref('audience_members') }} as members
    inner join actions on members.action = actions.action
    group by members.action, actions.budget
    having sum(members.cost) > actions.budget + 0.000001
)

select * from forbidden
union all
select * from overspent
