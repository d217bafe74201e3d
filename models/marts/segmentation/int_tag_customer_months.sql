{{ config(access='protected', contract={'enforced': false}) }}

with customer_months as (
    select
        *,
        purchase_days - coalesce(
            lag(purchase_days, 12) over (partition by customer_id order by month asc nulls last), 0
        ) as purchase_days_12_months
    from {{ ref('int_lifecycle_customer_months') }}
),

months as (
    select * from {{ ref('int_lifecycle_months') }}
),

spells as (
    select * from {{ ref('int_lifecycle_spells') }}
),

scores as (
    select * from {{ ref('int_value_customer_months') }}
),

complaints as (
    select * from {{ ref('int_tag_complaint_months') }}
),

answers as (
    select * from {{ ref('int_tag_nps_spells') }}
),

joined as (
    select
        customer_months.customer_id,
        customer_months.month,
        customer_months.is_full_month,
        {{ days_between('spells.last_purchase_date', 'months.month_end') }} as days_since_last_purchase,
        {{ days_between('spells.first_purchase_date', 'months.month_end') }} as days_since_first_purchase,
        customer_months.purchase_days_12_months,
        customer_months.revenue_12_months,
        scores.score as revenue_score,
        case when customer_months.rhythm_state = 'at_risk' then 1 else 0 end as is_at_risk,
        case when customer_months.rhythm_state = 'churned' then 1 else 0 end as is_churned,
        coalesce(complaints.complaints_12_months, 0) as complaints_12_months,
        answers.last_nps
    from customer_months
    inner join months
        on customer_months.month = months.month
    left join spells
        on
            customer_months.customer_id = spells.customer_id
            and customer_months.month >= spells.valid_from_month
            and customer_months.month < coalesce(spells.valid_to_month, date '9999-01-01')
    left join scores
        on
            customer_months.customer_id = scores.customer_id
            and customer_months.month = scores.month
    left join complaints
        on
            customer_months.customer_id = complaints.customer_id
            and customer_months.month = complaints.month
    left join answers
        on
            customer_months.customer_id = answers.customer_id
            and customer_months.month >= answers.valid_from_month
            and customer_months.month < coalesce(answers.valid_to_month, date '9999-01-01')
)

select * from joined
