"""The churn model: who will not buy within the horizon. Training, choice, calibration, and the model as a table.

Input is `customer_snapshots`: one row per customer and month end, features of the time before, the label of the time after.
Three models compete on a later period: gradient boosting, logistic regression, and the baseline, which knows recency alone.

    fit months | calibration months | gap: labels still open | validation months

A label is only used for training when it was known on the first validation snapshot. The winner (lowest Brier score) is fitted
again on all months, the last of which calibrate it. Too little data: the baseline, or the plain churn rate, and the table says so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from crm360.boosted_trees import Tree, apply_trees, export_trees
from crm360.churn_evaluation import METRICS, metrics_of
from crm360.scaling import Scale, apply_scales, as_numbers, fit_scales

VERSION = 1
"""Version of the stored form of a model."""
NOT_FEATURES = ("customer_id", "snapshot_date", "label_known_on", "is_churned", "is_lapsed")
BASELINE = "recency"
BASELINE_FEATURE = "recency_days"
MIN_ROWS, MIN_CLASS = 300, 30
"""Fewer training rows, or fewer of one class, than this: no model is trained."""
MIN_BASELINE_ROWS = 50
ISOTONIC_ROWS, ISOTONIC_CLASS = 2000, 500
"""Isotonic calibration needs about a thousand points (Niculescu-Mizil & Caruana 2005); below that a sigmoid (Platt 1999)."""
MIN_KNOWN = 0.02
"""A feature has to be known for this share of the customers in every training month: one that only exists for some months tells
the model the date and not the customer."""
TABLE = {
    "part": "string", "model": "string", "name": "string", "position": "Int64", "value": "float64", "baseline_value": "float64",
    "is_chosen": "boolean", "row_count": "Int64", "positive_count": "Int64", "train_from": "datetime64[us]",
    "train_to": "datetime64[us]", "validation_from": "datetime64[us]", "validation_to": "datetime64[us]", "status": "string",
    "note": "string", "details": "string",
}  # fmt: skip
"""Columns of the stored model; see `train`."""


@dataclass(frozen=True)
class Calibration:
    """Log-odds → probability. sigmoid: 1 / (1 + exp(-(x[0] · s + y[0]))); isotonic: line through (x, y); constant: y[0], or NaN."""

    kind: str
    x: list[float]
    y: list[float]

    def apply(self, log_odds: np.ndarray) -> np.ndarray:
        """Probabilities, kept off 0 and 1, since no customer is certain."""
        if self.kind == "sigmoid":
            probability = _logistic(self.x[0] * log_odds + self.y[0])
        elif self.kind == "isotonic":
            probability = np.interp(log_odds, self.x, self.y)
        else:
            probability = np.full(len(log_odds), self.y[0] if self.y else np.nan)
        return np.clip(probability, 0.001, 0.999)


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
        """What each feature adds to a customer's log-odds against the average customer (rows × features; NaN = unknown)."""
        if self.trees:
            return apply_trees(self.trees, values)
        if not self.scales:
            return np.zeros(values.shape)
        unknown = np.isnan(values) - np.array(self.unknown_shares)
        return apply_scales(values, self.scales) * np.array(self.weights) + unknown * np.array(self.unknown_weights)

    def probability(self, log_odds: np.ndarray) -> np.ndarray:
        """Calibrated probabilities."""
        return self.calibration.apply(log_odds)


@dataclass(frozen=True)
class Period:
    """Rows of some snapshot months: values (rows × features, NaN = unknown), labels (1 = churned), first and last snapshot."""

    values: np.ndarray
    labels: np.ndarray
    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def smaller_class(self) -> int:
        """Rows of the rarer class."""
        positives = int(self.labels.sum())
        return min(positives, len(self.labels) - positives)


@dataclass(frozen=True)
class Split:
    """Snapshot dates of the three periods."""

    fit: list[pd.Timestamp]
    calibrate: list[pd.Timestamp]
    validate: list[pd.Timestamp]


def split_by_time(months: pd.DataFrame) -> Split | None:
    """Which months train and which validate; None where there are too few.

    months: columns snapshot_date and label_known_on, one row per month. The last sixth validates; of the months whose labels
    were known on the first validation snapshot, the last quarter calibrates and the others fit.
    """
    months = months.drop_duplicates().sort_values("snapshot_date")
    dates = list(months["snapshot_date"])
    validate = dates[-max(1, round(len(dates) / 6)) :]
    known = list(months.loc[months["label_known_on"] <= validate[0], "snapshot_date"]) if dates else []
    if len(known) < 2:
        return None
    calibrating = max(1, len(known) // 4)
    return Split(known[:-calibrating], known[-calibrating:], validate)


def train(snapshots: pd.DataFrame) -> pd.DataFrame:
    """Compare, choose and fit; returns the model and its evaluation as one table (columns `TABLE`).

    snapshots: customer_id, snapshot_date, label_known_on, is_churned; every further column is a feature (numeric or boolean).
    Parts of the table: `evaluation` (a row per model and metric on the validation months), `model` (the chosen one: `value` is
    the bias, `details` the calibration), `feature` (`value` is the weight), `tree` (one per row). status: trained, baseline,
    base_rate or no_data; note: why.
    """
    features = sorted(column for column in snapshots.columns if column not in NOT_FEATURES)
    rows = snapshots.sort_values(["snapshot_date", "customer_id"], kind="stable").reset_index(drop=True)
    with threadpool_limits(limits=1):  # sums in a fixed order: the same result on any machine
        return _train(rows, features)


def _train(rows: pd.DataFrame, features: list[str]) -> pd.DataFrame:
    dates = pd.to_datetime(rows["snapshot_date"])
    months = pd.DataFrame({"snapshot_date": dates, "label_known_on": pd.to_datetime(rows["label_known_on"])}).drop_duplicates()
    values, labels = as_numbers(rows, features), rows["is_churned"].to_numpy(dtype=float)

    def period(wanted: Sequence[pd.Timestamp]) -> Period:
        chosen = dates.isin(wanted).to_numpy()
        return Period(values[chosen], labels[chosen], min(wanted), max(wanted))

    whole = period(list(months["snapshot_date"])) if len(rows) else None
    split = split_by_time(months)
    if whole is None or whole.smaller_class == 0 or len(rows) < MIN_BASELINE_ROWS or BASELINE_FEATURE not in features:
        return _without_validation(whole, _flat_model(whole), "base_rate" if whole is not None else "no_data")
    if split is None:
        return _without_validation(whole, _fit_baseline(whole, features), "baseline")
    fit, calibrate, validate = period(split.fit), period(split.calibrate), period(split.validate)
    if validate.smaller_class == 0 or len(fit.labels) == 0:
        return _without_validation(whole, _fit_baseline(whole, features), "baseline")
    competitors = [_fit_baseline(_joined(fit, calibrate), features)]
    usable = _usable_features(values, dates, split.fit + split.calibrate, features)
    if _is_enough(fit) and _is_enough(calibrate, MIN_ROWS // 3) and usable:
        competitors += [_fit(name, fit, calibrate, features, usable) for name in ("boosting", "logistic")]
    measured = {model.name: _measure(model, validate, features) for model in competitors}
    chosen = _choose(measured)
    dates_of = {
        "train_from": fit.first, "train_to": calibrate.last, "validation_from": validate.first, "validation_to": validate.last,
        "row_count": len(validate.labels), "positive_count": int(validate.labels.sum()),
    }  # fmt: skip
    status = "baseline" if chosen == BASELINE else "trained"
    if chosen == BASELINE:
        model = _fit_baseline(whole, features)
        note = "no model beats recency on the validation months" if len(competitors) > 1 else "too few rows to train a model"
    else:
        ordered = sorted(months["snapshot_date"])
        last = max(1, round(len(ordered) / 6))
        usable = _usable_features(values, dates, ordered, features)
        model = _fit(chosen, period(ordered[:-last]), period(ordered[-last:]), features, usable)
        note = "lowest Brier score on the validation months"
    evaluation = _evaluation_rows(measured, chosen, {"status": status, "note": note, **dates_of})
    return _table(evaluation + _model_rows(model, whole, status, note))


def _fit(name: str, fit: Period, calibrate: Period, features: list[str], usable: list[str]) -> ChurnModel:
    columns = [features.index(feature) for feature in usable]
    fitted = (_fit_boosting if name == "boosting" else _fit_logistic)(fit.values[:, columns], fit.labels, usable)
    log_odds = fitted.bias + fitted.contributions(calibrate.values[:, columns]).sum(axis=1)
    return ChurnModel(**{**vars(fitted), "calibration": _calibrate(log_odds, calibrate.labels)})


def _fit_boosting(values: np.ndarray, labels: np.ndarray, features: list[str]) -> ChurnModel:
    classifier = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=60, l2_regularization=5.0, early_stopping=False, random_state=0
    )
    trees, bias = export_trees(classifier.fit(values, labels))
    return ChurnModel("boosting", Calibration("sigmoid", [1.0], [0.0]), fit_scales(values, features), trees=trees, bias=bias)


def _fit_logistic(values: np.ndarray, labels: np.ndarray, features: list[str]) -> ChurnModel:
    scales = fit_scales(values, features)
    unknown = np.isnan(values)
    shares = unknown.mean(axis=0)
    regression = LogisticRegression(C=0.1, max_iter=500).fit(np.hstack([apply_scales(values, scales), unknown - shares]), labels)
    weights, unknown_weights = np.split(regression.coef_[0], 2)
    return ChurnModel(
        "logistic", Calibration("sigmoid", [1.0], [0.0]), scales, weights.tolist(), unknown_weights.tolist(), shares.tolist(),
        bias=float(regression.intercept_[0]),
    )  # fmt: skip


def _fit_baseline(rows: Period, features: list[str]) -> ChurnModel:
    """The churn rate by days since the last purchase, never falling as they grow."""
    recency = rows.values[:, [features.index(BASELINE_FEATURE)]]
    if rows.smaller_class == 0:
        return ChurnModel(BASELINE, _flat_model(rows).calibration, fit_scales(recency, [BASELINE_FEATURE]), [1.0], [0.0], [0.0])
    scales = fit_scales(recency, [BASELINE_FEATURE])
    return ChurnModel(BASELINE, _isotonic(apply_scales(recency, scales)[:, 0], rows.labels), scales, [1.0], [0.0], [0.0])


def _flat_model(rows: Period | None) -> ChurnModel:
    if rows is None:
        return ChurnModel("none", Calibration("constant", [], []))
    return ChurnModel("base_rate", Calibration("constant", [], [float(rows.labels.mean())]))


def _calibrate(log_odds: np.ndarray, labels: np.ndarray) -> Calibration:
    smaller = min(labels.sum(), len(labels) - labels.sum())
    if len(labels) >= ISOTONIC_ROWS and smaller >= ISOTONIC_CLASS:
        return _isotonic(log_odds, labels)
    sigmoid = LogisticRegression(C=1e3).fit(log_odds[:, None], labels)
    return Calibration("sigmoid", [float(sigmoid.coef_[0, 0])], [float(sigmoid.intercept_[0])])


def _isotonic(scores: np.ndarray, labels: np.ndarray) -> Calibration:
    curve = IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
    return Calibration("isotonic", curve.X_thresholds_.tolist(), curve.y_thresholds_.tolist())


def _usable_features(values: np.ndarray, dates: pd.Series, months: Sequence[pd.Timestamp], features: list[str]) -> list[str]:
    known = pd.DataFrame(~np.isnan(values), columns=features)[dates.isin(months).to_numpy()]
    least = known.groupby(dates[dates.isin(months)].to_numpy()).mean().min()
    inside = values[dates.isin(months).to_numpy()]
    varies = [len(np.unique(column[~np.isnan(column)])) > 1 for column in inside.T]
    return [feature for feature, moving in zip(features, varies, strict=True) if moving and least[feature] >= MIN_KNOWN]


def _measure(model: ChurnModel, rows: Period, features: list[str]) -> dict[str, float]:
    columns = [features.index(feature) for feature in model.features]
    log_odds = model.bias + model.contributions(rows.values[:, columns]).sum(axis=1)
    return metrics_of(rows.labels, log_odds, model.probability(log_odds))


def _choose(measured: dict[str, dict[str, float]]) -> str:
    """Lowest Brier score; where two differ by less than 0.0005, the higher average precision."""
    return min(measured, key=lambda name: (round(measured[name]["brier"] / 0.0005), -measured[name]["average_precision"]))


def _is_enough(rows: Period, least: int = MIN_ROWS) -> bool:
    return len(rows.labels) >= least and rows.smaller_class >= MIN_CLASS


def _joined(one: Period, two: Period) -> Period:
    return Period(np.vstack([one.values, two.values]), np.concatenate([one.labels, two.labels]), one.first, two.last)


def _logistic(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))


def _evaluation_rows(measured: dict[str, dict[str, float]], chosen: str, facts: dict) -> list[dict]:
    return [
        {"part": "evaluation", "model": model, "name": metric, "value": values[metric], "is_chosen": model == chosen,
         "baseline_value": measured[BASELINE][metric], **facts}
        for model, values in measured.items() for metric in METRICS
    ]  # fmt: skip


def _without_validation(rows: Period | None, model: ChurnModel, status: str) -> pd.DataFrame:
    """A model that could not be validated says so: its metrics are empty."""
    note = {"no_data": "no labelled snapshot", "base_rate": "too few rows, or only one class", "baseline": "too few months to validate"}[status]
    facts = {"train_from": rows.first, "train_to": rows.last} if rows is not None else {}
    evaluation = [
        {"part": "evaluation", "model": model.name, "name": metric, "is_chosen": True, "status": status, "note": note, "row_count": 0, "positive_count": 0, **facts}
        for metric in METRICS
    ]
    return _table(evaluation + _model_rows(model, rows, status, note))


def _model_rows(model: ChurnModel, rows: Period | None, status: str, note: str) -> list[dict]:
    facts = {"model": model.name, "status": status, "note": note}
    if rows is not None:
        facts |= {"train_from": rows.first, "train_to": rows.last, "row_count": len(rows.labels), "positive_count": int(rows.labels.sum())}
    head = {"part": "model", "value": model.bias, "details": _json({"version": VERSION, "calibration": asdict(model.calibration)})}
    linear = not model.trees
    features = [
        {"part": "feature", "name": scale.feature, "position": number, "value": model.weights[number] if linear else None,
         "details": _json({**asdict(scale), "unknown_weight": model.unknown_weights[number] if linear else None,
                           "unknown_share": model.unknown_shares[number] if linear else None})}
        for number, scale in enumerate(model.scales)
    ]  # fmt: skip
    trees = [{"part": "tree", "position": number, "details": tree.to_json()} for number, tree in enumerate(model.trees)]
    return [{**row, **facts} for row in [head, *features, *trees]]


def _json(value: dict) -> str:
    return json.dumps(value, separators=(",", ":"))


def _table(rows: list[dict]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(TABLE)).astype(TABLE)


def load(table: pd.DataFrame) -> ChurnModel:
    """The chosen model of a table that `train` made."""
    parts = table.sort_values("position", na_position="first").to_dict("records")
    head = next(row for row in parts if row["part"] == "model")
    features = [(row["value"], json.loads(row["details"])) for row in parts if row["part"] == "feature"]
    names = ("feature", "transform", "fill", "mean", "deviation")
    trees = [Tree.from_json(row["details"]) for row in parts if row["part"] == "tree"]
    linear = not trees
    return ChurnModel(
        name=head["model"],
        calibration=Calibration(**json.loads(head["details"])["calibration"]),
        scales=[Scale(**{name: details[name] for name in names}) for _, details in features],
        weights=[float(weight) for weight, _ in features] if linear else [],
        unknown_weights=[details["unknown_weight"] for _, details in features] if linear else [],
        unknown_shares=[details["unknown_share"] for _, details in features] if linear else [],
        trees=trees,
        bias=float(head["value"]),
    )
