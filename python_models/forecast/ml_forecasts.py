"""Forecasts every series per month and week; `crm360.forecasting.business.forecast`."""

from crm360.learning import forecasting, frames


def model(dbt, session):
    dbt.config(materialized="table")
    horizons = {"month": int(dbt.config.get("forecast_months")), "week": int(dbt.config.get("forecast_weeks"))}
    history = frames.to_pandas(dbt.ref("int_forecast_history")).rename(columns={"amount": "value"})
    return forecasting.forecast(history, horizons)
