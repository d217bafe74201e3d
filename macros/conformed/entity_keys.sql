{% macro entity_keys() -%}
    {#- Every entity of the contract with the columns that identify a record within its system. -#}
    {{ return({
        'customers': ['source_customer_id'],
        'products': ['product_id'],
        'orders': ['order_id'],
        'order_items': ['order_id', 'line_number'],
        'payments': ['payment_id'],
        'tickets': ['ticket_id'],
        'survey_responses': ['response_id'],
        'reviews': ['review_id'],
        'web_events': ['event_id'],
        'campaigns': ['campaign_id'],
        'campaign_touches': ['touch_id'],
        'marketing_spend': [],
        'service_usage': ['customer_system', 'source_customer_id', 'usage_month', 'metric'],
        'market_benchmarks': ['benchmark_month', 'region', 'category'],
    }) }}
{%- endmacro %}
