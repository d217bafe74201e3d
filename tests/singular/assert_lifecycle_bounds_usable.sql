-- Every bound is there and has a sense. At risk lasts at least 31 days and begins at 31 or later, so that some month's
-- end sees it: nobody is lost without having been at risk, and nobody at risk in the month of a purchase.
with silences as (
    select
        at_risk.basis,
        at_risk.gaps as at_risk_gaps,
        at_risk.min_days as at_risk_min_days,
        at_risk.max_days as at_risk_max_days,
        churned.gaps as churned_gaps,
        churned.min_days as churned_min_days,
        churned.max_days as churned_max_days
    from {{ ref('lifecycle_silence_bounds') }} as at_risk
    left join {{ ref('lifecycle_silence_bounds') }} as churned
        on at_risk.basis = churned.basis and churned.state = 'churned'
    where at_risk.state = 'at_risk'
),

faults as (
    select basis as what from silences
    where
        not coalesce(
            at_risk_gaps >= 0
            and churned_gaps >= at_risk_gaps
            and at_risk_min_days >= 31
            and at_risk_max_days >= at_risk_min_days
            and churned_max_days >= churned_min_days
            and churned_min_days >= at_risk_min_days + 31
            and churned_max_days >= at_risk_max_days + 31,
            false
        )

    union all

    select 'a basis is missing' as what from silences
    having count(*) <> 2

    union all

    select bound as what from {{ ref('lifecycle_bounds') }}
    where
        value < 0
        or (bound = 'acquired_days' and value < 31)
        or (bound = 'growing_ratio' and value < 1)
        or (bound = 'declining_ratio' and value > 1)
        or (bound in ('prior_gaps', 'default_gap_days', 'typical_gap_min_customers', 'trend_min_change') and value <= 0)

    union all

    select 'a bound is missing' as what from {{ ref('lifecycle_bounds') }}
    having count(*) <> 8
)

select * from faults
