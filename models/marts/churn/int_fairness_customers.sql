{{ config(access='protected', contract={'enforced': false}) }}

-- Past scores with the attributes of the customer; who was more likely than not to churn is "selected".
with backtest as (
    select
        customer_id,
        cast(snapshot_date as date) as snapshot_date,
        churn_probability,
        is_churned
    from {{ ref('ml_churn_backtest') }}
),

customers as (
    select * from {{ ref('dim_customers') }}
),

described as (
    select
        backtest.customer_id,
        backtest.churn_probability,
        backtest.is_churned,
        backtest.churn_probability >= 0.5e0 as is_selected,
        customers.gender,
        coalesce(customers.region, customers.country_code) as region,
        -- Full years: one less before this year's birthday.
        cast(
            extract(year from backtest.snapshot_date) - extract(year from customers.birth_date)
            - case
                when
                    extract(month from backtest.snapshot_date) * 100 + extract(day from backtest.snapshot_date)
                    < extract(month from customers.birth_date) * 100 + extract(day from customers.birth_date)
                    then 1
                else 0
            end as int
        ) as age
    from backtest
    inner join customers on backtest.customer_id = customers.customer_id
),

final as (
    select
        described.customer_id,
        described.churn_probability,
        described.is_churned,
        described.is_selected,
        coalesce(described.gender, 'unknown') as gender,
        coalesce(described.region, 'unknown') as region,
        coalesce(bands.age_band, 'unknown') as age_band
    from described
    left join {{ ref('age_bands') }} as bands
        on described.age is not null and {{ in_band('described.age', 'bands.age_from', 'bands.age_below') }}
)

select * from final
