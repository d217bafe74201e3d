"""Fits how often customers buy and what they spend; `crm360.lifetime_value.estimation.estimate`."""

from crm360.learning import frames, lifetime_estimation


def model(dbt, session):
    dbt.config(materialized="table")
    return lifetime_estimation.estimate(
        frames.to_pandas(dbt.ref("int_lifetime_value_histories")),
        frames.to_pandas(dbt.ref("int_lifetime_value_spends")),
    )
