"""Compares churn models on later months and fits the best one; `crm360.churn.training.train`."""

from crm360.learning import churn, frames


def model(dbt, session):
    dbt.config(materialized="table")
    slow_rows = dbt.config.get("churn_slow_rows")
    return churn.train(frames.to_pandas(dbt.ref("int_churn_training_sample")), int(slow_rows))
