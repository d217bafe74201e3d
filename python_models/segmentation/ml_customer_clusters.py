"""Finds the cluster centres and keeps their numbers and names; `crm360.clustering.centres.fit_clusters`."""

from crm360.learning import clustering, frames


def model(dbt, session):
    # Incremental only to read the last run: every run replaces all rows, and --full-refresh forgets the last run.
    dbt.config(materialized="incremental", unique_key="model")
    previous = frames.to_pandas(session.sql(f"select * from {dbt.this}")) if dbt.is_incremental else None
    return clustering.fit_clusters(
        inputs=frames.to_pandas(dbt.ref("int_cluster_training_sample")),
        selection=frames.to_pandas(dbt.ref("ml_cluster_selection")),
        rules=frames.to_pandas(dbt.ref("cluster_names")),
        previous=previous,
    )
