"""Making parts add up to their total."""

from __future__ import annotations

import numpy as np


def reconcile(total: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Parts (parts × horizon) that add up to the total (horizon), which stays as it is.

    Each part keeps its share of what the parts' own forecasts say (forecast proportions: Athanasopoulos, Ahmed &
    Hyndman 2009). Where shares make no sense, because a forecast is negative or all parts are zero, what is missing is
    divided alike. docs/forecasts.md says how this compares with adding up from below and with least squares.
    """
    sums = parts.sum(axis=0)
    shared = (parts >= 0).all(axis=0) & (total >= 0) & (sums > 0)
    proportional = parts * (total / np.where(shared, sums, 1.0))
    return np.where(shared, proportional, parts + (total - sums) / max(len(parts), 1))
