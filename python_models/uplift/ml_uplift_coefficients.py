"""Fits the regressions of uplift per campaign type; `crm360.uplift.models`."""

from crm360.learning import frames, uplift


def model(dbt, session):
    dbt.config(materialized="table")
    return uplift.estimate(frames.to_pandas(dbt.ref("int_uplift_sample")))
