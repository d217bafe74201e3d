"""Judges uplift scores per campaign and campaign type on customers that they have not seen; `crm360.uplift`."""

from crm360.learning import frames, uplift


def model(dbt, session):
    dbt.config(materialized="table")
    return uplift.evaluate(frames.to_pandas(dbt.ref("int_uplift_sample")))
