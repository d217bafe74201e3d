"""A churn model as plain numbers, and as rows of a table (`ml_churn_training`) that it can be read back from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

import numpy as np
import pandas as pd

from crm360.churn.calibration import UNCALIBRATED, Calibration
from crm360.churn.terms import Term, contributions_of, numbers_of
from crm360.churn.trees import Tree, apply_trees
from crm360.churn.units import Units

VERSION = 2
"""Version of the stored form of a model."""
TABLE = {
    "part": "string",
    "model": "string",
    "name": "string",
    "position": "Int64",
    "kind": "string",
    "value": "float64",
    "baseline_value": "float64",
    "knot": "float64",
    "fill": "float64",
    "mean": "float64",
    "deviation": "float64",
    "is_chosen": "boolean",
    "row_count": "Int64",
    "positive_count": "Int64",
    "train_from": "datetime64[us]",
    "train_to": "datetime64[us]",
    "validation_from": "datetime64[us]",
    "validation_to": "datetime64[us]",
    "status": "string",
    "note": "string",
    "details": "string",
}
"""Columns of the stored model."""


@dataclass(frozen=True)
class ChurnModel:
    """A fitted model: bias + the contributions of the terms or of the trees, or bias + the response of hidden units."""

    name: str  # a candidate of `crm360.churn.candidates`, recency, base_rate or none
    calibration: Calibration = UNCALIBRATED
    features: list[str] = field(default_factory=list)  # the columns that `contributions` wants, in that order
    typical: list[float] = field(default_factory=list)  # median of each feature, in its unit
    terms: list[Term] = field(default_factory=list)  # of a linear model; of hidden units: their inputs
    trees: list[Tree] = field(default_factory=list)
    units: Units | None = None
    bias: float = 0.0

    @property
    def is_linear(self) -> bool:
        """Whether the score is bias + weights × numbers, so that SQL can compute it, a sigmoid included."""
        return bool(self.terms) and self.units is None and self.calibration.kind == "sigmoid"

    @property
    def size(self) -> int:
        """How many numbers the model consists of: terms, nodes of trees, or weights of units."""
        nodes = sum(len(tree.value) for tree in self.trees)
        return len(self.terms) + nodes + (self.units.vectors.size if self.units else 0)

    def contributions(self, values: np.ndarray) -> np.ndarray:
        """What each feature adds to a customer's log-odds against the average customer.

        values: rows × features, NaN = unknown. Returns rows × features. Terms: weight × standardised number; trees: see
        `crm360.churn.trees`; hidden units: what is lost when the feature is set to its typical value.
        """
        if self.trees:
            return apply_trees(self.trees, values)
        if self.units:
            return self._occluded(values)
        return contributions_of(self.terms, values, self.features)

    def log_odds(self, values: np.ndarray) -> np.ndarray:
        """Uncalibrated log-odds of churn per row."""
        if self.units:
            return self.bias + self.units.response(numbers_of(self.terms, values, self.features))
        return self.bias + self.contributions(values).sum(axis=1)

    def probability(self, values: np.ndarray) -> np.ndarray:
        """Calibrated probability of churn per row."""
        return self.calibration.apply(self.log_odds(values))

    def to_rows(self) -> list[dict]:
        """The model as rows: `model` (value = bias), `calibration` (name = kind, knot = x, value = y), `feature`
        (fill = typical value), `term` (value = weight), `tree` and `unit` (JSON in `details`).
        """
        rows = [
            {"part": "model", "value": self.bias, "details": json.dumps({"version": VERSION})},
            *self._calibration_rows(),
            *(self._feature_row(number) for number in range(len(self.features))),
            *(self._term_row(number, term) for number, term in enumerate(self.terms)),
            *({"part": "tree", "position": n, "details": tree.to_json()} for n, tree in enumerate(self.trees)),
        ]
        if self.units:
            lines = self.units.to_json()
            rows += [{"part": "unit", "position": number, "details": line} for number, line in enumerate(lines)]
        return [{**row, "model": self.name} for row in rows]

    def _occluded(self, values: np.ndarray) -> np.ndarray:
        whole = self.log_odds(values)
        contributions = np.zeros(values.shape)
        for number, typical in enumerate(self.typical):
            without = values.copy()
            without[:, number] = typical
            contributions[:, number] = whole - self.log_odds(without)
        return contributions

    def _calibration_rows(self) -> list[dict]:
        curve = self.calibration
        points = zip(curve.x or [None] * len(curve.y), curve.y, strict=True)
        return [
            {"part": "calibration", "kind": curve.kind, "position": number, "knot": x, "value": y}
            for number, (x, y) in enumerate(points)
        ]

    def _feature_row(self, number: int) -> dict:
        name = self.features[number]
        own = [term for term in self.terms if term.feature == name and term.kind != "unknown"]
        single = own[0].weight if len(own) == 1 and not self.units else None
        return {"part": "feature", "name": name, "position": number, "value": single, "fill": self.typical[number]}

    def _term_row(self, number: int, term: Term) -> dict:
        numbers = asdict(term)
        weight, feature = numbers.pop("weight"), numbers.pop("feature")
        is_linear = self.units is None
        return {
            "part": "term" if is_linear else "input",
            "name": feature,
            "position": number,
            "value": weight,
            **numbers,
        }


def to_table(rows: list[dict]) -> pd.DataFrame:
    """Rows (dicts with some of the columns of `TABLE`) as a frame with all of them, typed."""
    return pd.DataFrame(rows, columns=list(TABLE)).astype(TABLE)


def load(table: pd.DataFrame) -> ChurnModel:
    """The chosen model of a table that `crm360.churn.training.train` made."""
    rows = table.sort_values("position", na_position="first", kind="stable").to_dict("records")

    def of(*parts: str) -> list[dict]:
        return [row for row in rows if row["part"] in parts]

    head, curve, features = of("model")[0], of("calibration"), of("feature")
    x = [float(point["knot"]) for point in curve if not pd.isna(point["knot"])]
    calibration = Calibration(curve[0]["kind"] if curve else "constant", x, [float(point["value"]) for point in curve])
    units = [row["details"] for row in of("unit")]
    return ChurnModel(
        name=head["model"],
        calibration=calibration,
        features=[row["name"] for row in features],
        typical=[float(row["fill"]) for row in features],
        terms=[_term(row) for row in of("term", "input")],
        trees=[Tree.from_json(row["details"]) for row in of("tree")],
        units=Units.from_json(units) if units else None,
        bias=float(head["value"]),
    )


def _term(row: dict) -> Term:
    numbers = {name: float(row[name]) for name in ("knot", "fill", "mean", "deviation")}
    return Term(row["name"], row["kind"], weight=float(row["value"]), **numbers)
