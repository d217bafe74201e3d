-- A model scores only if its error on the days held out is not above the baseline's, and the baseline says why.
select *
from {{ ref('lifetime_value_evaluation') }}
where
    metric = 'rmse'
    and (
        (basis in ('bg_nbd', 'gamma_gamma') and not coalesce(value <= baseline_value, false))
        or (basis = 'baseline' and note = 'smaller error than the baseline on the days held out')
    )
