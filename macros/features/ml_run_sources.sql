{% macro ml_run_sources() -%}
    {#- What `ml_runs` tells, per model and table that it is fitted to: the columns that it reads by kind (for the fingerprint), the vars that
        steer it, and what the model's own table says of its version, its status and the last day learnt from. -#}
    {%- set stored_version = "max(case when part = 'model' then " ~ parse_integer("split_part(split_part(details, ': ', 2), '}', 1)") ~ " end)" -%}
    {%- set some = "case when count(*) > 0 then 'trained' else 'no_data' end" -%}
    {%- set none_told = 'cast(null as int)' -%}
    {{ return([
        {
            'model': 'ml_basket_rules', 'data': 'int_basket_lines', 'texts': ['scope', 'basket', 'item'],
            'vars': [
                'basket_window_days', 'basket_min_support', 'basket_min_count', 'basket_min_confidence', 'basket_max_length',
                'basket_max_items', 'basket_max_itemsets', 'basket_holdout_days',
            ],
            'version': none_told, 'status': some, 'trained_to': none,
        },
        {
            'model': 'ml_channel_removals', 'data': 'int_markov_transitions', 'texts': ['from_state', 'to_state'],
            'numbers': ['transitions'], 'vars': ['attribution_lookback_days'],
            'version': none_told, 'status': some, 'trained_to': none,
        },
        {
            'model': 'ml_churn_training', 'data': 'int_churn_training_sample', 'texts': ['customer_id'],
            'dates': ['snapshot_date', 'label_known_on'], 'numbers': churn_features() + ['is_churned'],
            'vars': ['churn_horizon_days', 'churn_lapsed_after_days', 'snapshot_months', 'snapshot_customers', 'churn_training_rows', 'churn_slow_rows'],
            'version': stored_version, 'status': 'min(status)', 'trained_to': "max(case when part = 'model' then train_to end)",
        },
        {
            'model': 'ml_credit_scorecard', 'data': 'int_credit_training', 'texts': ['customer_id', 'feature'],
            'dates': ['snapshot_date', 'label_known_on'], 'numbers': ['bin', 'is_bad', 'late_share'],
            'vars': ['credit_horizon_days', 'credit_bad_days', 'credit_months', 'credit_training_customers'],
            'version': none_told, 'status': "min(case when part = 'coefficient' then status end)", 'trained_to': none,
        },
        {
            'model': 'ml_customer_anomaly_scores', 'data': 'int_anomaly_customer_sample', 'texts': ['entity_key'],
            'numbers': anomaly_features('customer'), 'vars': ['anomaly_training_rows'],
            'version': none_told, 'status': some, 'trained_to': none,
        },
        {
            'model': 'ml_customer_clusters', 'data': 'int_cluster_training_sample', 'texts': ['customer_id'], 'numbers': cluster_features(),
            'vars': ['cluster_training_rows', 'cluster_freeze_days', 'cluster_refit'],
            'version': 'max(model_version)', 'status': some, 'trained_to': 'max(trained_on)',
        },
        {
            'model': 'ml_feedback_models', 'data': 'int_feedback_training_sample',
            'texts': ['text_key', 'language', 'masked_text', 'rating_label', 'given_topic'], 'dates': ['written_at'],
            'vars': ['feedback_training_texts'],
            'version': none_told, 'status': 'min(status)', 'trained_to': 'max(train_to)',
        },
        {
            'model': 'ml_forecasts', 'data': 'int_forecast_history', 'texts': ['frequency', 'measure', 'category'], 'dates': ['period_start'],
            'numbers': ['amount'], 'vars': ['forecast_months', 'forecast_weeks'],
            'version': 'max(version)', 'status': some, 'trained_to': 'max(history_to)',
        },
        {
            'model': 'ml_identity_weights', 'data': 'int_identity_patterns',
            'texts': [
                'population', 'given_name_level', 'family_name_level', 'birth_date_level', 'national_id_level', 'email_level', 'phone_level',
                'loyalty_number_level', 'address_level', 'gender_level', 'attribute_1_level', 'attribute_2_level', 'attribute_3_level',
            ],
            'numbers': ['is_vetoed', 'pairs'], 'vars': ['identity_sample_records', 'identity_refit'],
            'version': none_told, 'status': some, 'trained_to': none,
        },
        {
            'model': 'ml_lifetime_value_parameters', 'data': 'int_lifetime_value_histories', 'texts': ['observation'],
            'numbers': ['purchases', 'last_purchase_days', 'age_days', 'customers'],
            'vars': ['lifetime_value_holdout_days', 'lifetime_value_training_rows'],
            'version': none_told, 'status': "min(case when model <> 'gamma_gamma' then status end)", 'trained_to': none,
        },
        {
            'model': 'ml_lifetime_value_parameters', 'data': 'int_lifetime_value_spends', 'texts': ['observation'],
            'numbers': ['purchases', 'mean_spend', 'customers'], 'vars': ['lifetime_value_holdout_days', 'lifetime_value_training_rows'],
            'version': none_told, 'status': "min(case when model = 'gamma_gamma' then status end)", 'trained_to': none,
        },
        {
            'model': 'ml_order_anomaly_scores', 'data': 'int_anomaly_order_sample', 'texts': ['entity_key'],
            'numbers': anomaly_features('order'), 'vars': ['anomaly_training_rows'],
            'version': none_told, 'status': some, 'trained_to': none,
        },
        {
            'model': 'ml_propensity_category', 'data': 'int_category_sample', 'texts': ['customer_id', 'category'],
            'dates': ['snapshot_date', 'label_known_on'], 'numbers': category_history_features() + ['is_next'],
            'vars': ['propensity_categories', 'propensity_spend_days', 'propensity_training_rows', 'churn_lapsed_after_days'],
            'version': stored_version, 'status': 'min(status)', 'trained_to': "max(case when part = 'model' then train_to end)",
        },
        {
            'model': 'ml_propensity_purchase', 'data': 'int_propensity_sample', 'texts': ['customer_id'],
            'dates': ['snapshot_date', 'bought_known_on'], 'numbers': churn_features() + ['is_bought'],
            'vars': ['propensity_purchase_days', 'churn_training_rows', 'churn_lapsed_after_days', 'snapshot_months'],
            'version': stored_version, 'status': 'min(status)', 'trained_to': "max(case when part = 'model' then train_to end)",
        },
        {
            'model': 'ml_propensity_spend', 'data': 'int_propensity_sample', 'texts': ['customer_id'],
            'dates': ['snapshot_date', 'spend_known_on'], 'numbers': churn_features() + ['next_spend'],
            'vars': ['propensity_spend_days', 'churn_training_rows', 'churn_lapsed_after_days', 'snapshot_months'],
            'version': stored_version, 'status': 'min(status)', 'trained_to': "max(case when part = 'model' then train_to end)",
        },
        {
            'model': 'ml_recommendation_evaluation', 'data': 'int_recommendation_training', 'texts': ['customer_id', 'product_key'],
            'dates': ['order_date'], 'vars': ['recommendation_holdout_days', 'recommendation_training_customers'],
            'version': none_told, 'status': 'min(status)', 'trained_to': 'max(tested_to)',
        },
        {
            'model': 'ml_segment_network', 'data': 'int_segment_traits_sample', 'texts': ['customer_id'] + segment_traits(),
            'numbers': ['cluster_number'], 'vars': ['cluster_training_rows'],
            'version': none_told, 'status': 'min(status)', 'trained_to': 'max(trained_on)',
        },
        {
            'model': 'ml_uplift_coefficients', 'data': 'int_uplift_sample', 'texts': ['campaign_type', 'campaign_key', 'customer_id', 'cell'],
            'dates': ['contact_date'], 'numbers': uplift_features() + ['is_treated', 'is_converted'],
            'vars': ['campaign_response_days', 'uplift_training_rows'],
            'version': none_told, 'status': some, 'trained_to': none,
        },
    ]) }}
{%- endmacro %}
