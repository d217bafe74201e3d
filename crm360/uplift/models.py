"""Two logistic ways to an uplift, stored as coefficients that SQL scores with.

Two models (Hansotia & Rukstales 2002): one regression over the treated, one over the controls; uplift = the difference
of their probabilities. Class transformation (Jaskowski & Jaroszewicz 2012): z = 1 for treated buyers and for controls
who do not buy; with both arms of equal weight, uplift = 2 P(z = 1) - 1, from one regression.

A log-odds is `intercept + Σ weight · (f(x or fill) - mean) / deviation + unknown_weight where x is unknown`, f = ln(1 +
x), not below 0, or x.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from crm360.scaling import Scale, apply_scales, fit_scales

ARMS = ("treated", "control", "transformed")
PENALTY = 0.1
"""scikit-learn's C: ridge towards no effect, on standardised features."""
COEFFICIENTS = ("arm", "feature", "transform", "fill", "mean", "deviation", "weight", "unknown_weight")
INTERCEPT = "(intercept)"


@dataclass(frozen=True)
class Regressions:
    """The three fitted regressions: intercepts (arms), weights and unknown_weights (arms × features), arms as
    `ARMS`."""

    scales: list[Scale]
    intercepts: np.ndarray
    weights: np.ndarray
    unknown_weights: np.ndarray

    def probabilities(self, values: np.ndarray) -> dict[str, np.ndarray]:
        """P(label) per arm. values: rows × features, NaN = unknown, in the order of the scales."""
        log_odds = apply_scales(values, self.scales) @ self.weights.T + np.isnan(values) @ self.unknown_weights.T
        return dict(zip(ARMS, (1 / (1 + np.exp(-(log_odds + self.intercepts)))).T, strict=True))

    def to_rows(self) -> pd.DataFrame:
        """As rows (columns `COEFFICIENTS`): per arm the intercept (in `weight`) and each feature."""
        rows = []
        for number, arm in enumerate(ARMS):
            rows.append((arm, INTERCEPT, None, None, None, None, float(self.intercepts[number]), None))
            pairs = zip(self.scales, self.weights[number].tolist(), self.unknown_weights[number].tolist(), strict=True)
            rows += [
                (arm, one.feature, one.transform, one.fill, one.mean, one.deviation, weight, unknown)
                for one, weight, unknown in pairs
            ]
        return pd.DataFrame(rows, columns=list(COEFFICIENTS))


def fit_regressions(
    values: np.ndarray, features: list[str], treated: np.ndarray, converted: np.ndarray, weight: np.ndarray
) -> Regressions:
    """Fit all three.

    values: rows × features, NaN = unknown; treated, converted: 0 or 1; weight: both arms equal in sum. An arm in which
    all or none buy has the log-odds of its smoothed rate and no weights.
    """
    scales = fit_scales(values, features)
    design = np.hstack([apply_scales(values, scales), np.isnan(values)])
    fitted = [
        _logistic(design[inside], label[inside], weight[inside])
        for inside, label in (
            (treated == 1, converted),
            (treated == 0, converted),
            (np.ones(len(treated), bool), np.where(treated == 1, converted, 1 - converted)),
        )
    ]
    weights = np.array([one for _, one in fitted])
    own, unknown = np.split(weights, 2, axis=1)
    return Regressions(scales, np.array([intercept for intercept, _ in fitted]), own, unknown)


def uplifts(probability: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Expected uplift by method, from the arms' probabilities."""
    return {
        "two_model": probability["treated"] - probability["control"],
        "class_transformation": 2 * probability["transformed"] - 1,
    }


def _logistic(design: np.ndarray, label: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
    if len(label) == 0 or label.min() == label.max():
        rate = (label.sum() + 0.5) / (len(label) + 1)
        return float(np.log(rate / (1 - rate))), np.zeros(design.shape[1])
    fitted = LogisticRegression(C=PENALTY, solver="newton-cholesky", tol=1e-8, max_iter=100)
    fitted.fit(design, label, sample_weight=weight)
    return float(fitted.intercept_[0]), fitted.coef_[0]
