with tags as (
    select
        customer_id,
        {{ joined_text('tag', ', ', 'tag_sort_order asc nulls last, tag asc nulls last') }} as tags
    from {{ ref('customer_tags') }}
    group by customer_id
),

persuadable as (
    select
        customer_id,
        {{ joined_text('campaign_type', ', ', 'campaign_type asc nulls last') }} as persuadable_by
    from {{ ref('customer_uplift') }}
    where uplift_group = 'persuadable'
    group by customer_id
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
        customer_values.historic_value,
        customer_values.discounted_value,
        customer_values.acquisition_channel,
        customer_values.acquisition_cost_amount,
        customer_values.value_to_cost_ratio,
        lifetime.probability_alive,
        lifetime.expected_purchases_12m,
        lifetime.expected_value_12m,
        lifecycle.state as lifecycle_state,
        lifecycle.state_since_month as lifecycle_state_since_month,
        lifecycle.next_purchase_expected_on,
        loyalty.loyalty_index,
        loyalty.tier as loyalty_tier,
        behaviour.days_since_last_visit,
        behaviour.favourite_category,
        behaviour.preferred_channel,
        behaviour.price_level,
        behaviour.discount_affinity,
        behaviour.best_hour,
        rfm.rfm_cell,
        rfm.segment as rfm_segment,
        rfm.weighted_score as rfm_weighted_score,
        value_segments.segment as value_segment,
        potential.potential_tier,
        tags.tags,
        satisfaction.satisfaction_index,
        satisfaction.satisfaction_band,
        satisfaction.nps_group,
        satisfaction.last_csat,
        relation.service_score,
        sentiment.sentiment_score,
        sentiment.opinion_score,
        sentiment.last_sentiment,
        sentiment.most_negative_topic,
        sentiment.unmet_needs,
        churn.churn_probability,
        churn.risk_band as churn_risk_band,
        case when churn.reasons_for = 'higher' then churn.reason_1 end as churn_reason,
        interventions.expected_profit as saving_profit,
        propensity.purchase_probability,
        propensity.decile as purchase_decile,
        case when propensity.reasons_for = 'higher' then propensity.reason_1 end as purchase_reason,
        cast(spends.expected_spend as decimal(18, 2)) as expected_spend,
        persuadable.persuadable_by,
        risk.risk_score,
        risk.risk_level,
        risk.open_alerts,
        anomalies.anomaly_score,
        anomalies.is_anomaly,
        anomalies.is_suspicious,
        anomalies.fraud_reason,
        credit.credit_score,
        actions.action as next_best_action,
        recommendations.product_name as recommended_product,
        next_categories.next_category,
        clusters.cluster_number,
        clusters.cluster_name,
        grouped.is_outlier,
        matches.likely_cluster_name
    from {{ ref('dim_customers') }} as customers
    cross join {{ ref('int_as_of') }} as as_of
    left join {{ ref('int_customer_purchases') }} as purchases on customers.customer_id = purchases.customer_id
    left join {{ ref('int_customer_interactions') }} as interactions on customers.customer_id = interactions.customer_id
    left join {{ ref('customer_rfm') }} as rfm on customers.customer_id = rfm.customer_id
    left join {{ ref('customer_value_segment') }} as value_segments
        on
            customers.customer_id = value_segments.customer_id
            and value_segments.attribute = 'revenue'
            and value_segments.base = 'company'
    left join {{ ref('customer_value_potential') }} as potential on customers.customer_id = potential.customer_id
    left join tags on customers.customer_id = tags.customer_id
    left join {{ ref('customer_satisfaction') }} as satisfaction on customers.customer_id = satisfaction.customer_id
    left join {{ ref('customer_relationship_scores') }} as relation on customers.customer_id = relation.customer_id
    left join {{ ref('customer_sentiment') }} as sentiment on customers.customer_id = sentiment.customer_id
    left join {{ ref('customer_lifecycle') }} as lifecycle on customers.customer_id = lifecycle.customer_id
    left join {{ ref('customer_loyalty') }} as loyalty on customers.customer_id = loyalty.customer_id
    left join {{ ref('customer_value') }} as customer_values on customers.customer_id = customer_values.customer_id
    left join {{ ref('customer_lifetime_value') }} as lifetime on customers.customer_id = lifetime.customer_id
    left join {{ ref('customer_behaviour') }} as behaviour on customers.customer_id = behaviour.customer_id
    left join {{ ref('customer_churn') }} as churn on customers.customer_id = churn.customer_id
    left join {{ ref('churn_interventions') }} as interventions on customers.customer_id = interventions.customer_id
    left join {{ ref('customer_purchase_propensity') }} as propensity on customers.customer_id = propensity.customer_id
    left join {{ ref('customer_expected_spend') }} as spends on customers.customer_id = spends.customer_id
    left join persuadable on customers.customer_id = persuadable.customer_id
    left join {{ ref('customer_risk') }} as risk on customers.customer_id = risk.customer_id
    left join {{ ref('customer_anomalies') }} as anomalies on customers.customer_id = anomalies.customer_id
    left join {{ ref('customer_credit_scores') }} as credit on customers.customer_id = credit.customer_id
    left join {{ ref('next_best_actions') }} as actions on customers.customer_id = actions.customer_id
    left join {{ ref('customer_recommendations') }} as recommendations
        on customers.customer_id = recommendations.customer_id and recommendations.place = 1
    left join {{ ref('customer_next_category') }} as next_categories
        on customers.customer_id = next_categories.customer_id
    left join {{ ref('customer_clusters') }} as clusters on customers.customer_id = clusters.customer_id
    left join {{ ref('customer_cluster_methods') }} as grouped on customers.customer_id = grouped.customer_id
    left join {{ ref('customer_segment_match') }} as matches on customers.customer_id = matches.customer_id
)

select * from final
