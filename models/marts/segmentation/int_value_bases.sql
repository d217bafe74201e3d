{{ config(access='protected', contract={'enforced': false}) }}

with compared as (
    select * from {{ ref('int_value_compared') }}
),

-- Rounded as money: the order of summing may not tip a score over a threshold.
bases as (
    select
        attribute,
        base,
        peer,
        count(*) as peers,
        cast(coalesce(
            max(target), {{ safe_divide('sum(attribute_value)', 'count(*)') }}
        ) as decimal(18, 4)) as base_value,
        cast(stddev_pop(cast(attribute_value as double)) as decimal(18, 4)) as deviation
    from compared
    group by attribute, base, peer
)

select * from bases
