{{ config(access='protected', contract={'enforced': false}) }}

with buyers as (
    select * from {{ ref('int_lifecycle_customer_months') }}
    where purchase_days > 0
),

rules as (
    select * from {{ ref('value_segment_rules') }}
    where attribute = 'revenue' and base = 'company' and peer_group = 'company'
),

bases as (
    select
        buyers.month,
        rules.high_from,
        rules.medium_from,
        count(*) as peers,
        cast(coalesce(
            rules.target, {{ safe_divide('sum(buyers.revenue_12_months)', 'count(*)') }}
        ) as decimal(18, 4)) as base_value,
        cast(stddev_pop(cast(buyers.revenue_12_months as double)) as decimal(18, 4)) as deviation
    from buyers
    cross join rules
    group by buyers.month, rules.high_from, rules.medium_from, rules.target
)

select * from bases
