"""What the chosen churn model would have said of past months; `crm360.churn.training.backtest`."""

from crm360.learning import churn, frames


def model(dbt, session):
    dbt.config(materialized="table")
    slow_rows = dbt.config.get("churn_slow_rows")
    return churn.backtest(
        frames.to_pandas(dbt.ref("int_churn_training_sample")),
        table=frames.to_pandas(dbt.ref("ml_churn_training")),
        slow_rows=int(slow_rows),
    )
