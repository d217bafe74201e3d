"""Models that add up: a term turns one feature into one number, and the log-odds are the bias plus weight × number.

A term is a row of a table, and SQL applies it as Python does (models int_churn_linear_curves and …_contributions):

    number = (shape(x or fill) - mean) / deviation

| kind | shape(x) |
|---|---|
| value, square | x, x² |
| log, log_square | ln(1 + max(x, 0)), its square |
| above | max(x - knot, 0): a bend of the line at the knot |
| unknown | 1 where x is unknown, else 0 |
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from crm360.scaling import fit_scales

KNOTS = (0.2, 0.4, 0.6, 0.8)
"""Quantiles of a feature at which a spline bends: four, as the macro `churn_knots` says (Harrell 2015, Regression
Modeling Strategies, 2.4.5).
"""
SPLINE_VALUES = 10
"""A feature with fewer different values than this needs no spline."""


@dataclass(frozen=True)
class Term:
    """One number made of one feature, with its weight in log-odds per standard deviation of the number."""

    feature: str
    kind: str
    knot: float = 0.0  # unit of the feature; only of kind `above`
    fill: float = 0.0  # stands in for unknown values, unit of the feature: the median of the known ones
    mean: float = 0.0  # of the shaped values
    deviation: float = 1.0  # of the shaped values; 1 where they do not vary
    weight: float = 0.0

    def apply(self, values: np.ndarray) -> np.ndarray:
        """Values of the feature (NaN = unknown) → standardised numbers."""
        return (self._shape(values) - self.mean) / self.deviation

    def standardised(self, values: np.ndarray) -> Term:
        """The same term with mean and deviation of those values."""
        shaped = self._shape(values)
        deviation = float(shaped.std())
        return replace(self, mean=float(shaped.mean()), deviation=deviation if deviation > 1e-12 else 1.0)

    def _shape(self, values: np.ndarray) -> np.ndarray:
        if self.kind == "unknown":
            return np.isnan(values).astype(float)
        filled = np.where(np.isnan(values), self.fill, values)
        if self.kind == "above":
            return np.maximum(filled - self.knot, 0.0)
        if self.kind in ("log", "log_square"):
            filled = np.log1p(np.maximum(filled, 0.0))
        return filled**2 if self.kind in ("square", "log_square") else filled


def plain_terms(values: np.ndarray, features: Sequence[str]) -> list[Term]:
    """One term per feature, on a logarithmic scale where it is skewed, and one where it is unknown for some rows.

    values: rows × features, the population that counts as normal.
    """
    terms = []
    for number, scale in enumerate(fit_scales(values, features)):
        kind = "log" if scale.transform == "log1p" else "value"
        terms.append(Term(scale.feature, kind, 0.0, scale.fill, scale.mean, scale.deviation))
        terms += _unknown(values[:, number], scale.feature, scale.fill)
    return terms


def spline_terms(values: np.ndarray, features: Sequence[str]) -> list[Term]:
    """Like `plain_terms`, but a feature with many values gets a curve: its value, its logarithm (where never negative)
    and a bend at each of the quantiles `KNOTS`.
    """
    terms = []
    for number, feature in enumerate(features):
        column = values[:, number]
        known = column[~np.isnan(column)]
        fill = float(np.median(known)) if len(known) else 0.0
        shapes = [Term(feature, "value", fill=fill)]
        if len(np.unique(known)) >= SPLINE_VALUES:
            shapes += [Term(feature, "log", fill=fill)] if known.min() >= 0 else []
            knots = np.unique(np.quantile(known, KNOTS))
            inner = knots[(knots > known.min()) & (knots < known.max())]
            shapes += [Term(feature, "above", float(knot), fill) for knot in inner]
        terms += [term.standardised(column) for term in shapes] + _unknown(column, feature, fill)
    return terms


def weighted(terms: Sequence[Term], weights: np.ndarray) -> list[Term]:
    """The terms with those weights."""
    return [replace(term, weight=float(weight)) for term, weight in zip(terms, weights, strict=True)]


def numbers_of(terms: Sequence[Term], values: np.ndarray, features: Sequence[str]) -> np.ndarray:
    """The terms' standardised numbers, rows × terms."""
    columns = [term.apply(values[:, features.index(term.feature)]) for term in terms]
    return np.column_stack(columns) if columns else np.empty((len(values), 0))


def contributions_of(terms: Sequence[Term], values: np.ndarray, features: Sequence[str]) -> np.ndarray:
    """What each feature adds to the log-odds against the average row of the training data, rows × features."""
    contributions = np.zeros((len(values), len(features)))
    for term in terms:
        number = features.index(term.feature)
        contributions[:, number] += term.weight * term.apply(values[:, number])
    return contributions


def _unknown(column: np.ndarray, feature: str, fill: float) -> list[Term]:
    missing = np.isnan(column).mean()
    # Centred but not scaled: a feature that is hardly ever unknown must not get a large weight for it.
    return [Term(feature, "unknown", fill=fill, mean=float(missing))] if 0 < missing < 1 else []
