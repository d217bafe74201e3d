with backtest as (
    select
        model,
        cast(snapshot_date as date) as month_end,
        cast(trained_to as date) as trained_to,
        churn_probability,
        case when is_churned then 1e0 else 0e0 end as churned
    from {{ ref('ml_churn_backtest') }}
),

months as (
    select
        month_end,
        min(trained_to) as trained_to,
        min(model) as model,
        count(*) as customers,
        avg(churned) as churn_rate,
        avg(churn_probability) as mean_probability,
        avg((churn_probability - churned) * (churn_probability - churned)) as brier
    from backtest
    group by month_end
),

final as (
    select
        month_end,
        trained_to,
        cast(model as string) as model,
        customers,
        round(churn_rate, 9) as churn_rate,
        round(mean_probability, 9) as mean_probability,
        round(brier, 9) as brier,
        round(churn_rate * (1 - churn_rate), 9) as base_rate_brier
    from months
)

select * from final
