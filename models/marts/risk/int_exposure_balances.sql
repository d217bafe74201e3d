{{ config(access='protected', contract={'enforced': false}) }}

{%- set buckets = ['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90'] %}

with as_of as (
    select
        as_of_date,
        {{ window_start(var('exposure_window_days')) }} as window_start
    from {{ ref('int_as_of') }}
),

receivables as (
    select
        receivables.*,
        as_of.as_of_date,
        receivables.state = 'outstanding' as is_open,
        receivables.has_due_date
        and receivables.state in ('outstanding', 'settled')
        and receivables.days_late is not null
        and receivables.due_on between as_of.window_start and as_of.as_of_date as is_judged,
        {{ days_between('receivables.due_on', 'as_of.as_of_date') }} as days_past_due
    from {{ ref('int_receivables') }} as receivables
    cross join as_of
    where receivables.customer_id is not null
),

bucketed as (
    select
        receivables.*,
        buckets.bucket
    from receivables
    left join {{ ref('aging_buckets') }} as buckets
        on
            receivables.is_open
            and {{ in_band('receivables.days_past_due', 'buckets.days_from', 'buckets.days_below') }}
),

owed as (
    select
        customer_id,
        sum(amount) filter (where is_open) as outstanding,
        count(*) filter (where is_open) as outstanding_claims,
        {% for bucket in buckets -%}
        sum(amount) filter (where bucket = '{{ bucket }}') as {{ bucket }},
        {% endfor -%}
        max(days_past_due) filter (where is_open and days_past_due > 0) as oldest_overdue_days,
        count(*) filter (where is_judged) as payments_due,
        count(*) filter (where is_judged and days_late > 0) as payments_late,
        avg(greatest(days_late, 0)) filter (where is_judged) as average_days_late
    from bucketed
    where has_due_date or is_open
    group by customer_id
),

limits as (
    select
        customer_id,
        {{ last_by('value', 'usage_month', "metric = 'credit_limit'") }} as credit_limit,
        {{ last_by('value', 'usage_month', "metric = 'balance'") }} as account_balance
    from {{ ref('fct_service_usage') }}
    where metric in ('credit_limit', 'balance')
    group by customer_id
),

final as (
    select
        coalesce(owed.customer_id, limits.customer_id) as customer_id,
        as_of.as_of_date,
        cast(coalesce(owed.outstanding, 0) as decimal(18, 4)) as outstanding,
        coalesce(owed.outstanding_claims, 0) as outstanding_claims,
        {% for bucket in buckets -%}
        cast(coalesce(owed.{{ bucket }}, 0) as decimal(18, 4)) as {{ bucket }},
        {% endfor -%}
        cast(coalesce(owed.outstanding, 0) - coalesce(owed.not_due, 0) as decimal(18, 4)) as overdue,
        cast(coalesce(owed.oldest_overdue_days, 0) as int) as oldest_overdue_days,
        cast(limits.credit_limit as decimal(18, 4)) as credit_limit,
        {{ safe_divide('coalesce(owed.outstanding, 0)', 'limits.credit_limit') }} as credit_utilisation,
        cast(limits.account_balance as decimal(18, 4)) as account_balance,
        coalesce(owed.payments_due, 0) as payments_due,
        coalesce(owed.payments_late, 0) as payments_late,
        {{ safe_divide('owed.payments_late', 'owed.payments_due') }} as late_share,
        owed.average_days_late
    from owed
    full outer join limits on owed.customer_id = limits.customer_id
    cross join as_of
)

select * from final
