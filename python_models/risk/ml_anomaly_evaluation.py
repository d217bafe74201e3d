"""Judges the anomaly detectors on rows planted among customers and orders; `crm360.anomalies.scoring.evaluate`."""

from crm360.learning import anomalies, frames


def model(dbt, session):
    dbt.config(materialized="table")
    customers = frames.to_pandas(dbt.ref("int_anomaly_customer_sample"))
    return anomalies.evaluate(customers, frames.to_pandas(dbt.ref("int_anomaly_order_sample")))
