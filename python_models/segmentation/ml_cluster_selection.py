"""Chooses the number of customer clusters; `crm360.clustering.selection.select_k`."""

from crm360.learning import clustering, frames


def model(dbt, session):
    # Incremental only to read the last run: every run replaces all rows, and --full-refresh forgets the last run.
    dbt.config(materialized="incremental", unique_key="selection")
    previous = frames.to_pandas(session.sql(f"select * from {dbt.this}")) if dbt.is_incremental else None
    as_of = clustering.only_day(frames.to_pandas(dbt.ref("int_as_of")))
    days = dbt.config.get("cluster_freeze_days")
    refit = dbt.config.get("cluster_refit")
    schedule = clustering.Schedule(as_of, int(days), bool(refit))
    return clustering.select_k(frames.to_pandas(dbt.ref("int_cluster_training_sample")), previous, schedule)
