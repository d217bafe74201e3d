with evaluation as (
    select * from {{ ref('ml_uplift_evaluation') }}
    where part = 'qini'
),

verdicts as (
    select
        level,
        campaign_type,
        campaign_key,
        case
            when status <> 'compared' then status
            when lower_bound > 0 then 'persuadables_found'
            when effect_lower > 0 then 'same_for_all'
            when effect_upper < 0 then 'harmful_on_average'
            else 'no_effect_shown'
        end as verdict
    from evaluation
    where is_chosen
),

texts as (
    select * from {{ ref('uplift_verdicts') }}
),

campaigns as (
    select
        {{ record_key('source_system', 'campaign_id') }} as campaign_key,
        campaign_name
    from {{ ref('campaigns') }}
),

final as (
    select
        cast(evaluation.level as string) as level,
        cast(evaluation.campaign_type as string) as campaign_type,
        cast(evaluation.campaign_key as string) as campaign_key,
        campaigns.campaign_name,
        cast(evaluation.method as string) as method,
        evaluation.is_chosen,
        evaluation.value as qini,
        evaluation.lower_bound as qini_lower,
        evaluation.upper_bound as qini_upper,
        evaluation.baseline_value as random_qini,
        evaluation.q0 as qini_q0,
        evaluation.effect as average_effect,
        evaluation.effect_lower as average_effect_lower,
        evaluation.effect_upper as average_effect_upper,
        evaluation.campaigns,
        evaluation.treated as treated_customers,
        evaluation.controls as control_customers,
        evaluation.treated_converted,
        evaluation.controls_converted as control_converted,
        evaluation.imbalance,
        cast(evaluation.contact_from as date) as contact_from,
        cast(evaluation.contact_to as date) as contact_to,
        verdicts.verdict,
        texts.is_told,
        texts.verdict_text,
        texts.verdict_text_zh
    from evaluation
    inner join verdicts
        on
            evaluation.level = verdicts.level
            and evaluation.campaign_type = verdicts.campaign_type
            and coalesce(evaluation.campaign_key, '') = coalesce(verdicts.campaign_key, '')
    left join texts on verdicts.verdict = texts.verdict
    left join campaigns on evaluation.campaign_key = campaigns.campaign_key
)

select * from final
