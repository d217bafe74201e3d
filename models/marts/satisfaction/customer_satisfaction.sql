with by_type as (
    select * from {{ ref('int_satisfaction_by_type') }}
),

survey_types as (
    select * from {{ ref('satisfaction_survey_types') }}
),

bands as (
    select * from {{ ref('satisfaction_bands') }}
),

as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

tickets as (
    select
        customer_id,
        count(*) as tickets,
        count(*) filter (where is_complaint) as complaints
    from {{ ref('fct_tickets') }}
    where customer_id is not null
    group by customer_id
),

customers as (
    select
        by_type.customer_id,
        min(by_type.first_rated_at) as first_response_at,
        max(by_type.last_rated_at) as last_response_at,
        cast(sum(by_type.responses) as bigint) as responses,
        {% for survey_type in ['csat', 'nps', 'ces'] -%}
        cast(coalesce(sum(by_type.responses) filter (where by_type.survey_type = '{{ survey_type }}'), 0) as bigint)
            as {{ survey_type }}_responses,
        max(by_type.last_score) filter (where by_type.survey_type = '{{ survey_type }}') as last_{{ survey_type }},
        max(by_type.mean_score) filter (where by_type.survey_type = '{{ survey_type }}') as mean_{{ survey_type }},
        {% endfor -%}
        cast(sum(by_type.ticket_responses) as bigint) as csat_ticket_responses,
        max(case
            when by_type.survey_type <> 'nps' then null
            when by_type.is_last_top then 'promoter'
            when by_type.is_last_bottom then 'detractor'
            else 'passive'
        end) as nps_group,
        round({{ safe_divide(
            'sum(survey_types.index_weight * by_type.recent_percent)', 'sum(survey_types.index_weight)'
        ) }}, 6) as satisfaction_index
    from by_type
    inner join survey_types
        on by_type.survey_type = survey_types.survey_type
    group by by_type.customer_id
),

final as (
    select
        customers.customer_id,
        as_of.as_of_date,
        customers.first_response_at,
        customers.last_response_at,
        customers.responses,
        customers.csat_responses,
        customers.csat_ticket_responses,
        customers.last_csat,
        customers.mean_csat,
        customers.nps_responses,
        customers.last_nps,
        customers.mean_nps,
        customers.nps_group,
        customers.ces_responses,
        customers.last_ces,
        customers.mean_ces,
        coalesce(tickets.tickets, 0) as tickets,
        coalesce(tickets.complaints, 0) as complaints,
        customers.satisfaction_index,
        bands.band as satisfaction_band,
        bands.band_name as satisfaction_band_name,
        bands.band_name_zh as satisfaction_band_name_zh
    from customers
    cross join as_of
    left join tickets
        on customers.customer_id = tickets.customer_id
    left join bands
        on {{ in_band('customers.satisfaction_index', 'bands.index_from', 'bands.index_below') }}
)

select * from final
