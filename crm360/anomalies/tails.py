"""How rare each value is in its feature: empirical tails, and the ECOD score.

Li, Zhao, Hu, Botta, Ionescu & Chen (2022), "ECOD: Unsupervised outlier detection using empirical cumulative
distribution functions", IEEE TKDE, arXiv:2201.00382, Algorithm 1. Over the n known values of a feature:

    left tail   F(x) = #(values <= x) / n        (its equation for the left ECDF)
    right tail  S(x) = #(values >= x) / n        (the same of the negated values)
    O_left = -Σ ln F,  O_right = -Σ ln S,  O_auto = -Σ ln (F where the feature's skewness is below 0, else S)
    score = max(O_left, O_right, O_auto)

An unknown value is not rare: it adds nothing. Written from the paper; `int_anomaly_tails` does the same in SQL.
"""

from __future__ import annotations

import numpy as np


def tail_surprises(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(-ln F, -ln S) per value in nats, rows × features; 0 where the value is unknown (NaN)."""
    left, right = np.zeros(values.shape), np.zeros(values.shape)
    for number in range(values.shape[1]):
        known = ~np.isnan(values[:, number])
        column = values[known, number]
        if len(column) == 0:
            continue
        ordered = np.sort(column)
        left[known, number] = -np.log(np.searchsorted(ordered, column, side="right") / len(column))
        right[known, number] = -np.log((len(column) - np.searchsorted(ordered, column, side="left")) / len(column))
    return left, right


def ecod_scores(left: np.ndarray, right: np.ndarray, skew_sign: np.ndarray) -> np.ndarray:
    """ECOD per row in nats. left, right: as `tail_surprises` gives; skew_sign: of each feature."""
    automatic = np.where(skew_sign < 0, left, right)
    sums = [tail.sum(axis=1) for tail in (left, right, automatic)]
    return np.maximum.reduce(sums)
