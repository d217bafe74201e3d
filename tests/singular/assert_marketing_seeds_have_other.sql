-- What a seed does not list is taken as `other`: without that row its costs would be lost.
select 'marketing_channels' as seed_name
where not exists (select 1 from {{ ref('marketing_channels') }} where channel = 'other')
union all
select 'service_costs' as seed_name
where not exists (select 1 from {{ ref('service_costs') }} where channel = 'other')
