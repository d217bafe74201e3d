"""From which categories the next purchase is; `crm360.propensity.category.train`."""

from crm360.learning import frames, propensity_category


def model(dbt, session):
    dbt.config(materialized="table")
    return propensity_category.train(frames.to_pandas(dbt.ref("int_category_sample")))
