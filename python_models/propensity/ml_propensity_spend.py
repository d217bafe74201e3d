"""How much a customer spends in the next quarter; `crm360.propensity.spend.train`."""

from crm360.learning import frames, propensity_spend


def model(dbt, session):
    dbt.config(materialized="table")
    return propensity_spend.train(frames.to_pandas(dbt.ref("int_propensity_sample")))
