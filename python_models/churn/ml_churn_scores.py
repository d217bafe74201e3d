"""Scores every active customer with the trained churn model; `crm360.churn_scoring.score`."""

from functools import partial

from crm360.learning import churn_scoring, frames


def model(dbt, session):
    dbt.config(materialized="table")
    score = partial(
        churn_scoring.score,
        table=frames.to_pandas(dbt.ref("ml_churn_training")),
        reason_texts=frames.to_pandas(dbt.ref("churn_reason_texts")),
    )
    return frames.map_batches(session, dbt.ref("int_churn_scoring"), score, churn_scoring.SCHEMA)
