"""Naive Bayes as terms: every feature adds the logarithm of its likelihood ratio, the features taken as independent.

A feature of two values: ln(p1 / p0) of the value seen (Bernoulli, one row added to each cell). Any other: normal in
each class, on a logarithmic scale where skewed, so that the ratio is a parabola a·f² + b·f + c. Unknown values count as
the median, and being unknown counts by its own rates. (Hastie, Tibshirani & Friedman 2009, Elements, 6.6.3.)
"""

from __future__ import annotations

import numpy as np

from crm360.churn.terms import Term
from crm360.scaling import Scale, fit_scales

LEAST_VARIANCE = 1e-3
"""Of the variance over both classes: a class in which a feature hardly varies must not decide alone."""


def bayes_terms(values: np.ndarray, labels: np.ndarray, features: list[str]) -> tuple[list[Term], float]:
    """Weighted terms and bias (log-odds) of a naive Bayes classifier.

    values: rows × features, NaN = unknown; labels: 0 or 1, both present.
    """
    churned = labels == 1
    terms, bias = [], float(np.log(churned.sum() / (~churned).sum()))
    for column, scale in zip(values.T, fit_scales(values, features), strict=True):
        missing = np.isnan(column)
        known = column[~missing]
        levels = np.unique(known)
        if len(levels) < 2:
            continue
        if len(levels) == 2:
            found, constant = _two_levels(column, churned, scale, levels)
        else:
            found, constant = _parabola(column, churned, scale)
        if 0 < missing.mean() < 1:
            term = Term(scale.feature, "unknown", fill=scale.fill)
            flagged, more = _ratio(missing.astype(float), churned)
            found, constant = [*found, _weighted(term, column, flagged)], constant + more
        # Centred terms: what a feature adds to the average row belongs to the bias.
        bias += constant + sum(term.weight * term.mean for term in found)
        terms += found
    return terms, bias


def _two_levels(column: np.ndarray, churned: np.ndarray, scale: Scale, levels: np.ndarray) -> tuple[list[Term], float]:
    low, high = levels
    filled = np.where(np.isnan(column), scale.fill, column)
    slope, constant = _ratio((filled - low) / (high - low), churned)
    slope /= high - low
    return [_weighted(Term(scale.feature, "value", fill=scale.fill), column, slope)], constant - slope * low


def _ratio(share: np.ndarray, churned: np.ndarray) -> tuple[float, float]:
    """Slope and constant of the log-likelihood ratio of a value from 0 to 1."""
    one, zero = ((share[rows].sum() + 1) / (rows.sum() + 2) for rows in (churned, ~churned))
    constant = np.log((1 - one) / (1 - zero))
    return float(np.log(one / zero) - constant), float(constant)


def _parabola(column: np.ndarray, churned: np.ndarray, scale: Scale) -> tuple[list[Term], float]:
    kind = "log" if scale.transform == "log1p" else "value"
    square = "log_square" if kind == "log" else "square"
    shaped = Term(scale.feature, kind, fill=scale.fill).apply(column)
    floor = LEAST_VARIANCE * shaped.var()
    known = ~np.isnan(column)
    (mean_1, var_1), (mean_0, var_0) = (
        (shaped[rows].mean(), max(shaped[rows].var(), floor)) if rows.any() else (shaped.mean(), shaped.var())
        for rows in (churned & known, ~churned & known)
    )
    bend, slope = (1 / var_0 - 1 / var_1) / 2, mean_1 / var_1 - mean_0 / var_0
    constant = (np.log(var_0 / var_1) + mean_0**2 / var_0 - mean_1**2 / var_1) / 2
    terms = [
        _weighted(Term(scale.feature, shape, fill=scale.fill), column, weight)
        for shape, weight in ((kind, slope), (square, bend))
    ]
    return terms, float(constant)


def _weighted(term: Term, column: np.ndarray, weight: float) -> Term:
    mean = float(term.apply(column).mean())
    return Term(term.feature, term.kind, term.knot, term.fill, mean, 1.0, float(weight))
