-- What a seed does not list is taken as `other`: without that row its costs would be lost.
select
    'marketing_channels' as seed_name,
    count(*) as seed_rows
from {{ ref('marketing_channels') }}
where channel = 'other'
having count(*) <> 1
union all
select
    'service_costs' as seed_name,
    count(*) as seed_rows
from {{ ref('service_costs') }}
where channel = 'other'
having count(*) <> 1
