-- All eight states are in the seed, and who is a customer is not a matter of taste: prospects and the churned are none.
select
    count(*) as states,
    count(*) filter (where is_customer <> (state not in ('prospect', 'churned'))) as contradictions
from {{ ref('lifecycle_states') }}
having count(*) <> 8 or count(*) filter (where is_customer <> (state not in ('prospect', 'churned'))) > 0
