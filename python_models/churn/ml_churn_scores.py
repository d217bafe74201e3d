"""Scores every active customer with the trained churn model; `crm360.churn_scoring.score`."""

from crm360.learning import churn_scoring


def model(dbt, session):
    dbt.config(materialized="table")
    return churn_scoring.score(
        features=dbt.ref("int_churn_scoring").df(),
        table=dbt.ref("ml_churn_training").df(),
        reason_texts=dbt.ref("churn_reason_texts").df(),
    )
