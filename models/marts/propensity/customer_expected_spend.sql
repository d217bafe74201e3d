with scores as (
    select * from {{ ref('int_spend_scores') }}
),

customers as (
    select * from {{ ref('int_churn_scoring') }}
),

final as (
    select
        customers.customer_id,
        customers.snapshot_date as as_of_date,
        cast(round(scores.expected_spend, 2) as decimal(18, 2)) as expected_spend,
        cast(round(customers.spend_90d, 2) as decimal(18, 2)) as last_quarter_spend,
        cast(scores.model_name as string) as model_name,
        scores.trained_to
    from scores
    inner join customers on scores.customer_id = customers.customer_id
)

select * from final
