"""Choosing a method per series by rolling-origin error, and intervals from the errors it made.

    fitted to | origin, origin, … each forecasts `horizon` periods that are known by now | the last known period

Parameters and seasonal indices are estimated before the first origin (of short series before each horizon's worth of
origins) and only the state is carried on, so every error is one of periods that the method had not seen. How good the
*choice* is, and how wide an interval has to be, is judged one step further out: at each later origin, with the choice
and the scale that the earlier ones alone would have given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crm360.forecasting.intervals import TINY, half_widths, spread
from crm360.forecasting.methods import forecast_all, method_names
from crm360.forecasting.smoothing import starts_of

SPANS = 4
"""The rolling origins reach back over at most this many horizons."""
STEPS = 4
"""Origins a horizon, where it has so many periods."""
SHORT = 200
"""Series of fewer periods are estimated anew after each horizon: there, a few periods more make a difference."""
LEAST = 4
"""A series of fewer periods than this gets its last value as the forecast, without interval."""


@dataclass(frozen=True)
class Choice:
    """Everything about the series of one frequency, in the order they came in.

    methods: names. forecasts, lower, upper: series × horizon. chosen, baseline: index of the method, and of the
    seasonal naive one. errors: mean absolute rolling-origin error, series × methods × horizon (NaN where it was not
    measured). origins: how many of them. judged_*: series × judged origins × horizon, the choices that were made at
    earlier origins (forecast, actual value, seasonal naive, half-width of the interval); NaN where there are none.
    judged_origin: after how many periods (series × judged origins; 0: none).
    fell_back: the choices were worse than the seasonal naive method, which therefore forecasts everything.
    """

    methods: list[str]
    chosen: np.ndarray
    baseline: np.ndarray
    forecasts: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    errors: np.ndarray
    origins: np.ndarray
    judged_origin: np.ndarray
    judged_forecast: np.ndarray
    judged_actual: np.ndarray
    judged_baseline: np.ndarray
    judged_width: np.ndarray
    fell_back: bool


def choose(values: np.ndarray, horizon: int, seasons: Sequence[int]) -> Choice:
    """Forecast `horizon` periods of every series after its last one.

    values: series × periods, aligned at the last one, NaN before the first one, no gaps. seasons: lengths of the
    seasons in periods, the one of the baseline first. A series that was never negative gets no negative forecast.
    """
    values = values if values.shape[1] else np.full((len(values), 1), np.nan)
    order = np.argsort(starts_of(values), kind="stable")
    ordered = np.where(np.isinf(values), np.nan, values)[order]
    names = method_names(seasons)
    count = len(ordered)
    judged = (SPANS - 2) * STEPS + 1
    future = _stacked(ordered, ordered.shape[1], np.array([ordered.shape[1]]), horizon, seasons)[:, :, 0]
    errors = np.full((count, len(names), horizon), np.nan)
    origins = np.zeros(count, dtype=int)
    parts = {name: np.full((count, judged, horizon), np.nan) for name in ("forecast", "actual", "baseline", "scale")}
    judged_at = np.zeros((count, judged), dtype=int)
    scale = np.full((count, horizon), np.nan)
    chosen, baseline = np.zeros(count, dtype=int), np.zeros(count, dtype=int)
    for rows, fitted_to, at, tried in _groups(ordered, horizon, seasons):
        part = ordered[rows]
        made = _rolled(part, fitted_to, at, tried, seasons)
        actual = part[:, at[:, None] + np.arange(tried)]
        misses = np.abs(made - actual[:, None])
        misses[np.isnan(future[rows]).any(axis=2)] = np.nan
        errors[rows, :, :tried] = misses.mean(axis=2)
        origins[rows] = len(at)
        chosen[rows], scale[rows] = _pick(misses, horizon)
        judged_at[rows, judged - min(len(at), judged) :] = at[-judged:]
        baseline[rows] = _baseline_of(names, seasons, misses)
        _judge(parts, rows, made, actual, misses, at, baseline[rows])
    fell_back = _is_worse(parts)
    if fell_back:
        chosen = baseline
        scale = _scale_of(errors, chosen, scale)
        parts["forecast"] = parts["baseline"].copy()
    factor, widths = half_widths(parts, judged_at)
    forecasts = np.take_along_axis(future, chosen[:, None, None], axis=1)[:, 0] if count else future[:, 0]
    half = scale * factor
    floor = np.where(np.nanmin(ordered, axis=1, initial=np.inf) >= 0, 0.0, -np.inf)[:, None]
    back = np.argsort(order, kind="stable")
    return Choice(
        names,
        chosen[back],
        baseline[back],
        np.maximum(forecasts, floor)[back],
        np.maximum(forecasts - half, floor)[back],
        np.maximum(forecasts + half, floor)[back],
        errors[back],
        origins[back],
        judged_at[back],
        parts["forecast"][back],
        parts["actual"][back],
        parts["baseline"][back],
        widths[back],
        fell_back,
    )


def _baseline_of(names: list[str], seasons: Sequence[int], misses: np.ndarray) -> np.ndarray:
    """Index of the naive method of each series: the last season of the first length, or the last value where there
    is no whole season. misses: series × methods × origins × horizon.
    """
    if not seasons:
        return np.zeros(len(misses), dtype=int)
    index = names.index(f"seasonal_naive_{seasons[0]}")
    return np.where(np.isnan(misses[:, index]).any(axis=(1, 2)), 0, index)


def _stacked(
    values: np.ndarray, fitted_to: int, origins: np.ndarray, horizon: int, seasons: Sequence[int]
) -> np.ndarray:
    """Forecasts as series × methods × origins × horizon."""
    names = method_names(seasons)
    stacked = np.full((len(values), len(names), len(origins), horizon), np.nan)
    if values.size:
        for name, made in forecast_all(values, fitted_to, origins, horizon, seasons).items():
            stacked[:, names.index(name)] = made
    return stacked


def _rolled(
    values: np.ndarray, fitted_to: int, origins: np.ndarray, horizon: int, seasons: Sequence[int]
) -> np.ndarray:
    """Forecasts at the origins, estimated before each (short series: before each horizon's worth of them)."""
    if (values.shape[1] - starts_of(values)).max(initial=0) >= SHORT:
        return _stacked(values, fitted_to, origins, horizon, seasons)
    blocks = (origins - origins[0]) // horizon
    made = [
        _stacked(values, int(origins[blocks == block][0]), origins[blocks == block], horizon, seasons)
        for block in np.unique(blocks)
    ]
    return np.concatenate(made, axis=2)


def _groups(values: np.ndarray, horizon: int, seasons: Sequence[int]):
    """Series by how far back their origins can reach: (rows, fitted to, origins, horizon that can be tried)."""
    lengths = values.shape[1] - starts_of(values)
    plans = [_plan(int(length), horizon, seasons) for length in lengths]
    for span, tried, short in sorted({plan for plan in plans if plan is not None}):
        rows = np.flatnonzero([plan == (span, tried, short) for plan in plans])
        first = values.shape[1] - span
        step = max(1, tried // STEPS)
        yield rows, first, np.arange(values.shape[1] - tried, first - 1, -step)[::-1], tried


def _plan(length: int, horizon: int, seasons: Sequence[int]) -> tuple[int, int, bool] | None:
    """How many periods the origins reach back, how far they forecast, and whether the series counts as short; None for
    one that is too short.

    What is left before the first origin holds two seasons where that is possible, and half of the series otherwise.
    """
    if length < LEAST:
        return None
    tried = min(horizon, length // 4)
    needed = max([2 * season for season in seasons if length >= 2 * season + tried], default=length // 2)
    return min(max(length - needed, tried), SPANS * tried), tried, length < SHORT


def _pick(misses: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """The method with the least mean absolute error, and its error by horizon (the last one goes on)."""
    mean = misses.mean(axis=(2, 3))
    chosen = np.where(np.isnan(mean), np.inf, mean).argmin(axis=1)
    kept = np.take_along_axis(misses, chosen[:, None, None, None], axis=1)[:, 0]
    return chosen, spread(kept, horizon)


def _scale_of(errors: np.ndarray, chosen: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """The scale of another choice: the same growth with the horizon, that method's mean error."""
    picked = np.take_along_axis(errors, chosen[:, None, None], axis=1)[:, 0]
    known = ~np.isnan(picked)
    picked = np.where(known, picked, 0.0).sum(axis=1, keepdims=True) / np.maximum(known.sum(axis=1, keepdims=True), 1)
    mean = np.maximum(scale.mean(axis=1, keepdims=True), TINY)
    return scale / mean * picked


def _judge(
    parts: dict[str, np.ndarray],
    rows: np.ndarray,
    made: np.ndarray,
    actual: np.ndarray,
    misses: np.ndarray,
    at: np.ndarray,
    baseline: np.ndarray,
) -> None:
    """Fill in what choices of earlier origins, whose periods were over, would have forecast at the later ones."""
    tried, most = made.shape[3], parts["forecast"].shape[1]
    for position in range(len(at)):
        earlier = np.flatnonzero(at + tried <= at[position])
        slot = most - (len(at) - position)
        if not len(earlier) or slot < 0:
            continue
        chosen, scale = _pick(misses[:, :, earlier], tried)
        index = (rows, slot, slice(None, tried))
        each = np.arange(len(rows))
        parts["forecast"][index] = made[each, chosen, position]
        parts["baseline"][index] = made[each, baseline, position]
        parts["actual"][index] = actual[:, position]
        parts["scale"][index] = scale


def _is_worse(parts: dict[str, np.ndarray]) -> bool:
    """Whether the choices were worse than the baseline, series weighed alike by the baseline's error."""
    ours, naive = (np.abs(parts[name] - parts["actual"]) for name in ("forecast", "baseline"))
    known = ~np.isnan(ours).all(axis=(1, 2))
    if not known.any():
        return False
    ours_mean, naive_mean = (np.nanmean(part[known], axis=(1, 2)) for part in (ours, naive))
    relative = (ours_mean + TINY) / (naive_mean + TINY)
    return bool(np.exp(np.log(relative).mean()) > 1.0)
