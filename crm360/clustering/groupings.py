"""What a fitted clustering is, whatever found it: points with labels, or a mixture of Gaussians; as rows, and back.

A label is a number from 1 on, the largest group first; 0 is noise: a customer who belongs to no group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree
from scipy.special import logsumexp

NOISE = 0
PARAMETERS = ("item", "label", "reach", "weight", "feature", "other_feature", "value")
"""Columns of a parameter row: the value of a feature of a point or centre (`other_feature` missing), or one number of
a Cholesky factor of a precision matrix.
"""


@dataclass(frozen=True)
class Points:
    """A customer gets the label of the nearest point, and is noise beyond its reach."""

    points: np.ndarray  # points × features, standardised
    labels: np.ndarray  # whole numbers
    reach: np.ndarray  # Euclidean distance, infinite: no bound

    def label(self, scaled: np.ndarray) -> np.ndarray:
        """Labels of standardised rows."""
        if len(self.points) == 0:
            return np.full(len(scaled), NOISE)
        distance, nearest = cKDTree(self.points).query(scaled)
        return np.where(distance <= self.reach[nearest], self.labels[nearest], NOISE)

    def renumbered(self, scaled: np.ndarray) -> Points:
        """The same with labels in order of size on these rows."""
        return Points(self.points, by_size(self.labels, self.label(scaled)), self.reach)

    def to_rows(self, features: list[str]) -> list[dict]:
        """Parameter rows (`PARAMETERS`)."""
        return [
            {"item": item, "label": label, "reach": reach if np.isfinite(reach) else None, "feature": name, "value": x}
            for item, (point, label, reach) in enumerate(zip(self.points, self.labels, self.reach, strict=True))
            for name, x in zip(features, point, strict=True)
        ]


@dataclass(frozen=True)
class Mixture:
    """A customer gets the component under which it is likeliest."""

    weights: np.ndarray  # components
    means: np.ndarray  # components × features, standardised
    factors: np.ndarray  # components × features × features: F with F F' = precision matrix
    labels: np.ndarray

    def probabilities(self, scaled: np.ndarray) -> np.ndarray:
        """P(component | row), rows × components: ln w + ln |F| - |(x - mean) F|² / 2, normalised (Bishop 2006, 9.2)."""
        logs = np.column_stack(
            [
                np.log(weight) + np.log(np.diag(factor)).sum() - 0.5 * (((scaled - mean) @ factor) ** 2).sum(axis=1)
                for weight, mean, factor in zip(self.weights, self.means, self.factors, strict=True)
            ]
        )
        return np.exp(logs - logsumexp(logs, axis=1, keepdims=True))

    def label(self, scaled: np.ndarray) -> np.ndarray:
        """Labels of standardised rows."""
        return self.labels[self.probabilities(scaled).argmax(axis=1)]

    def renumbered(self, scaled: np.ndarray) -> Mixture:
        """The same with labels in order of size on these rows."""
        return Mixture(self.weights, self.means, self.factors, by_size(self.labels, self.label(scaled)))

    def to_rows(self, features: list[str]) -> list[dict]:
        """Parameter rows (`PARAMETERS`)."""
        rows = []
        for item, label in enumerate(self.labels):
            common = {"item": item, "label": label, "weight": self.weights[item]}
            for column, name in enumerate(features):
                rows.append(common | {"feature": name, "value": self.means[item, column]})
                rows += [
                    common | {"feature": name, "other_feature": other, "value": self.factors[item, column, place]}
                    for place, other in enumerate(features)
                    if place >= column
                ]
        return rows


def by_size(labels: np.ndarray, found: np.ndarray) -> np.ndarray:
    """`labels` renumbered from 1 by how often they are found, the largest first; noise stays noise."""
    known = np.unique(labels[labels != NOISE])
    counts = np.array([np.count_nonzero(found == label) for label in known])
    new = {int(known[place]): rank for rank, place in enumerate(np.argsort(-counts, kind="stable"), start=1)}
    return np.array([new.get(int(label), NOISE) for label in labels], dtype=int)


def from_rows(rows: pd.DataFrame, features: list[str]) -> Points | Mixture:
    """The grouping that `to_rows` wrote, rows in any order."""
    columns = {name: place for place, name in enumerate(features)}
    is_mixture = bool(rows["weight"].notna().any())
    items = rows.drop_duplicates("item").sort_values("item")
    labels = items["label"].to_numpy(dtype=int)
    item, column = rows["item"].to_numpy(dtype=int), rows["feature"].map(columns).to_numpy(dtype=int)
    value = rows["value"].to_numpy(dtype=float)
    is_point = rows["other_feature"].isna().to_numpy()
    points = np.zeros((len(items), len(features)))
    points[item[is_point], column[is_point]] = value[is_point]
    if not is_mixture:
        return Points(points, labels, items["reach"].astype(float).fillna(np.inf).to_numpy())
    factors = np.zeros((len(items), len(features), len(features)))
    other = rows.loc[~is_point, "other_feature"].map(columns).to_numpy(dtype=int)
    factors[item[~is_point], column[~is_point], other] = value[~is_point]
    return Mixture(items["weight"].to_numpy(dtype=float), points, factors, labels)
