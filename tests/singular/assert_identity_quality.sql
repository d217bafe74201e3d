-- On labelled records, at least what was measured on the demo company, less a little (docs/identity.md).
select *
from {{ ref('identity_quality') }}
where
    labelled_records > 0
    and (pair_precision < 0.93 or pair_recall < 0.96 or pair_f1 < 0.945 or b_cubed_f1 < 0.97 or id_switch_rate > 0.025)
