-- Each campaign's treated and held out are those of campaign_performance, as long as no sample was drawn.
with performance as (
    select
        campaign_key,
        sum(case when is_control then 0 else customers end) as treated_customers,
        sum(case when is_control then customers else 0 end) as control_customers,
        sum(case when is_control then 0 else converted end) as treated_converted,
        sum(case when is_control then converted else 0 end) as control_converted
    from {{ ref('campaign_performance') }}
    where is_response_complete
    group by campaign_key
),

cases as (
    select count(*) as cases from {{ ref('int_uplift_cases') }}
)

select
    performance.*,
    evaluation.treated_customers as uplift_treated_customers,
    evaluation.control_customers as uplift_control_customers
from performance
inner join {{ ref('campaign_uplift_evaluation') }} as evaluation
    on performance.campaign_key = evaluation.campaign_key and evaluation.is_chosen
cross join cases
where
    cases.cases <= {{ var('uplift_training_rows') }}
    and (
        performance.treated_customers <> evaluation.treated_customers
        or performance.control_customers <> evaluation.control_customers
        or performance.treated_converted <> evaluation.treated_converted
        or performance.control_converted <> evaluation.control_converted
    )
