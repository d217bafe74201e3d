with scores as (
    select * from {{ ref('int_category_scores') }}
),

rounded as (
    select
        *,
        round(probability, 6) as category_probability
    from scores
),

final as (
    select
        customer_id,
        snapshot_date as as_of_date,
        cast(category as string) as category,
        category_probability,
        cast(
            row_number() over (
                partition by customer_id
                order by category_probability desc nulls last, category asc nulls last
            ) as int
        ) as place,
        days_total as days_bought,
        days_since as days_since_bought,
        cast(model_name as string) as model_name
    from rounded
)

select * from final
