"""Conversions with and without each channel; `crm360.attribution.conversion_without`."""

from crm360.learning import attribution, frames


def model(dbt, session):
    dbt.config(materialized="table")
    return attribution.conversion_without(frames.to_pandas(dbt.ref("int_markov_transitions")))
