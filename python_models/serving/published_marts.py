"""Writes every public mart to the served DuckDB file, once all of them and their tests have passed."""

from crm360.learning import frames
from crm360.publishing import publish


def model(dbt, session):
    dbt.config(materialized="table")
    # dbt reads these names from the source text: each public mart stands here, and a test compares them with the
    # project.
    dbt.ref("acquisition_costs_monthly")
    dbt.ref("audience_members")
    dbt.ref("campaign_performance")
    dbt.ref("channel_performance_monthly")
    dbt.ref("channel_removal_effects")
    dbt.ref("churn_model_evaluation")
    dbt.ref("churn_model_features")
    dbt.ref("churn_monthly")
    dbt.ref("cluster_profiles")
    dbt.ref("cluster_selection")
    dbt.ref("complaints_monthly")
    dbt.ref("customer_360")
    dbt.ref("customer_behaviour")
    dbt.ref("customer_churn")
    dbt.ref("customer_clusters")
    dbt.ref("customer_golden_lineage")
    dbt.ref("customer_households")
    dbt.ref("customer_identity_map")
    dbt.ref("customer_lifecycle")
    dbt.ref("customer_loyalty")
    dbt.ref("customer_relationship_scores")
    dbt.ref("customer_rfm")
    dbt.ref("customer_satisfaction")
    dbt.ref("customer_value")
    dbt.ref("customer_value_by_period")
    dbt.ref("data_quality_ledger")
    dbt.ref("dim_customers")
    dbt.ref("dim_dates")
    dbt.ref("dim_households")
    dbt.ref("dim_products")
    dbt.ref("fct_attributed_orders")
    dbt.ref("fct_campaign_touches")
    dbt.ref("fct_interactions")
    dbt.ref("fct_order_items")
    dbt.ref("fct_orders")
    dbt.ref("fct_payments")
    dbt.ref("fct_reviews")
    dbt.ref("fct_service_usage")
    dbt.ref("fct_survey_responses")
    dbt.ref("fct_tickets")
    dbt.ref("fct_web_events")
    dbt.ref("fct_web_sessions")
    dbt.ref("funnel_daily")
    dbt.ref("identity_blocking_report")
    dbt.ref("identity_events")
    dbt.ref("identity_quality")
    dbt.ref("identity_review_queue")
    dbt.ref("inventory_signals")
    dbt.ref("lifecycle_monthly")
    dbt.ref("lifecycle_moves_monthly")
    dbt.ref("next_best_actions")
    dbt.ref("path_transitions")
    dbt.ref("product_performance_monthly")
    dbt.ref("rejected_records")
    dbt.ref("retention_cohorts")
    dbt.ref("retention_monthly")
    dbt.ref("rfm_segment_monthly")
    dbt.ref("rfm_segment_moves_monthly")
    dbt.ref("satisfaction_drivers")
    dbt.ref("satisfaction_monthly")
    dbt.ref("search_terms_monthly")
    dbt.ref("service_monthly")
    dbt.ref("voice_of_customer_monthly")
    dbt.ref("web_hours")
    dbt.ref("web_traffic_daily")
    columns = frames.to_pandas(dbt.ref("int_mart_columns")).sort_values(["mart", "column_number"])
    # dbt passes on only what is read by a bare call: within a comparison it would be None. Whatever is not "clear" is
    # masked.
    personal_data = dbt.config.get("serving_personal_data")
    return publish(
        session,
        schema=dbt.this.schema,
        columns=columns,
        path=dbt.config.get("serving_path"),
        masked=personal_data != "clear",
    )
