"""Two logistic ways to an uplift, stored as coefficients that SQL scores with.

Two models (Hansotia & Rukstales 2002): one regression over the treated, one over the controls; uplift = the difference
of their probabilities. Class transformation (Jaskowski & Jaroszewicz 2012): z = 1 for treated buyers and for controls
who do not buy; with both arms of equal weight, uplift = 2 P(z = 1) - 1, from one regression.

A log-odds is `intercept + Σ weight · (f(x or fill) - mean) / deviation + unknown_weight where x is unknown`, f = ln(1 +
x), not below 0, or x.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from crm360.scaling import Scale, apply_scales, as_numbers, fit_scales

ARMS = ("treated", "control", "transformed")
PENALTY = 0.1
"""scikit-learn's C: ridge towards no effect, on standardised features."""
COEFFICIENTS = ("arm", "feature", "transform", "fill", "mean", "deviation", "weight", "unknown_weight")
INTERCEPT = "(intercept)"


def fit_coefficients(
    values: np.ndarray, features: list[str], treated: np.ndarray, converted: np.ndarray, weight: np.ndarray
) -> pd.DataFrame:
    """All three regressions as rows (columns `COEFFICIENTS`): per arm the intercept (in `weight`) and each feature.

    values: rows × features, NaN = unknown; treated, converted: 0 or 1; weight: both arms equal in sum. An arm in which
    all or none buy has the log-odds of its smoothed rate and no weights.
    """
    scales = fit_scales(values, features)
    design = np.hstack([apply_scales(values, scales), np.isnan(values)])
    rows = []
    for arm, inside, label in (
        ("treated", treated == 1, converted),
        ("control", treated == 0, converted),
        ("transformed", np.ones(len(treated), bool), np.where(treated == 1, converted, 1 - converted)),
    ):
        intercept, weights = _logistic(design[inside], label[inside], weight[inside])
        own, unknown = np.split(weights, 2)
        rows.append((arm, INTERCEPT, None, None, None, None, intercept, None))
        rows += [
            (arm, scale.feature, scale.transform, scale.fill, scale.mean, scale.deviation, one, other)
            for scale, one, other in zip(scales, own.tolist(), unknown.tolist(), strict=True)
        ]
    return pd.DataFrame(rows, columns=list(COEFFICIENTS))


def probabilities(coefficients: pd.DataFrame, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """P(label) per arm for the rows of a frame with the features' columns; {} without coefficients."""
    found = {}
    for arm, rows in coefficients.groupby("arm", sort=False):
        of_features = rows[rows["feature"] != INTERCEPT]
        names = of_features["feature"].tolist()
        scales = [Scale(*row) for row in of_features[["feature", "transform", "fill", "mean", "deviation"]].to_numpy()]
        values = as_numbers(frame, names)
        log_odds = float(rows.loc[rows["feature"] == INTERCEPT, "weight"].iloc[0])
        log_odds += apply_scales(values, scales) @ of_features["weight"].to_numpy(dtype=float)
        log_odds += np.isnan(values) @ of_features["unknown_weight"].to_numpy(dtype=float)
        found[str(arm)] = 1 / (1 + np.exp(-log_odds))
    return found


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
