"""What is normal for each feature, and how far a value lies from it (robust z-scores).

    z = (value - median) / spread,  spread = 1.4826 · MAD, or 1.253314 · mean absolute deviation where the MAD is 0

MAD: median absolute deviation from the median (Hampel 1974, JASA 69: 383-393); the second constant is √(π / 2), which
makes the mean absolute deviation of a normal distribution its standard deviation (Iglewicz & Hoaglin 1993, "How to
detect and handle outliers"). A feature that does not vary has no spread. The SQL of `int_anomaly_norms` does the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

MAD_SCALE = 1.4826
MEAN_SCALE = 1.253314
CAP = 10.0
"""A |z| above this counts as this: beyond it nothing is more extreme, and no single feature drowns all others."""
LEAST_VALUES = 3
"""A feature of fewer different values (yes or no) has no robust z-score: how rare a value is, the tails tell."""
COLUMNS = ("feature", "known_rows", "distinct_values", "median", "spread", "skew_sign")


@dataclass(frozen=True)
class Norms:
    """One entry per feature: name, median (0 where nothing is known), spread (NaN where there is none), whether it is
    judged by z-scores, and the sign of its skewness (-1, 0, 1)."""

    features: tuple[str, ...]
    median: np.ndarray
    spread: np.ndarray
    has_z: np.ndarray
    skew_sign: np.ndarray

    def z_scores(self, values: np.ndarray) -> np.ndarray:
        """Capped z-scores, rows × features: 0 where the value is unknown or the feature has no spread."""
        return np.clip(self._distances(values), -CAP, CAP)

    def coordinates(self, values: np.ndarray) -> np.ndarray:
        """asinh(z), rows × features: z near the median, its logarithm far out, so that no distance drowns the others
        and rows that are extreme in different ways stay apart (capped they would be neighbours)."""
        return np.arcsinh(self._distances(values))

    def filled(self, values: np.ndarray) -> np.ndarray:
        """The values with the median for the unknown ones."""
        return np.where(np.isnan(values), self.median, values)

    def _distances(self, values: np.ndarray) -> np.ndarray:
        z = (values - self.median) / np.where(self.spread > 0, self.spread, np.nan)
        return np.nan_to_num(z, nan=0.0)


def fit_norms(values: np.ndarray, features: Sequence[str]) -> Norms:
    """The norms of values (rows × features, NaN = unknown), which are the whole population."""
    fitted = [_fit(values[:, number]) for number in range(len(features))]
    median, spread, has_z, skew_sign = (np.array([one[part] for one in fitted]) for part in range(4))
    return Norms(tuple(features), median, spread, has_z.astype(bool), skew_sign)


def read_norms(table: pd.DataFrame) -> Norms:
    """The norms from the rows of `int_anomaly_norms` for one entity (columns `COLUMNS`), in the order of feature."""
    rows = table.sort_values("feature")
    numbers = {name: rows[name].to_numpy(dtype=float, na_value=np.nan) for name in COLUMNS[1:]}
    spread = np.where(numbers["spread"] > 0, numbers["spread"], np.nan)
    return Norms(
        tuple(rows["feature"]),
        np.nan_to_num(numbers["median"], nan=0.0),
        spread,
        (numbers["distinct_values"] >= LEAST_VALUES) & ~np.isnan(spread),
        np.nan_to_num(numbers["skew_sign"], nan=0.0),
    )


def mad_scores(z: np.ndarray, norms: Norms) -> np.ndarray:
    """Mean |z| of each row over the features that have z-scores; 0 where none has. z: as `Norms.z_scores` gives."""
    return np.abs(z[:, norms.has_z]).mean(axis=1) if norms.has_z.any() else np.zeros(len(z))


def _fit(values: np.ndarray) -> tuple[float, float, bool, float]:
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return 0.0, np.nan, False, 0.0
    median = float(np.median(known))
    deviation = np.abs(known - median)
    spread = MAD_SCALE * float(np.median(deviation)) or MEAN_SCALE * float(deviation.mean())
    centred = known - known.mean()
    moment = float((centred**3).mean())
    # Symmetric but for rounding is symmetric.
    least = 1e-9 * float((centred**2).mean()) ** 1.5
    sign = float(np.sign(moment)) if abs(moment) > least else 0.0
    return median, spread if spread > 0 else np.nan, spread > 0 and len(np.unique(known)) >= LEAST_VALUES, sign
