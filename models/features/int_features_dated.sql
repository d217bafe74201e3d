-- Training and scoring read the same rows: customer_snapshots the month ends, customer_features the last day.
with purchases as (
    select * from {{ ref('int_purchase_features') }}
),

categories as (
    select * from {{ ref('int_category_features') }}
),

service as (
    select * from {{ ref('int_service_features') }}
),

engagement as (
    select * from {{ ref('int_engagement_features') }}
),

billing as (
    select * from {{ ref('int_billing_features') }}
),

coverage as (
    select * from {{ ref('int_feature_coverage') }}
),

covered as (
    select
        purchases.snapshot_date,
        cast(coverage.first_ticket_date + interval 89 day as date)
        <= purchases.snapshot_date as has_tickets_90d,
        cast(coverage.first_web_date + interval 29 day as date) <= purchases.snapshot_date as has_web_30d,
        cast(coverage.first_web_date + interval 89 day as date) <= purchases.snapshot_date as has_web_90d,
        cast(coverage.first_billing_date + interval 89 day as date)
        <= purchases.snapshot_date as has_billing_90d
    from (select distinct snapshot_date from purchases) as purchases
    cross join coverage
),

features as (
    select
        purchases.*,
        cast(categories.categories_bought as int) as categories_bought,
        cast(case when covered.has_tickets_90d then coalesce(service.tickets_90d, 0) end as int) as tickets_90d,
        cast(case when covered.has_tickets_90d then coalesce(service.complaints_90d, 0) end as int) as complaints_90d,
        cast(case when covered.has_tickets_90d then coalesce(service.open_complaints, 0) end as int) as open_complaints,
        service.last_csat_score,
        service.last_nps_score,
        cast(case when covered.has_web_30d then coalesce(engagement.web_sessions_30d, 0) end as int)
            as web_sessions_30d,
        cast(case when covered.has_web_90d then coalesce(engagement.web_sessions_90d, 0) end as int)
            as web_sessions_90d,
        cast(case when engagement.campaigns_sent_365d > 0 then engagement.campaign_clicks_365d end as int)
            as campaign_clicks_365d,
        cast(case when engagement.campaigns_sent_365d > 0 then engagement.unsubscribes_365d end as int)
            as unsubscribes_365d,
        case when covered.has_billing_90d then coalesce(billing.subscription_signs_90d, 0) > 0 end as is_subscriber,
        cast(billing.late_payments_365d as int) as late_payments_365d,
        billing.usage_change_90d
    from purchases
    inner join covered on purchases.snapshot_date = covered.snapshot_date
    left join categories
        on purchases.customer_id = categories.customer_id and purchases.snapshot_date = categories.snapshot_date
    left join service
        on purchases.customer_id = service.customer_id and purchases.snapshot_date = service.snapshot_date
    left join engagement
        on purchases.customer_id = engagement.customer_id and purchases.snapshot_date = engagement.snapshot_date
    left join billing
        on purchases.customer_id = billing.customer_id and purchases.snapshot_date = billing.snapshot_date
)

select * from features
