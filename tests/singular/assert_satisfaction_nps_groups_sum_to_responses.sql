-- Promoters + passives + detractors = responses; tops and tickets are part of what they are part of; kinds add up to
-- all.
select *
from {{ ref('satisfaction_monthly') }}
where
    nps_promoters + nps_passives + nps_detractors <> nps_responses
    or csat_top_two_responses > csat_responses
    or csat_ticket_responses > csat_responses
    or ces_easy_responses > ces_responses
    or csat_responses + nps_responses + ces_responses <> responses
