"""Scores every customer by Isolation Forest and LOF, fitted to a sample; `crm360.anomalies.scoring.scorer`."""

from crm360.learning import anomalies, frames


def model(dbt, session):
    dbt.config(materialized="table")
    score = anomalies.scorer(
        frames.to_pandas(dbt.ref("int_anomaly_customer_sample")), frames.to_pandas(dbt.ref("anomaly_norms")), "customer"
    )
    return frames.map_batches(session, dbt.ref("int_anomaly_customers"), score, anomalies.SCHEMA)
