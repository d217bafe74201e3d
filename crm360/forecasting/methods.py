"""The competing methods, each as one function over many series: what would have been forecast at some origins.

A method is named `<model>` or `<model>_<season length>`; those with a season work on seasonally adjusted series.
`combination` is the mean of Theta, ETS and ARIMA of the same season length. `naive` (the last value) and
`seasonal_naive_<length>` (the last season) are the baselines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from crm360.forecasting import season
from crm360.forecasting.arima import arima
from crm360.forecasting.smoothing import ets, starts_of, theta

Method = Callable[[np.ndarray, np.ndarray, np.ndarray, int], np.ndarray]
MODELS: dict[str, Method] = {"theta": theta, "ets": ets, "arima": arima}


def forecast_all(
    values: np.ndarray, fitted_to: int, origins: np.ndarray, horizon: int, seasons: Sequence[int]
) -> dict[str, np.ndarray]:
    """Forecasts of every method (series × origins × horizon; NaN where a series is too short for the season).

    values: series × periods, aligned at the last one, NaN before the first one, longest first. fitted_to: parameters
    and seasonal indices know the first so many columns only. origins: after how many columns forecasts are made,
    ascending, none before `fitted_to`. seasons: lengths of the seasons in periods (12 for months), without 1.
    """
    ahead = origins[:, None] + np.arange(horizon)
    made = {"naive": np.repeat(values[:, origins - 1, None], horizon, axis=2), "drift": _drift(values, ahead, origins)}
    known = fitted_to - np.minimum(starts_of(values), fitted_to)
    for length in (1, *seasons):
        enough = known >= 2 * length
        if length > 1:
            made[f"seasonal_naive_{length}"] = _seasonal_naive(values, ahead, origins, length)
            if not enough.any():
                continue
        fitted = season.decompose(values[:, :fitted_to], length) if length > 1 else season.none(values)
        adjusted = fitted.remove(values)
        ending = f"_{length}" if length > 1 else ""
        parts = []
        for name, model in MODELS.items():
            plain = model(adjusted[:, :fitted_to], adjusted, origins, horizon)
            parts.append(np.where(enough[:, None, None], fitted.add(plain, ahead), np.nan))
            made[name + ending] = parts[-1]
        made["combination" + ending] = np.mean(parts, axis=0)
    return made


def method_names(seasons: Sequence[int]) -> list[str]:
    """All competing methods, simple ones first: of equally good ones the first is chosen."""
    models = [
        f"{name}{ending}" for ending in ("", *(f"_{length}" for length in seasons)) for name in (*MODELS, "combination")
    ]
    return ["naive", *(f"seasonal_naive_{length}" for length in seasons), "drift", *models]


def _drift(values: np.ndarray, ahead: np.ndarray, origins: np.ndarray) -> np.ndarray:
    """The last value and the mean change since the first one."""
    begin = np.minimum(starts_of(values), values.shape[1] - 1)
    first, last = values[np.arange(len(values)), begin][:, None], values[:, origins - 1]
    change = (last - first) / np.maximum(origins - 1 - begin[:, None], 1)
    return last[:, :, None] + change[:, :, None] * (ahead - origins[:, None] + 1)


def _seasonal_naive(values: np.ndarray, ahead: np.ndarray, origins: np.ndarray, length: int) -> np.ndarray:
    back = (ahead - origins[:, None]) // length + 1
    column = ahead - back * length
    return np.where(column >= 0, values[:, np.maximum(column, 0)], np.nan)
