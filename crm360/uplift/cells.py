"""Treated against controls in cells of customers, drawn towards the campaign's average effect.

The same formulas in SQL make `uplift_cells`; a test holds the two together. For cell k, arm a (treated or control) with
weights w: rate p = Σ w·y / Σ w over n = (Σ w)² / Σ w² customers, variance p̃(1 - p̃) / n, where p̃ = (n·p + P) / (n +
1) with the arm's overall rate P, so that a cell without buyers is not taken for certain. The difference d of the two
arms has the sum v of their variances. The variance τ² between the cells' true differences is that of DerSimonian &
Laird (1986):

    τ² = max(0, (Σ (d - m)²/v - (K - 1)) / (Σ 1/v - Σ 1/v² / Σ 1/v)),  m = Σ d/v / Σ 1/v

Empirical Bayes (Efron & Morris 1975): mean μ = Σ d/(v + τ²) / Σ 1/(v + τ²), uplift = (τ² d + v μ) / (τ² + v), and its
variance τ² v / (τ² + v) + (v / (τ² + v))² / Σ 1/(v + τ²). A cell with one arm only has the uplift μ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Cells:
    """Shrunken effects: `table` has a row per cell (cell, treated, controls, difference, uplift, error), sorted.

    mean: the effect of a cell that nothing is known of; between: τ², 0 = cells do not differ beyond chance.
    """

    table: pd.DataFrame
    mean: float
    between: float

    def uplift(self, cell: np.ndarray) -> np.ndarray:
        """Expected uplift (difference of conversion rates) per row; unseen cells get the mean."""
        names, uplift = (self.table[name].to_numpy() for name in ("cell", "uplift"))
        if len(names) == 0:
            return np.full(len(cell), self.mean)
        place = np.searchsorted(names, cell).clip(max=len(names) - 1)
        return np.where(names[place] == cell, uplift[place], self.mean)


def fit_cells(cell: np.ndarray, treated: np.ndarray, converted: np.ndarray, weight: np.ndarray) -> Cells:
    """Estimate. Rows of one length: cell (texts or numbers), treated and converted (0 or 1), weight (above 0)."""
    names, number = np.unique(cell, return_inverse=True)
    rate, variance, rows = [], [], []
    for arm in (1, 0):
        inside = treated == arm
        at, w, y = number[inside], weight[inside], converted[inside]
        total, squares, hits = (np.bincount(at, weights=x, minlength=len(names)) for x in (w, w * w, w * y))
        size = _ratio(total**2, squares)
        share = _ratio(hits, total)
        overall = float(hits.sum() / total.sum()) if total.sum() > 0 else 0.0
        smooth = (np.nan_to_num(size * share) + overall) / (np.nan_to_num(size) + 1)
        rate.append(share), variance.append(_ratio(smooth * (1 - smooth), size))
        rows.append(np.bincount(at, minlength=len(names)))
    difference, spread = rate[0] - rate[1], variance[0] + variance[1]
    mean, between, mean_variance = _pool(difference, spread)
    seen = spread > 0
    shrink = np.where(seen, spread / np.where(seen, spread + between, 1), 1.0)
    uplift = np.where(seen, (1 - shrink) * np.nan_to_num(difference) + shrink * mean, mean)
    error = np.sqrt(np.where(seen, shrink * between, between) + shrink**2 * mean_variance)
    table = pd.DataFrame(
        {
            "cell": names.astype(object) if names.dtype.kind == "U" else names,
            "treated": rows[0],
            "controls": rows[1],
            "difference": difference,
            "uplift": uplift,
            "error": error,
        }
    )
    return Cells(table, mean, between)


def _pool(difference: np.ndarray, spread: np.ndarray) -> tuple[float, float, float]:
    """Mean, τ² and the mean's variance over the cells with both arms; zeros without any."""
    d, v = difference[spread > 0], spread[spread > 0]
    if len(d) == 0:
        return 0.0, 0.0, 0.0
    precision = 1 / v
    middle = (precision * d).sum() / precision.sum()
    scale = precision.sum() - (precision**2).sum() / precision.sum()
    excess = (precision * (d - middle) ** 2).sum() - (len(d) - 1)
    between = max(0.0, float(excess / scale)) if len(d) > 1 else 0.0
    weight = 1 / (v + between)
    return float((weight * d).sum() / weight.sum()), between, float(1 / weight.sum())


def _ratio(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """Ratio, NaN where the denominator is 0."""
    return np.divide(numerator, denominator, out=np.full(len(numerator), np.nan), where=denominator > 0)
