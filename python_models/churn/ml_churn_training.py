"""Compares churn models on a later period and fits the best one; `crm360.churn.train`."""

from crm360.learning import churn, frames


def model(dbt, session):
    dbt.config(materialized="table")
    return churn.train(frames.to_pandas(dbt.ref("int_churn_training_sample")))
