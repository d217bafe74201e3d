{% macro churn_features() -%}
    {#- The features that a churn model may use: columns of customer_features, as numbers. SQL that scores customers reads no others. -#}
    {{ return([
        'recency_days', 'tenure_days', 'mean_gap_days', 'gap_ratio', 'purchases_30d', 'purchases_90d', 'purchases_365d',
        'purchases_total', 'spend_30d', 'spend_90d', 'spend_365d', 'average_order_value', 'discount_share', 'refund_share_365d',
        'categories_bought', 'tickets_90d', 'complaints_90d', 'open_complaints', 'last_csat_score', 'last_nps_score',
        'web_sessions_30d', 'web_sessions_90d', 'campaign_clicks_365d', 'unsubscribes_365d', 'is_subscriber', 'late_payments_365d',
        'usage_change_90d',
    ]) }}
{%- endmacro %}

{% macro churn_knots() -%}
    {#- At how many points a feature's curve may bend: as many as `KNOTS` of crm360/churn/terms.py has. -#}
    {{ return(4) }}
{%- endmacro %}
