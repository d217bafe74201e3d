{{ config(access='protected', contract={'enforced': false}) }}

with ratings as (
    select
        customer_id,
        month,
        standard_score
    from {{ ref('int_satisfaction_ratings') }}
    where customer_id is not null and survey_type = 'nps'
    qualify row_number() over (
        partition by customer_id, month order by rated_at desc nulls last, rating_key desc nulls last
    ) = 1
),

spells as (
    select
        customer_id,
        month as valid_from_month,
        lead(month) over (partition by customer_id order by month asc nulls last) as valid_to_month,
        standard_score as last_nps
    from ratings
)

select * from spells
