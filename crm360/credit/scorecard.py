"""The scorecard: weights of evidence per bin, a logistic regression on them, and points.

Siddiqi (2006), "Credit Risk Scorecards", Wiley, chapter 6:

    WOE of a bin = ln(share of the good in it / share of the bad in it),  IV = Σ (share good - share bad) · WOE
    log-odds of good = intercept + Σ coefficient · WOE
    score = offset + factor · log-odds,  factor = PDO / ln 2,  offset = base score - factor · ln(base odds)
    points of a bin = factor · (coefficient · WOE + intercept / n) + offset / n,  n features

A half is added to each count (Haldane 1956; Anscombe 1956), so that a bin without a bad payer has a finite weight. The
SQL of `int_credit_woe` and `credit_scorecard` does the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

LEAST_INFORMATION = 0.02
"""A feature of less information value tells nothing (Siddiqi's lowest class), and gets no points."""
PENALTY = 1.0
"""scikit-learn's C: ridge towards no effect."""
WOE_COLUMNS = ("feature", "bin", "goods", "bads", "woe", "information_value")


def weights_of_evidence(bins: pd.DataFrame, is_bad: np.ndarray) -> pd.DataFrame:
    """One row per feature and bin that occurs: columns `WOE_COLUMNS`; information_value is the bin's part.

    bins: cases × features, numbers of bins; is_bad: 0 or 1 per case.
    """
    good, bad = float((is_bad == 0).sum()), float((is_bad == 1).sum())
    rows = []
    for feature in sorted(bins.columns):
        numbers = bins[feature].to_numpy(dtype=int)
        for number in np.unique(numbers).tolist():
            inside = is_bad[numbers == number]
            goods, bads = int((inside == 0).sum()), int((inside == 1).sum())
            share_good, share_bad = (goods + 0.5) / (good + 0.5), (bads + 0.5) / (bad + 0.5)
            woe = float(np.log(share_good / share_bad))
            rows.append((feature, number, goods, bads, woe, (share_good - share_bad) * woe))
    return pd.DataFrame(rows, columns=list(WOE_COLUMNS))


def to_woe(bins: pd.DataFrame, table: pd.DataFrame, features: Sequence[str]) -> np.ndarray:
    """Weights of evidence of each case, cases × features; 0 (as good as the average) for a bin never seen."""
    known = {(row.feature, row.bin): row.woe for row in table.itertuples(index=False)}
    columns = [
        np.array([known.get((feature, number), 0.0) for number in bins[feature].tolist()]) for feature in features
    ]
    return np.column_stack(columns) if columns else np.empty((len(bins), 0))


def fit_coefficients(bins: pd.DataFrame, is_bad: np.ndarray, table: pd.DataFrame) -> tuple[float, dict[str, float]]:
    """(intercept, coefficient by feature) of the log-odds of a good payer, by ridge on weights of evidence.

    Features of too little information are left out, then one after the other those whose coefficient is not above 0:
    a scorecard that gives points for what is worse is believed by nobody (Siddiqi, chapter 6).
    """
    information = table.groupby("feature")["information_value"].sum()
    features = sorted(information[information >= LEAST_INFORMATION].index)
    while features:
        fitted = LogisticRegression(C=PENALTY, solver="newton-cholesky", tol=1e-8, max_iter=100)
        fitted.fit(to_woe(bins, table, features), 1 - is_bad)
        coefficients = fitted.coef_[0]
        worst = int(coefficients.argmin())
        if coefficients[worst] > 0:
            return float(fitted.intercept_[0]), dict(zip(features, coefficients.tolist(), strict=True))
        features.pop(worst)
    return float(np.log(((is_bad == 0).sum() + 0.5) / ((is_bad == 1).sum() + 0.5))), {}


def log_odds(bins: pd.DataFrame, table: pd.DataFrame, intercept: float, coefficients: dict[str, float]) -> np.ndarray:
    """Log-odds of a good payer, per case."""
    return intercept + to_woe(bins, table, list(coefficients)) @ np.array(list(coefficients.values()))


def scaling(base_score: float, base_odds: float, doubling_points: float) -> tuple[float, float]:
    """(factor, offset): a score of base_score means odds of base_odds good to one bad; so many points double them."""
    factor = doubling_points / float(np.log(2.0))
    return factor, base_score - factor * float(np.log(base_odds))


def stability_index(expected: np.ndarray, actual: np.ndarray) -> float:
    """Population stability index Σ (a - e) ln(a / e) over bins (Siddiqi, chapter 9; a Jeffreys divergence).

    expected, actual: counts per bin; a half is added to each. Below .1 stable, from .25 on another population.
    """
    shares = [(counts + 0.5) / (counts.sum() + 0.5 * len(counts)) for counts in (expected, actual)]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
