-- Who is dormant or new by the rules of the seed, recomputed straight from the orders.
with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

rules as (
    select
        tag,
        metric,
        operator,
        threshold
    from {{ ref('tag_rules') }}
    where
        (tag = 'dormant' and metric = 'days_since_last_purchase' and operator = '>=')
        or (tag = 'new' and metric = 'days_since_first_purchase' and operator = '<=')
),

customers as (
    select
        orders.customer_id,
        {{ days_between('max(orders.order_date)', 'max(as_of.as_of_date)') }} as silent_days,
        {{ days_between('min(orders.order_date)', 'max(as_of.as_of_date)') }} as tenure_days
    from {{ ref('fct_orders') }} as orders
    inner join as_of on orders.order_date <= as_of.as_of_date
    where orders.is_purchase and orders.customer_id is not null
    group by orders.customer_id
),

expected as (
    select
        rules.tag,
        count(*) as customers
    from customers
    inner join rules
        on
            (rules.tag = 'dormant' and customers.silent_days >= rules.threshold)
            or (rules.tag = 'new' and customers.tenure_days <= rules.threshold)
    group by rules.tag
),

-- A rule that someone has added to these tags makes them another matter.
single as (
    select tag from {{ ref('int_tags') }}
    where rules = 1
),

reported as (
    select
        tag,
        count(*) as customers
    from {{ ref('customer_tags') }}
    group by tag
)

select
    expected.tag,
    expected.customers,
    reported.customers as reported_customers
from expected
inner join single on expected.tag = single.tag
left join reported on expected.tag = reported.tag
where expected.customers is distinct from reported.customers
