"""Forecasts of a company's measures per month and week, from and to tables.

`forecast` takes the history as rows and returns everything the marts need as one table, told apart by `part`:

- `forecast`: per series and future period, made to add up (a measure's categories to its total)
- `evaluation`: per series, method and horizon, the mean absolute rolling-origin error
- `judged`: per series, past origin and horizon, the forecast of the choice that earlier origins alone would have
  made, beside what came
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
from threadpoolctl import threadpool_limits

from crm360.forecasting.reconcile import reconcile
from crm360.forecasting.selection import Choice, choose

VERSION = 1
"""Version of the stored form."""
TOTAL = "all"
"""The category of a measure's total."""
SEASONS = {"month": (12,), "week": (52,)}
"""Season lengths of each frequency, in its periods."""
KEYS = ["frequency", "measure", "category"]
SCHEMA = pa.schema(
    [
        ("part", pa.string()),
        ("frequency", pa.string()),
        ("measure", pa.string()),
        ("category", pa.string()),
        ("method", pa.string()),
        ("is_chosen", pa.bool_()),
        ("period_start", pa.timestamp("us")),
        ("origin", pa.timestamp("us")),
        ("horizon", pa.int32()),
        ("value", pa.float64()),
        ("lower_value", pa.float64()),
        ("upper_value", pa.float64()),
        ("unreconciled_value", pa.float64()),
        ("actual_value", pa.float64()),
        ("baseline_value", pa.float64()),
        ("origins", pa.int32()),
        ("periods", pa.int32()),
        ("history_from", pa.timestamp("us")),
        ("history_to", pa.timestamp("us")),
        ("status", pa.string()),
        ("version", pa.int32()),
    ]
)


def forecast(history: pd.DataFrame, horizons: Mapping[str, int]) -> pa.Table:
    """Forecast every series of the history.

    history: frequency (month or week), measure, category (`TOTAL` for the total, which the measure's other categories
    add up to), period_start (first day), value (the measure's unit). No period missing within a series; series that end
    before the last period of their frequency are refused. horizons: periods to forecast, by frequency.

    Returns `SCHEMA`, sorted. value: the forecast; the mean absolute error in `evaluation`. baseline_value: the same of
    the seasonal naive method. status: chosen; baseline (the choices would have been worse than the seasonal naive
    method on the judged periods, which therefore forecasts every series of the frequency); too_short (the last value
    goes on, without interval). Raises ValueError for a history with gaps or repeated periods.
    """
    frames = []
    for frequency in sorted(set(history["frequency"]) & set(horizons)):
        rows = history[history["frequency"] == frequency]
        series, periods, values = _matrix(rows, frequency)
        with threadpool_limits(limits=1):  # sums in a fixed order: the same result on any machine
            choice = choose(values, horizons[frequency], SEASONS[frequency])
        future = _periods_after(periods, horizons[frequency], frequency)
        known = ~np.isnan(values)
        facts = series.assign(
            periods=known.sum(axis=1),
            history_from=periods.to_numpy()[known.argmax(axis=1)],
            history_to=periods[-1],
            origins=choice.origins,
            status=np.where(choice.origins == 0, "too_short", "baseline" if choice.fell_back else "chosen"),
        )
        frames += [
            _forecast_rows(facts, choice, future),
            _evaluation_rows(facts, choice),
            _judged_rows(facts, choice, periods, horizons[frequency]),
        ]
    if not frames:
        return SCHEMA.empty_table()
    table = pd.concat(frames, ignore_index=True).assign(version=VERSION)
    table = table.sort_values(["part", *KEYS, "method", "origin", "horizon"], kind="stable", na_position="first")
    columns = {field.name: pa.array(table.get(field.name, [None] * len(table)), from_pandas=True) for field in SCHEMA}
    return pa.table(columns).cast(SCHEMA)


def _matrix(rows: pd.DataFrame, frequency: str) -> tuple[pd.DataFrame, pd.DatetimeIndex, np.ndarray]:
    """Series (keys), their periods, and values (series × periods, NaN before a series begins)."""
    starts = pd.to_datetime(rows["period_start"]).astype("datetime64[us]")
    wide = rows.assign(period_start=starts).pivot(index=KEYS, columns="period_start", values="value").sort_index()
    whole = _range(wide.columns.min(), wide.columns.max(), frequency)
    if not wide.columns.isin(whole).all():
        raise ValueError(f"periods do not start whole {frequency}s apart")
    values = wide.reindex(columns=whole).to_numpy(dtype=float)
    known = ~np.isnan(values)
    if (known[:, 1:] < known[:, :-1]).any():
        raise ValueError(f"a series per {frequency} has a gap, or ends before the last {frequency}")
    return wide.index.to_frame(index=False), whole, values


def _range(first: pd.Timestamp, last: pd.Timestamp, frequency: str) -> pd.DatetimeIndex:
    step = pd.DateOffset(months=1) if frequency == "month" else pd.DateOffset(weeks=1)
    return pd.date_range(first, last, freq=step).as_unit("us")


def _periods_after(periods: pd.DatetimeIndex, count: int, frequency: str) -> pd.DatetimeIndex:
    step = pd.DateOffset(months=count) if frequency == "month" else pd.DateOffset(weeks=count)
    return _range(periods[-1], periods[-1] + step, frequency)[1:]


def _forecast_rows(facts: pd.DataFrame, choice: Choice, future: pd.DatetimeIndex) -> pd.DataFrame:
    values = _reconciled(facts, choice)
    shift = values - choice.forecasts
    floor = np.where(choice.lower >= 0, 0.0, -np.inf)
    count, horizon = values.shape
    rows = facts.loc[facts.index.repeat(horizon)].reset_index(drop=True)
    return rows.assign(
        part="forecast",
        method=np.repeat(np.array(choice.methods, dtype=object)[choice.chosen], horizon),
        is_chosen=True,
        period_start=np.tile(future.to_numpy(), count),
        horizon=np.tile(np.arange(1, horizon + 1), count),
        value=values.ravel(),
        lower_value=np.minimum(np.maximum(choice.lower + shift, floor), values).ravel(),
        upper_value=np.maximum(choice.upper + shift, floor).ravel(),
        unreconciled_value=choice.forecasts.ravel(),
    )


def _reconciled(facts: pd.DataFrame, choice: Choice) -> np.ndarray:
    values = choice.forecasts.copy()
    for _, group in facts.groupby("measure", sort=True):
        totals = group.index[group["category"] == TOTAL]
        parts = group.index[group["category"] != TOTAL]
        if len(totals) == 1 and len(parts):
            values[parts] = reconcile(values[totals[0]], values[parts])
    return values


def _evaluation_rows(facts: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    count, methods, horizon = choice.errors.shape
    naive = choice.errors[np.arange(count), choice.baseline]
    rows = facts.loc[facts.index.repeat(methods * horizon)].reset_index(drop=True)
    rows = rows.assign(
        part="evaluation",
        method=np.tile(np.repeat(np.array(choice.methods, dtype=object), horizon), count),
        is_chosen=(choice.chosen[:, None, None] == np.arange(methods)[:, None]).repeat(horizon, axis=2).ravel(),
        horizon=np.tile(np.arange(1, horizon + 1), count * methods),
        value=choice.errors.ravel(),
        baseline_value=np.repeat(naive[:, None], methods, axis=1).ravel(),
    )
    return rows[rows["value"].notna()]


def _judged_rows(facts: pd.DataFrame, choice: Choice, periods: pd.DatetimeIndex, horizon: int) -> pd.DataFrame:
    place = np.broadcast_to(choice.judged_origin[:, :, None], choice.judged_forecast.shape)
    ahead = np.broadcast_to(np.arange(horizon), place.shape)
    known = ~np.isnan(choice.judged_forecast)
    rows = facts.loc[facts.index.repeat(known.sum(axis=(1, 2)))].reset_index(drop=True)
    low, middle, width = choice.lower, choice.judged_forecast, choice.judged_width
    floor = np.broadcast_to(np.where((low >= 0).all(axis=1), 0.0, -np.inf)[:, None, None], middle.shape)
    start = periods.to_numpy()
    return rows.assign(
        part="judged",
        period_start=start[(place + ahead)[known]],
        origin=start[place[known] - 1],
        horizon=ahead[known] + 1,
        value=np.maximum(middle, floor)[known],
        lower_value=np.maximum(middle - width, floor)[known],
        upper_value=np.maximum(middle + width, floor)[known],
        actual_value=choice.judged_actual[known],
        baseline_value=choice.judged_baseline[known],
    )
