"""A churn model as plain numbers, and as rows of a table (`ml_churn_training`) that it can be read back from."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

import numpy as np
import pandas as pd

from crm360.boosted_trees import Tree, apply_trees
from crm360.scaling import Scale, apply_scales

VERSION = 1
"""Version of the stored form of a model."""
TABLE = {
    "part": "string",
    "model": "string",
    "name": "string",
    "position": "Int64",
    "value": "float64",
    "baseline_value": "float64",
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
class Calibration:
    """Log-odds s → probability.

    sigmoid: 1 / (1 + exp(-(x[0] · s + y[0]))); isotonic: the line through the points (x, y); constant: y[0], or NaN.
    """

    kind: str
    x: list[float]
    y: list[float]

    def apply(self, log_odds: np.ndarray) -> np.ndarray:
        """Probabilities, kept off 0 and 1, since no customer is certain."""
        if self.kind == "sigmoid":
            probability = 1 / (1 + np.exp(-np.clip(self.x[0] * log_odds + self.y[0], -500, 500)))
        elif self.kind == "isotonic":
            probability = np.interp(log_odds, self.x, self.y)
        else:
            probability = np.full(len(log_odds), self.y[0] if self.y else np.nan)
        return np.clip(probability, 0.001, 0.999)


UNCALIBRATED = Calibration("sigmoid", [1.0], [0.0])


@dataclass(frozen=True)
class ChurnModel:
    """A fitted model. Log-odds = bias + the contributions of the features, either linear or the trees'."""

    name: str  # boosting, logistic, recency, base_rate or none
    calibration: Calibration
    scales: list[Scale] = field(default_factory=list)  # one per feature; `fill` is the typical value
    weights: list[float] = field(default_factory=list)  # per standard deviation of the feature (linear models)
    unknown_weights: list[float] = field(default_factory=list)  # added where the feature is unknown (linear models)
    unknown_shares: list[float] = field(default_factory=list)
    trees: list[Tree] = field(default_factory=list)
    bias: float = 0.0

    @property
    def features(self) -> list[str]:
        """Names of the features, in the order of the columns that `contributions` wants."""
        return [scale.feature for scale in self.scales]

    def contributions(self, values: np.ndarray) -> np.ndarray:
        """What each feature adds to a customer's log-odds against the average customer.

        values: rows × features, NaN = unknown. Returns rows × features. Linear: weight × standardised value; trees: see
        `crm360.boosted_trees`.
        """
        if self.trees:
            return apply_trees(self.trees, values)
        if not self.scales:
            return np.zeros(values.shape)
        unknown = np.isnan(values) - np.array(self.unknown_shares)
        return apply_scales(values, self.scales) * np.array(self.weights) + unknown * np.array(self.unknown_weights)

    def log_odds(self, values: np.ndarray) -> np.ndarray:
        """Uncalibrated log-odds of churn per row."""
        return self.bias + self.contributions(values).sum(axis=1)

    def to_rows(self) -> list[dict]:
        """The model as rows: `model` (value = bias), `feature` (value = weight) and `tree`, numbers as JSON in
        `details`.
        """
        head = {
            "part": "model",
            "value": self.bias,
            "details": _json(version=VERSION, calibration=asdict(self.calibration)),
        }
        features = [self._feature_row(number) for number in range(len(self.scales))]
        trees = [{"part": "tree", "position": n, "details": tree.to_json()} for n, tree in enumerate(self.trees)]
        return [{**row, "model": self.name} for row in [head, *features, *trees]]

    def _feature_row(self, number: int) -> dict:
        scale = self.scales[number]
        details, weight = asdict(scale), None
        if not self.trees:
            weight = self.weights[number]
            details |= {
                "unknown_weight": self.unknown_weights[number],
                "unknown_share": self.unknown_shares[number],
            }
        return {
            "part": "feature",
            "name": scale.feature,
            "position": number,
            "value": weight,
            "details": _json(**details),
        }


def to_table(rows: list[dict]) -> pd.DataFrame:
    """Rows (dicts with some of the columns of `TABLE`) as a frame with all of them, typed."""
    return pd.DataFrame(rows, columns=list(TABLE)).astype(TABLE)


def load(table: pd.DataFrame) -> ChurnModel:
    """The chosen model of a table that `crm360.churn.train` made."""
    rows = table.sort_values("position", na_position="first", kind="stable").to_dict("records")
    head = next(row for row in rows if row["part"] == "model")
    features = [(float(row["value"]), json.loads(row["details"])) for row in rows if row["part"] == "feature"]
    names = ("feature", "transform", "fill", "mean", "deviation")
    trees = [Tree.from_json(row["details"]) for row in rows if row["part"] == "tree"]
    linear = [] if trees else features
    return ChurnModel(
        name=head["model"],
        calibration=Calibration(**json.loads(head["details"])["calibration"]),
        scales=[Scale(**{name: details[name] for name in names}) for _, details in features],
        weights=[weight for weight, _ in linear],
        unknown_weights=[details["unknown_weight"] for _, details in linear],
        unknown_shares=[details["unknown_share"] for _, details in linear],
        trees=trees,
        bias=float(head["value"]),
    )


def _json(**values: object) -> str:
    return json.dumps(values, separators=(",", ":"))
