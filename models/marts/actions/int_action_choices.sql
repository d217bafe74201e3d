{{ config(access='protected', contract={'enforced': false}) }}

with candidates as (
    select * from {{ ref('int_action_candidates') }}
),

as_of as (
    select
        as_of_date,
        cast(date_trunc('month', as_of_date) as date) as month
    from {{ ref('int_as_of') }}
),

actions as (
    select
        action,
        budget
    from {{ ref('playbook_actions') }}
),

-- What may be done comes before what may not; of either, what is worth most.
best as (
    select
        candidates.*,
        {{ customer_hash("candidates.customer_id || ':' || candidates.action || ':' || cast(as_of.month as string)") }}
        < {{ hash_limit(var('action_holdout_share'), 1) }} as is_held_out
    from candidates
    cross join as_of
    qualify row_number() over (
        partition by candidates.customer_id
        order by
            candidates.limited_by asc nulls first,
            candidates.expected_value desc nulls last,
            candidates.sort_order asc nulls last
    ) = 1
),

-- Who is held out costs nothing, and stays in only as far as the budget reaches, so that both groups are alike.
spent as (
    select
        *,
        sum(case when is_held_out then 0e0 else cost_per_customer end) over (
            partition by action, limited_by is null
            order by expected_value desc nulls last, customer_id asc nulls last
            rows between unbounded preceding and current row
        ) as cost_so_far
    from best
),

final as (
    select
        spent.customer_id,
        spent.action,
        spent.reason,
        spent.cost_per_customer,
        spent.expected_effect,
        spent.is_effect_measured,
        spent.expected_value,
        spent.is_held_out,
        case
            when spent.limited_by is null and spent.cost_so_far > actions.budget then 'budget'
            else spent.limited_by
        end as limited_by
    from spent
    inner join actions on spent.action = actions.action
)

select * from final
