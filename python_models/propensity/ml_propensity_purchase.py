"""Who buys within the next days; `crm360.propensity.purchase.train`."""

from crm360.learning import frames, propensity_purchase


def model(dbt, session):
    dbt.config(materialized="table")
    return propensity_purchase.train(frames.to_pandas(dbt.ref("int_propensity_sample")))
