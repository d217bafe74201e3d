"""Chooses the number of customer clusters; `crm360.clusters.select_k`."""

from crm360.learning import clusters, frames


def model(dbt, session):
    # Incremental only to read the last run: every run replaces all rows, and --full-refresh forgets the last run.
    dbt.config(materialized="incremental", unique_key="selection")
    previous = frames.to_pandas(session.sql(f"select * from {dbt.this}")) if dbt.is_incremental else None
    return clusters.select_k(frames.to_pandas(dbt.ref("int_cluster_training_sample")), previous)
