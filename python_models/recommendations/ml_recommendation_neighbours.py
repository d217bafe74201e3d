"""Finds the neighbours of products and customers; `crm360.recommending.modelling.neighbours`."""

from crm360.learning import frames, recommending


def model(dbt, session):
    dbt.config(materialized="table")
    return recommending.neighbours(
        frames.to_pandas(dbt.ref("int_recommendation_training")),
        frames.to_pandas(dbt.ref("int_product_attributes")),
        frames.to_pandas(dbt.ref("ml_recommendation_evaluation")),
    )
