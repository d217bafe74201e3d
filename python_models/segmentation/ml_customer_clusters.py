"""Finds the cluster centres and keeps their numbers and names; `crm360.clusters.fit_clusters`."""

from crm360.learning import clusters


def model(dbt, session):
    # Incremental only to read the last run: every run replaces all rows, and --full-refresh forgets the last run.
    dbt.config(materialized="incremental", unique_key="model", incremental_strategy="delete+insert")
    previous = session.sql(f"select * from {dbt.this}").df() if dbt.is_incremental else None
    return clusters.fit_clusters(
        inputs=dbt.ref("int_cluster_training_sample").df(),
        selection=dbt.ref("ml_cluster_selection").df(),
        rules=dbt.ref("cluster_names").df(),
        previous=previous,
    )
