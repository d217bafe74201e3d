with as_of as (
    select
        as_of_date,
        cast(date_trunc('month', as_of_date) as date) as month
    from {{ ref('int_as_of') }}
),

customer_months as (
    select * from {{ ref('int_lifecycle_customer_months') }}
),

spells as (
    select * from {{ ref('int_lifecycle_spells') }}
    where valid_to_month is null
),

states as (
    select * from {{ ref('lifecycle_states') }}
),

entries as (
    select
        customer_id,
        max(month) as state_since_month
    from customer_months
    where previous_rhythm_state is null or previous_rhythm_state <> rhythm_state
    group by customer_id
),

final as (
    select
        customer_months.customer_id,
        as_of.as_of_date,
        customer_months.rhythm_state as state,
        states.state_name,
        states.state_name_zh,
        states.sort_order as state_sort_order,
        states.is_customer,
        entries.state_since_month,
        customer_months.fixed_state as fixed_window_state,
        spells.first_purchase_date,
        spells.last_purchase_date,
        customer_months.purchase_days,
        cast({{ days_between('spells.last_purchase_date', 'as_of.as_of_date') }} as int) as silent_days,
        spells.own_gap_days,
        spells.expected_gap_days,
        {{ safe_divide(
            days_between('spells.last_purchase_date', 'as_of.as_of_date'), 'spells.expected_gap_days'
        ) }} as silent_gaps,
        {% for days, day in [
            ('cast(ceil(spells.expected_gap_days) as int)', 'next_purchase_expected_on'),
            ('spells.rhythm_at_risk_after_days', 'at_risk_on'),
            ('spells.rhythm_churned_after_days', 'churned_on'),
        ] -%}
        cast({{ dbt.dateadd('day', days, 'spells.last_purchase_date') }} as date) as {{ day }},
        {% endfor -%}
        spells.rhythm_last_return_date as last_return_date
    from customer_months
    inner join as_of
        on customer_months.month = as_of.month
    left join spells
        on customer_months.customer_id = spells.customer_id
    left join entries
        on customer_months.customer_id = entries.customer_id
    left join states
        on customer_months.rhythm_state = states.state
)

select * from final
