{% macro check_vars() -%}
{#- Says in one sentence which var cannot be used, and what to set it to. (`systems` is read earlier, see `systems_with`.) -#}
{%- do crm360.checked_date(var('as_of_date'), 'as_of_date') -%}
{%- do crm360.check_extracted_at(crm360.extract_moments()) -%}
{%- for name, choices in {
    'raw_format': ['csv', 'parquet'], 'serving_personal_data': ['masked', 'clear'],
    'attribution_model': crm360.attribution_models(), 'acquisition_attribution_model': crm360.attribution_models(),
    'value_formula': ['contribution', 'margin', 'revenue'],
}.items() if var(name) not in choices -%}
    {%- do crm360.refuse_var(name, var(name), "set it to " ~ choices | join(' or ')) -%}
{%- endfor -%}
{%- for name in [
    'action_contact_window_days', 'action_max_messages', 'anomaly_min_weeks', 'anomaly_training_rows', 'anomaly_weeks',
    'attribution_half_life_days',
    'attribution_lookback_days', 'basket_holdout_days', 'basket_max_items', 'basket_max_itemsets', 'basket_max_length', 'basket_min_count', 'basket_window_days',
    'behaviour_min_moments', 'behaviour_prior_purchases', 'campaign_response_days', 'churn_horizon_days', 'churn_lapsed_after_days',
    'churn_slow_rows', 'churn_training_rows', 'cluster_freeze_days', 'cluster_training_rows', 'correlation_customers',
    'credit_bad_days', 'credit_base_odds', 'credit_base_score', 'credit_doubling_points', 'credit_horizon_days', 'credit_months',
    'credit_training_customers',
    'exposure_window_days', 'fairness_min_customers', 'feedback_keyword_min_customers', 'feedback_quote_length', 'feedback_training_texts',
    'forecast_months', 'forecast_weeks', 'identity_max_block_size', 'identity_max_cluster_size', 'identity_max_sharing_people',
    'identity_sample_records', 'inventory_long_days', 'inventory_short_days', 'lifecycle_trend_months', 'lifetime_value_holdout_days',
    'lifetime_value_training_rows', 'loyalty_min_observed_months', 'loyalty_window_days',
    'propensity_categories', 'propensity_purchase_days', 'propensity_spend_days', 'propensity_training_rows', 'recommendation_available_days',
    'recommendation_holdout_days', 'recommendation_prior_customers', 'recommendation_training_customers', 'repeat_contact_days',
    'rfm_window_days', 'risk_outlier_orders', 'satisfaction_driver_min_ratings', 'satisfaction_half_life_days', 'snapshot_customers',
    'snapshot_months', 'uplift_training_rows', 'web_path_days', 'web_session_silence_minutes',
] -%}
    {%- set value = var(name) -%}
    {%- if value is boolean or value is not integer or value <= 0 -%}
        {%- do crm360.refuse_var(name, value, "set it to a whole number above zero") -%}
    {%- endif -%}
{%- endfor -%}
{%- for name in [
    'action_holdout_share', 'anomaly_share', 'attribution_first_share', 'attribution_last_share', 'churn_offer_discount',
    'churn_offer_redeemed', 'drift_large_psi', 'drift_moderate_psi', 'risk_closed_alert_share', 'risk_outlier_min_spread', 'uplift_min_effect', 'uplift_sure_thing_from', 'value_discount_rate',
] -%}
    {%- set value = var(name) -%}
    {%- if value is boolean or value is not number or value < 0 or value > 1 -%}
        {%- do crm360.refuse_var(name, value, "set it to a number from 0 to 1") -%}
    {%- endif -%}
{%- endfor -%}
{%- for name in ['basket_min_confidence', 'basket_min_support'] -%}
    {%- set value = var(name) -%}
    {%- if value is boolean or value is not number or value <= 0 or value > 1 -%}
        {%- do crm360.refuse_var(name, value, "set it to a number above 0 and up to 1") -%}
    {%- endif -%}
{%- endfor -%}
{%- set winsorised = var('value_winsorised_share') -%}
{%- if winsorised is boolean or winsorised is not number or winsorised < 0 or winsorised >= 0.5 -%}
    {%- do crm360.refuse_var('value_winsorised_share', winsorised, "set it to a number from 0 to below 0.5") -%}
{%- endif -%}
{%- if var('attribution_first_share') + var('attribution_last_share') > 1 -%}
    {%- do crm360.refuse_var(
        'attribution_last_share', var('attribution_last_share'), "set it so that it is at most 1 together with attribution_first_share"
    ) -%}
{%- endif -%}
{%- set ratio = var('risk_outlier_min_ratio') -%}
{%- if ratio is boolean or ratio is not number or ratio < 1 -%}
    {%- do crm360.refuse_var('risk_outlier_min_ratio', ratio, "set it to a number from 1 on") -%}
{%- endif -%}
{%- if var('anomaly_min_weeks') > var('anomaly_weeks') -%}
    {%- do crm360.refuse_var('anomaly_min_weeks', var('anomaly_min_weeks'), "set it to at most anomaly_weeks") -%}
{%- endif -%}
{%- for name, pattern, remedy in [
    ('churn_offer_action', '\\w+', "set it to an action of the seed playbook_actions"),
    ('control_variant', '\\w+', "set it to the name of a variant, one word in small letters"),
    ('default_country', '[A-Z]{2}', "set it to the ISO code of a country, two capital letters, such as GB"),
    ('reporting_currency', '[A-Z]{3}', "set it to the ISO code of a currency, three capital letters, such as GBP"),
    ('raw_dir', "[^'\"(){}\\n]+", "set it to the folder of the extracts, a path without quotes, parentheses and braces"),
    ('web_search_term_parameter', '[A-Za-z0-9_.-]+', "set it to the name of the parameter in a page's address, such as q"),
    ('web_search_results_parameter', '[A-Za-z0-9_.-]+', "set it to the name of the parameter in a page's address, such as results"),
    ('serving_path', '[^{}\\n]*[^/{}\\n]', "set it to the path of the DuckDB file to write"),
] if not modules.re.match('^(?:' ~ pattern ~ ')$', var(name) | string) or var(name) is not string -%}
    {%- do crm360.refuse_var(name, var(name), remedy) -%}
{%- endfor -%}
{%- if var('raw_schema') and not modules.re.match('^\\w+([.]\\w+)?$', var('raw_schema') | string) -%}
    {%- do crm360.refuse_var('raw_schema', var('raw_schema'), "set it to the schema of the raw tables, or leave it unset to read files") -%}
{%- endif -%}
{%- endmacro %}

{% macro check_extracted_at(moments) -%}
{#- Every moment is one that SQL can read. -#}
{%- for system, moment in moments.items() if moment -%}
    {%- do crm360.checked_date((moment | string)[:10], 'extracted_at.' ~ system) -%}
    {%- if not modules.re.match('^.{10}([ T]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?)?$', moment | string) -%}
        {%- do crm360.refuse_var('extracted_at.' ~ system, moment, "write it as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS") -%}
    {%- endif -%}
{%- endfor -%}
{%- endmacro %}

{% macro refuse_var(name, value, remedy) -%}
    {{ exceptions.raise_compiler_error("The var " ~ name ~ " is '" ~ value ~ "': " ~ remedy ~ ".") }}
{%- endmacro %}
