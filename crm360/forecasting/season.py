"""Seasons: a test, indices by classical decomposition, taking them out and putting them back in.

Series are the rows of a matrix (series × periods), aligned at their last period, NaN before their first one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

CRITICAL = 1.645
"""Two-sided 90 % point of the normal distribution, as in the seasonality test of the M4 benchmarks."""


@dataclass(frozen=True)
class Season:
    """Indices (series × period length) of the phases `column % length`; multiplicative where `ratio`, else added."""

    indices: np.ndarray
    ratio: np.ndarray

    def at(self, columns: np.ndarray) -> np.ndarray:
        """Indices of those columns (any shape, beyond the matrix too): series × that shape."""
        return self.indices[:, columns % self.indices.shape[1]]

    def remove(self, values: np.ndarray) -> np.ndarray:
        """Seasonally adjusted values (series × columns from 0)."""
        index, ratio = self.at(np.arange(values.shape[1])), self.ratio[:, None]
        return np.where(ratio, values / np.where(ratio, index, 1.0), values - index)

    def add(self, forecasts: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Forecasts with their season; both are series × the shape of `columns`."""
        index = self.at(columns)
        ratio = self.ratio.reshape(-1, *[1] * columns.ndim)
        return np.where(ratio, forecasts * index, forecasts + index)


def none(values: np.ndarray) -> Season:
    """No season at all: an index of zero for every column."""
    return Season(np.zeros((len(values), 1)), np.zeros(len(values), dtype=bool))


def is_seasonal(values: np.ndarray, length: int) -> np.ndarray:
    """Whether the autocorrelation at lag `length` is significant at 90 % (series): the test of the M4 competition's
    benchmarks (Makridakis, Spiliotis & Assimakopoulos 2018). Series of fewer than three seasons are not.
    """
    counts = (~np.isnan(values)).sum(axis=1)
    if length < 2 or values.shape[1] < 3 * length:
        return np.zeros(len(values), dtype=bool)
    centred = np.nan_to_num(values - _row_mean(values))
    total = np.maximum((centred**2).sum(axis=1), 1e-300)
    acf = np.stack([(centred[:, lag:] * centred[:, :-lag]).sum(axis=1) / total for lag in range(1, length + 1)])
    limit = CRITICAL * np.sqrt((1 + 2 * (acf[:-1] ** 2).sum(axis=0)) / np.maximum(counts, 1))
    return (np.abs(acf[-1]) > limit) & (counts >= 3 * length)


def decompose(values: np.ndarray, length: int) -> Season:
    """Seasonal indices by classical decomposition: deviations from the centred moving average over one season, averaged
    by phase, recent seasons like old ones. Multiplicative where all values are positive, else additive.

    Series shorter than two seasons get no season (additive zeros).
    """
    counts = (~np.isnan(values)).sum(axis=1)
    flat = Season(np.zeros((len(values), length)), np.zeros(len(values), dtype=bool))
    if length < 2 or values.shape[1] < 2 * length or not len(values):
        return flat
    ratio = np.nanmin(values, axis=1) > 0
    trend = _moving_average(values, length)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviations = np.where(ratio[:, None], values / trend, values - trend)
    phases = np.arange(values.shape[1]) % length
    known = ~np.isnan(deviations)
    sums = np.stack([np.nansum(deviations[:, phases == phase], axis=1) for phase in range(length)], axis=1)
    seen = np.stack([known[:, phases == phase].sum(axis=1) for phase in range(length)], axis=1)
    neutral = np.where(ratio, 1.0, 0.0)[:, None]
    indices = np.where(seen > 0, sums / np.maximum(seen, 1), neutral)
    mean = indices.mean(axis=1, keepdims=True)
    indices = np.where(ratio[:, None], indices / np.where(ratio[:, None], mean, 1.0), indices - mean)
    usable = counts >= 2 * length
    ratio = ratio & usable
    return Season(np.where(usable[:, None], np.where(ratio[:, None], np.maximum(indices, 1e-3), indices), 0.0), ratio)


def _row_mean(values: np.ndarray) -> np.ndarray:
    counts = np.maximum((~np.isnan(values)).sum(axis=1, keepdims=True), 1)
    return np.nansum(values, axis=1, keepdims=True) / counts


def _moving_average(values: np.ndarray, length: int) -> np.ndarray:
    """Centred moving average over one season (2 × m where the length is even); NaN where it does not fit."""
    width = length + 1 if length % 2 == 0 else length
    weights = np.full(width, 1.0 / length)
    if length % 2 == 0:
        weights[[0, -1]] /= 2
    windows = np.lib.stride_tricks.sliding_window_view(values, width, axis=1) @ weights
    half = width // 2
    average = np.full(values.shape, np.nan)
    average[:, half : values.shape[1] - half] = windows
    return average
