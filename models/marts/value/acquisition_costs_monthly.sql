with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

acquired as (
    select
        month,
        channel,
        sum(credit) as new_customers
    from {{ ref('int_acquired_customers') }}
    group by month, channel
),

channels as (
    select * from {{ ref('marketing_channels') }}
),

spent as (
    select
        cast(date_trunc('month', marketing_spend.spend_date) as date) as month,
        coalesce(marketing_spend.channel, 'unknown') as channel,
        sum(marketing_spend.amount) as spend_amount
    from {{ ref('marketing_spend') }} as marketing_spend
    inner join as_of on marketing_spend.spend_date <= as_of.as_of_date
    group by all
),

joined as (
    select
        coalesce(spent.month, acquired.month) as month,
        coalesce(spent.channel, acquired.channel) as channel,
        cast(coalesce(spent.spend_amount, 0) as decimal(18, 4)) as spend_amount,
        coalesce(acquired.new_customers, 0e0) as new_customers
    from spent
    full outer join acquired
        on spent.month = acquired.month and spent.channel = acquired.channel
),

-- Spend of a channel that brought none of the month's new customers, as far as one can tell, is borne by all of them.
shared as (
    select
        joined.*,
        cast(joined.spend_amount * coalesce(own.acquisition_share, other.acquisition_share) as decimal(18, 4))
            as acquisition_amount,
        sum(joined.new_customers) over (partition by joined.month) as month_new_customers
    from joined
    left join channels as own on joined.channel = own.channel
    left join channels as other on other.channel = 'other'
),

final as (
    select
        month,
        channel,
        spend_amount,
        acquisition_amount,
        new_customers,
        {{ safe_divide('case when new_customers > 0 then acquisition_amount end', 'new_customers') }}
            as own_cost_per_new_customer,
        cast(case when new_customers > 0 then 0 else acquisition_amount end as decimal(18, 4)) as shared_amount,
        {{ safe_divide(
            'sum(case when new_customers > 0 then 0 else acquisition_amount end) over (partition by month)',
            'month_new_customers'
        ) }} as shared_cost_per_new_customer
    from shared
)

select * from final
