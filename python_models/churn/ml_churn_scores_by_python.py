"""Scores every active customer, unless the model is linear and SQL does; `crm360.churn.scoring.score_by_python`."""

from functools import partial

from crm360.learning import churn_scoring, frames


def model(dbt, session):
    dbt.config(materialized="table")
    score = partial(
        churn_scoring.score_by_python,
        table=frames.to_pandas(dbt.ref("ml_churn_training")),
        reason_texts=frames.to_pandas(dbt.ref("churn_reason_texts")),
    )
    return frames.map_batches(session, dbt.ref("int_churn_scoring"), score, churn_scoring.SCHEMA)
