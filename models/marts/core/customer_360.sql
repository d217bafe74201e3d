with customers as (
    select * from {{ ref('dim_customers') }}
),

as_of as (
    select * from {{ ref('int_as_of') }}
),

purchases as (
    select * from {{ ref('int_customer_purchases') }}
),

interactions as (
    select * from {{ ref('int_customer_interactions') }}
),

rfm as (
    select * from {{ ref('customer_rfm') }}
),

satisfaction as (
    select * from {{ ref('customer_satisfaction') }}
),

churn as (
    select * from {{ ref('customer_churn') }}
),

clusters as (
    select * from {{ ref('customer_clusters') }}
),

final as (
    select
        customers.customer_id,
        as_of.as_of_date,
        customers.full_name,
        customers.email,
        customers.country_code,
        customers.gender,
        customers.birth_date,
        customers.marketing_consent,
        customers.first_seen_at,
        customers.closed_at,
        customers.record_count,
        customers.system_count,
        purchases.first_purchase_date,
        purchases.last_purchase_date,
        cast(coalesce(purchases.purchases, 0) as bigint) as purchases,
        cast(coalesce(purchases.units, 0) as bigint) as units,
        cast(coalesce(purchases.net_revenue, 0) as decimal(18, 4)) as net_revenue,
        cast(purchases.margin_amount as decimal(18, 4)) as margin_amount,
        cast(coalesce(purchases.refund_amount, 0) as decimal(18, 4)) as refund_amount,
        {{ safe_divide('purchases.net_revenue', 'purchases.purchases') }} as average_order_value,
        {{ safe_divide('purchases.discount_amount', 'purchases.gross_amount') }} as discount_share,
        cast(coalesce(interactions.interactions, 0) as bigint) as interactions,
        interactions.last_interaction_at,
        interactions.last_interaction_type,
        cast(coalesce(interactions.web_sessions, 0) as bigint) as web_sessions,
        cast(coalesce(interactions.tickets, 0) as bigint) as tickets,
        cast(coalesce(interactions.campaign_touches, 0) as bigint) as campaign_touches,
        rfm.rfm_cell,
        rfm.segment as rfm_segment,
        rfm.weighted_score as rfm_weighted_score,
        satisfaction.satisfaction_index,
        satisfaction.satisfaction_band,
        satisfaction.nps_group,
        satisfaction.last_csat,
        churn.churn_probability,
        churn.risk_band as churn_risk_band,
        case when churn.reasons_for = 'higher' then churn.reason_1 end as churn_reason,
        clusters.cluster_number,
        clusters.cluster_name
    from customers
    cross join as_of
    left join purchases on customers.customer_id = purchases.customer_id
    left join interactions on customers.customer_id = interactions.customer_id
    left join rfm on customers.customer_id = rfm.customer_id
    left join satisfaction on customers.customer_id = satisfaction.customer_id
    left join churn on customers.customer_id = churn.customer_id
    left join clusters on customers.customer_id = clusters.customer_id
)

select * from final
