"""Fits the credit scorecard and judges it on later months; `crm360.credit.training.train`."""

from crm360.learning import credit, frames


def model(dbt, session):
    dbt.config(materialized="table")
    return credit.train(frames.to_pandas(dbt.ref("int_credit_training")))
