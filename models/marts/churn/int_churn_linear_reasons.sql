{{ config(access='protected', contract={'enforced': false}) }}

-- What `strongest_reasons` of crm360/churn/scoring.py does, in SQL.
with contributions as (
    select * from {{ ref('int_churn_linear_contributions') }}
),

totals as (
    select
        customer_id,
        round(sum(contribution), 12) as contribution
    from contributions
    group by customer_id
),

texts as (
    select * from {{ ref('churn_reason_texts') }}
),

themes as (
    select
        feature,
        min(theme) as theme
    from texts
    group by feature
),

judged as (
    select
        contributions.customer_id,
        contributions.feature,
        contributions.direction,
        coalesce(themes.theme, contributions.feature) as theme,
        case when totals.contribution >= 0 then 1 else -1 end * contributions.contribution as strength,
        texts.explains in ('both', case when totals.contribution >= 0 then 'higher' else 'lower' end) as may_explain
    from contributions
    inner join totals on contributions.customer_id = totals.customer_id
    left join themes on contributions.feature = themes.feature
    left join texts
        on contributions.feature = texts.feature and contributions.direction = texts.direction
),

-- Features of one theme tell one story: the one that moves it most and may explain such a risk stands for it.
placed as (
    select
        customer_id,
        theme,
        feature,
        direction,
        may_explain,
        strength,
        round(sum(strength) over (partition by customer_id, theme), 12) as theme_strength,
        row_number() over (
            partition by customer_id, theme
            order by
                coalesce(may_explain, false) and strength > 0 desc nulls last,
                strength desc nulls last,
                feature asc nulls last
        ) as place_in_theme
    from judged
),

ranked as (
    select
        customer_id,
        feature,
        direction,
        theme_strength,
        row_number() over (
            partition by customer_id order by theme_strength desc nulls last, theme asc nulls last
        ) as reason_number
    from placed
    where place_in_theme = 1 and may_explain and strength > 0 and theme_strength >= 0.03e0
)

select * from ranked
where reason_number <= 3
