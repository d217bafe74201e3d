-- High begins above medium, and the rule that makes the monthly series compares with the whole company.
select
    attribute,
    base,
    peer_group,
    high_from,
    medium_from
from {{ ref('value_segment_rules') }}
where
    high_from <= medium_from
    or (attribute = 'revenue' and base = 'company' and peer_group <> 'company')
