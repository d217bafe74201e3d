"""Expected purchases of customers who are alive; `crm360.lifetime_value.expectations.expect`."""

from functools import partial

from crm360.learning import frames, lifetime_expectations


def model(dbt, session):
    dbt.config(materialized="table")
    expect = partial(lifetime_expectations.expect, table=frames.to_pandas(dbt.ref("ml_lifetime_value_parameters")))
    return frames.map_batches(session, dbt.ref("int_lifetime_value_questions"), expect, lifetime_expectations.SCHEMA)
