"""Explains each cluster by rules of a shallow tree; `crm360.clustering.rules.explain`."""

from crm360.learning import clustering, frames


def model(dbt, session):
    # Incremental to keep the rules while the clusters stay: every run replaces all rows.
    dbt.config(materialized="incremental", unique_key="model")
    previous = frames.to_pandas(session.sql(f"select * from {dbt.this}")) if dbt.is_incremental else None
    return clustering.explain(
        inputs=frames.to_pandas(dbt.ref("int_cluster_training_sample")),
        centres=frames.to_pandas(dbt.ref("ml_customer_clusters")),
        texts=frames.to_pandas(dbt.ref("cluster_feature_texts")),
        previous=previous,
    )
