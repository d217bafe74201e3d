"""Chooses the blend on one window and measures it on the next; `crm360.recommending.modelling.evaluation`."""

from crm360.learning import frames, recommending


def model(dbt, session):
    dbt.config(materialized="table")
    return recommending.evaluation(
        frames.to_pandas(dbt.ref("int_recommendation_training")),
        frames.to_pandas(dbt.ref("int_product_attributes")),
        frames.to_pandas(dbt.ref("int_recommendation_settings")),
    )
