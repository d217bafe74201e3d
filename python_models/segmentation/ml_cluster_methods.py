"""Groups the same customers in other ways and compares them; `crm360.clustering.comparison.compare`."""

from crm360.learning import clustering, frames


def model(dbt, session):
    # Incremental to keep what was found while the clusters stay: every run replaces all rows.
    dbt.config(materialized="incremental", unique_key="model")
    previous = frames.to_pandas(session.sql(f"select * from {dbt.this}")) if dbt.is_incremental else None
    return clustering.compare(
        inputs=frames.to_pandas(dbt.ref("int_cluster_training_sample")),
        centres=frames.to_pandas(dbt.ref("ml_customer_clusters")),
        previous=previous,
    )
