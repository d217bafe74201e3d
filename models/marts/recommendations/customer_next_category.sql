with candidates as (
    select
        candidates.customer_id,
        available.category,
        sum(coalesce(candidates.blend_score, 0e0)) as blend_score,
        sum(candidates.popularity_score) as popularity_score
    from {{ ref('int_recommendation_candidates') }} as candidates
    inner join {{ ref('int_recommendation_available') }} as available
        on candidates.product_key = available.product_key
    where available.category is not null
    group by candidates.customer_id, available.category
),

bought as (
    select distinct
        customer_id,
        category
    from {{ ref('fct_order_items') }}
    where is_purchase and customer_id is not null and category is not null
),

ranked as (
    select
        candidates.customer_id,
        candidates.category,
        bought.category is null as is_new,
        round(candidates.blend_score, 8) as score,
        row_number() over (
            partition by candidates.customer_id
            order by
                round(candidates.blend_score, 8) desc nulls last,
                round(candidates.popularity_score, 8) desc nulls last,
                candidates.category asc nulls last
        ) as place,
        row_number() over (
            partition by candidates.customer_id, bought.category is null
            order by
                round(candidates.blend_score, 8) desc nulls last,
                round(candidates.popularity_score, 8) desc nulls last,
                candidates.category asc nulls last
        ) as place_of_its_kind
    from candidates
    left join bought
        on
            candidates.customer_id = bought.customer_id
            and candidates.category = bought.category
),

final as (
    select
        ranked.customer_id,
        as_of.as_of_date,
        cast(max(ranked.category) filter (where ranked.place = 1) as string) as next_category,
        max(ranked.score) filter (where ranked.place = 1) as next_category_score,
        cast(max(ranked.category) filter (where ranked.is_new and ranked.place_of_its_kind = 1) as string)
            as new_category,
        max(ranked.score) filter (where ranked.is_new and ranked.place_of_its_kind = 1) as new_category_score
    from ranked
    cross join {{ ref('int_as_of') }} as as_of
    group by ranked.customer_id, as_of.as_of_date
)

select * from final
