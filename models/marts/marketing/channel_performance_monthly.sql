{%- set model = var('attribution_model') %}

with as_of as (
    select as_of_date from {{ ref('int_as_of') }}
),

spend as (
    select
        cast(date_trunc('month', marketing_spend.spend_date) as date) as month,
        coalesce(marketing_spend.channel, 'unknown') as channel,
        coalesce(marketing_spend.media, 'unknown') as media,
        sum(marketing_spend.amount) as spend_amount
    from {{ ref('marketing_spend') }} as marketing_spend
    inner join as_of on marketing_spend.spend_date <= as_of.as_of_date
    group by all
),

reached as (
    select
        cast(date_trunc('month', touched_at) as date) as month,
        channel,
        media,
        count(distinct person_key) as reach
    from {{ ref('int_marketing_contacts') }}
    group by all
),

touched as (
    select
        cast(date_trunc('month', touched_at) as date) as month,
        channel,
        media,
        count(*) as touches,
        count(*) filter (where is_click) as clicks
    from {{ ref('int_marketing_touches') }}
    group by all
),

converted as (
    select
        order_month as month,
        channel,
        media,
        -- Rounded, since a sum's last digits depend on the order of its rows.
        round(sum({{ model }}_credit), 9) as conversions,
        round(sum(case when is_first_order then {{ model }}_credit else 0e0 end), 9) as new_customers,
        sum({{ model }}_revenue) as attributed_revenue
    from {{ ref('fct_attributed_orders') }}
    group by all
),

keys as (
    {% for part in ['spend', 'reached', 'touched', 'converted'] -%}
    select
        month,
        channel,
        media
    from {{ part }}
    {% if not loop.last %}union{% endif %}
    {% endfor %}
),

final as (
    select
        keys.month,
        keys.channel,
        keys.media,
        cast(coalesce(spend.spend_amount, 0) as decimal(18, 4)) as spend_amount,
        cast(coalesce(reached.reach, 0) as bigint) as reach,
        cast(coalesce(touched.touches, 0) as bigint) as touches,
        cast(coalesce(touched.clicks, 0) as bigint) as clicks,
        '{{ model }}' as attribution_model,
        coalesce(converted.conversions, 0e0) as conversions,
        coalesce(converted.new_customers, 0e0) as new_customers,
        cast(coalesce(converted.attributed_revenue, 0) as decimal(18, 4)) as attributed_revenue,
        {{ safe_divide('spend.spend_amount', 'touched.clicks') }} as cost_per_click,
        {{ safe_divide('converted.conversions', 'touched.touches') }} as conversions_per_touch,
        {{ safe_divide('spend.spend_amount', 'converted.conversions') }} as cost_per_acquisition,
        {{ safe_divide('spend.spend_amount', 'converted.new_customers') }} as cost_per_new_customer,
        {{ safe_divide('coalesce(converted.attributed_revenue, 0)', 'spend.spend_amount') }} as return_on_spend
    from keys
    {% for part in ['spend', 'reached', 'touched', 'converted'] -%}
    left join {{ part }}
        on keys.month = {{ part }}.month and keys.channel = {{ part }}.channel and keys.media = {{ part }}.media
    {% endfor %}
)

select * from final
