{{ config(access='protected', contract={'enforced': false}) }}

with choices as (
    select * from {{ ref('int_customer_choices') }}
),

counted as (
    select
        customer_id,
        dimension,
        choice,
        count(*) as moments,
        cast(sum(weight) as decimal(18, 4)) as weight,
        max(chosen_at) as last_chosen_at
    from choices
    group by all
),

final as (
    select
        *,
        cast(sum(moments) over (partition by customer_id, dimension) as bigint) as all_moments,
        {{ safe_divide('weight', 'sum(weight) over (partition by customer_id, dimension)') }} as share,
        row_number() over (
            partition by customer_id, dimension
            order by weight desc nulls last, last_chosen_at desc nulls last, choice asc nulls last
        ) as preference_rank
    from counted
)

select * from final
