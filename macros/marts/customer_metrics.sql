{% macro monthly_customer_metrics() -%}
    {#- Metrics that tag rules can use and that are known at each month's end, columns of int_tag_customer_months. -#}
    {{ return([
        'days_since_last_purchase', 'days_since_first_purchase', 'purchase_days_12_months', 'revenue_12_months', 'revenue_score',
        'is_at_risk', 'is_churned', 'complaints_12_months', 'last_nps',
    ]) }}
{%- endmacro %}

{% macro current_customer_metrics() -%}
    {#- Metrics that tag rules can use and that are known on the as-of date only: by model, the metric and its expression over that model. -#}
    {{ return({
        'customer_rfm': [('rfm_weighted_score', 'weighted_score')],
        'customer_lifecycle': [
            ('days_in_lifecycle_state', crm360.days_between('state_since_month', 'as_of_date')), ('silent_gaps', 'silent_gaps'),
        ],
        'customer_churn': [('churn_probability', 'churn_probability')],
        'customer_loyalty': [('loyalty_index', 'loyalty_index'), ('redemption_rate', 'redemption_rate')],
        'customer_satisfaction': [('satisfaction_index', 'satisfaction_index')],
        'customer_behaviour': [
            ('purchases', 'purchases'), ('discount_affinity', 'discount_affinity'), ('price_ratio', 'price_ratio'),
            ('sessions', 'sessions'), ('cart_sessions', 'cart_sessions'), ('purchase_sessions', 'purchase_sessions'),
            ('days_since_last_visit', 'days_since_last_visit'),
        ],
        'customer_value': [
            ('lifetime_value', 'discounted_value'), ('refund_share', crm360.safe_divide('refund_amount', 'revenue_amount')),
        ],
        'customer_value_potential': [('potential_score', 'potential_score')],
    }) }}
{%- endmacro %}

{% macro customer_metrics() -%}
    {#- Names of all metrics that tag rules can use. -#}
    {%- set names = crm360.monthly_customer_metrics() -%}
    {%- for metrics in crm360.current_customer_metrics().values() -%}
        {%- for name, expression in metrics -%}
            {%- do names.append(name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
