with responses as (
    select * from {{ customer_events('survey_responses', 'responded_at') }}
),

category_values as (
    select
        order_key,
        category,
        sum(net_amount) as category_amount
    from {{ ref('fct_order_items') }}
    where category is not null
    group by order_key, category
),

main_categories as (
    select
        order_key,
        category
    from category_values
    qualify row_number() over (
        partition by order_key order by category_amount desc nulls last, category asc nulls last
    ) = 1
),

keyed as (
    select
        *,
        {{ record_key('order_system', 'order_id') }} as order_key
    from responses
),

final as (
    select
        {{ record_key('keyed.source_system', 'keyed.response_id') }} as response_key,
        keyed.source_system,
        keyed.response_id,
        keyed.customer_id,
        keyed.responded_at,
        keyed.survey_type,
        keyed.touchpoint,
        keyed.channel,
        keyed.order_key,
        main_categories.category as product_category,
        keyed.score,
        keyed.scale_min,
        keyed.scale_max,
        keyed.comment,
        keyed.language
    from keyed
    left join main_categories on keyed.order_key = main_categories.order_key
)

select * from final
