"""Bringing features of different units and shapes to one scale, and back.

A `Scale` is one row of a model table: the same numbers can be applied in SQL (`ln(1 + x)`, subtract, divide).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

SKEWED = 1.0
"""Skewness above which a feature that is never negative is put on a logarithmic scale."""


@dataclass(frozen=True)
class Scale:
    """How one feature is filled, un-skewed and standardised: `(f(x or fill) - mean) / deviation`, f = ln(1 + x)
    or x.
    """

    feature: str
    transform: str  # 'log1p' or 'none'
    fill: float  # median of the known values, in the feature's unit; stands in for unknown ones
    mean: float  # of the transformed values
    deviation: float  # of the transformed values; 1 where the feature does not vary

    def apply(self, values: np.ndarray) -> np.ndarray:
        """Values in the feature's unit → standard deviations from the mean. NaN counts as the median."""
        filled = np.where(np.isnan(values), self.fill, values)
        return (self._straight(filled) - self.mean) / self.deviation

    def restore(self, scaled: np.ndarray) -> np.ndarray:
        """The inverse of `apply`: standard deviations → the feature's unit."""
        straight = np.asarray(scaled, dtype=float) * self.deviation + self.mean
        return np.expm1(straight) if self.transform == "log1p" else straight

    def _straight(self, values: np.ndarray) -> np.ndarray:
        return np.log1p(np.maximum(values, 0.0)) if self.transform == "log1p" else values


def fit_scales(values: np.ndarray, features: Sequence[str]) -> list[Scale]:
    """One `Scale` per column of `values` (rows × features, NaN = unknown). Rows are the population that counts as
    normal.
    """
    return [_fit_scale(values[:, number], feature) for number, feature in enumerate(features)]


def apply_scales(values: np.ndarray, scales: Sequence[Scale]) -> np.ndarray:
    """Each column of `values` through its scale (rows × features)."""
    return (
        np.column_stack([scale.apply(values[:, number]) for number, scale in enumerate(scales)]) if scales else values
    )


def as_numbers(frame: pd.DataFrame, features: Sequence[str]) -> np.ndarray:
    """The columns `features` as float64 (rows × features): booleans become 0 and 1, missing values and infinities
    NaN.
    """
    columns = [
        pd.to_numeric(frame[feature], errors="coerce").to_numpy(dtype=float, na_value=np.nan) for feature in features
    ]
    values = np.column_stack(columns) if columns else np.empty((len(frame), 0))
    values[~np.isfinite(values)] = np.nan
    return values


def _fit_scale(values: np.ndarray, feature: str) -> Scale:
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return Scale(feature, "none", 0.0, 0.0, 1.0)
    fill = float(np.median(known))
    skewed = known.min() >= 0 and _skewness(known) > SKEWED
    scale = Scale(feature, "log1p" if skewed else "none", fill, 0.0, 1.0)
    straight = scale.apply(values)
    deviation = float(straight.std())
    return Scale(feature, scale.transform, fill, float(straight.mean()), deviation if deviation > 1e-12 else 1.0)


def _skewness(values: np.ndarray) -> float:
    """Fisher–Pearson coefficient of skewness, without correction for small samples; 0 for constant values."""
    centred = values - values.mean()
    spread = centred.std()
    return float((centred**3).mean() / spread**3) if spread > 1e-12 else 0.0
