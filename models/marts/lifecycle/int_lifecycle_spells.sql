{{ config(access='protected', contract={'enforced': false}) }}

{#- A spell is the silence after a month's last purchase. How long it may last is known when it begins, and does not
    change within it. -#}
with rhythms as (
    select * from {{ ref('int_lifecycle_rhythms') }}
),

typical_gaps as (
    select * from {{ ref('int_lifecycle_typical_gaps') }}
),

bounds as (
    select * from {{ ref('int_lifecycle_bounds') }}
),

-- The typical gap counts like prior_gaps gaps of the customer's own; after one purchase day there is nothing else.
expected as (
    select
        rhythms.*,
        {{ safe_divide(
            'bounds.prior_gaps * typical_gaps.typical_gap_days + rhythms.gap_days_sum',
            'bounds.prior_gaps + rhythms.purchase_days - 1'
        ) }} as expected_gap_days
    from rhythms
    inner join typical_gaps
        on rhythms.valid_from_month = typical_gaps.month
    cross join bounds
),

bounded as (
    select
        {% for prefix in ['rhythm_at_risk', 'rhythm_churned', 'fixed_at_risk', 'fixed_churned'] -%}
        cast(ceil(least(bounds.{{ prefix }}_max_days, greatest(
            bounds.{{ prefix }}_min_days, bounds.{{ prefix }}_gaps * expected.expected_gap_days
        ))) as int) as {{ prefix }}_after_days,
        {% endfor -%}
        expected.*
    from expected
    cross join bounds
),

-- Who had churned by the end of the month before the purchase has come back.
returned as (
    select
        {% for basis in ['rhythm', 'fixed'] -%}
        case
            when
                {{ days_between('previous_last_date', dbt.dateadd('day', -1, 'valid_from_month')) }}
                >= lag({{ basis }}_churned_after_days) over (
                    partition by customer_id order by valid_from_month asc nulls last
                )
                then first_order_date
        end as {{ basis }}_returned_date,
        {% endfor -%}
        *
    from bounded
),

spells as (
    select
        {% for basis in ['rhythm', 'fixed'] -%}
        max({{ basis }}_returned_date) over (
            partition by customer_id order by valid_from_month asc nulls last
            rows between unbounded preceding and current row
        ) as {{ basis }}_last_return_date,
        {% endfor -%}
        *
    from returned
)

select * from spells
