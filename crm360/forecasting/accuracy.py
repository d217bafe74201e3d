"""Measures of forecast error. All take series × horizon (or any equal shapes) and return one number per series."""

from __future__ import annotations

import numpy as np


def smape(actual: np.ndarray, forecast: np.ndarray) -> np.ndarray:
    """Symmetric mean absolute percentage error, 0…200, as the M4 competition defines it; 0 where both are zero."""
    size = np.abs(actual) + np.abs(forecast)
    return 200.0 * np.where(size > 0, np.abs(actual - forecast) / np.where(size > 0, size, 1.0), 0.0).mean(axis=1)


def mase(actual: np.ndarray, forecast: np.ndarray, history: np.ndarray, season: int) -> np.ndarray:
    """Mean absolute error over that of the seasonal naive method one step ahead within `history` (Hyndman & Koehler
    2006). history: series × periods, NaN before the first one; NaN where it does not vary.
    """
    changes = np.abs(history[:, season:] - history[:, :-season])
    known = np.maximum((~np.isnan(changes)).sum(axis=1), 1)
    scale = np.nansum(changes, axis=1) / known
    return np.abs(actual - forecast).mean(axis=1) / np.where(scale > 0, scale, np.nan)


def coverage(actual: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Share of the values inside the interval, its ends included."""
    return ((actual >= lower) & (actual <= upper)).mean(axis=1)
