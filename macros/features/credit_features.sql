{% macro credit_features() -%}
    {#- The features that a credit score may count: columns of int_credit_cases, with bins in the seed `credit_score_bins`. -#}
    {{ return([
        'average_days_late', 'balance', 'claims', 'failed_attempts', 'late_share', 'oldest_overdue_days', 'overdue_share',
    ]) }}
{%- endmacro %}
