-- Sums of decimals, so that the order in which an engine adds up changes neither a score nor a rank.
with candidates as (
    select
        candidates.customer_id,
        available.category,
        sum(cast(coalesce(candidates.blend_score, 0e0) as decimal(18, 10))) as blend_score,
        sum(cast(candidates.popularity_score as decimal(18, 10))) as popularity_score
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
        cast(candidates.blend_score as double) as score,
        row_number() over (
            partition by candidates.customer_id
            order by
                candidates.blend_score desc nulls last,
                candidates.popularity_score desc nulls last,
                candidates.category asc nulls last
        ) as place,
        row_number() over (
            partition by candidates.customer_id, bought.category is null
            order by
                candidates.blend_score desc nulls last,
                candidates.popularity_score desc nulls last,
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
