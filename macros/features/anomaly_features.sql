{% macro anomaly_features(entity) -%}
    {#- The features that customers or orders are compared by: columns of int_anomaly_customers and int_anomaly_orders, with words in the seed
        `anomaly_features`. -#}
    {{ return({
        'customer': [
            'average_order_value', 'complaints', 'customers_at_contact', 'discount_share', 'failed_payment_share', 'failed_payments',
            'largest_order_value', 'most_orders_in_4_days', 'ordered_value', 'orders', 'refund_share',
        ],
        'order': [
            'customers_at_contact', 'discount_share', 'failed_payments', 'order_value', 'orders_within_3_days', 'refund_share', 'units',
            'value_ratio',
        ],
    }[entity]) }}
{%- endmacro %}
