"""Keeps which number meant which cluster when; `crm360.clustering.names.date_names`."""

from crm360.learning import clustering, frames


def model(dbt, session):
    # Incremental only to read the last run: every run replaces all rows, and --full-refresh forgets the last run.
    dbt.config(materialized="incremental", unique_key="map")
    previous = frames.to_pandas(session.sql(f"select * from {dbt.this}")) if dbt.is_incremental else None
    return clustering.date_names(frames.to_pandas(dbt.ref("ml_customer_clusters")), previous)
