"""Scores every order by Isolation Forest and LOF, fitted to a sample; `crm360.anomalies.scoring.scorer`."""

from crm360.learning import anomalies, frames


def model(dbt, session):
    dbt.config(materialized="table")
    score = anomalies.scorer(
        frames.to_pandas(dbt.ref("int_anomaly_order_sample")), frames.to_pandas(dbt.ref("anomaly_norms")), "order"
    )
    return frames.map_batches(session, dbt.ref("int_anomaly_orders"), score, anomalies.SCHEMA)
