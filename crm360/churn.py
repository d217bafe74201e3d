"""Training the churn model: who will not buy within the horizon.

Input is `customer_snapshots`: one row per customer and month end, features of the time before, the label of the time
after. Three models compete on a later period: gradient boosting, logistic regression, and the baseline, which knows
recency alone.

    fit months | calibration months | gap: labels still open | validation months

A label is only used for training when it was known on the first validation snapshot. The winner (lowest Brier score) is
fitted again on all months, the last of which calibrate it. Too little data: the baseline, or the plain churn rate,
and the table says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from crm360.boosted_trees import export_trees
from crm360.churn_evaluation import METRICS, metrics_of
from crm360.churn_model import UNCALIBRATED, Calibration, ChurnModel, to_table
from crm360.scaling import apply_scales, as_numbers, fit_scales

NOT_FEATURES = ("customer_id", "snapshot_date", "label_known_on", "is_churned", "is_lapsed")
BASELINE = "recency"
BASELINE_FEATURE = "recency_days"
MIN_ROWS, MIN_CLASS = 300, 30
"""Fewer training rows, or fewer of one class, than this: no model is trained."""
MIN_BASELINE_ROWS = 50
ISOTONIC_ROWS, ISOTONIC_CLASS = 10_000, 2_000
"""Isotonic calibration overfits small samples (Niculescu-Mizil & Caruana 2005); below this a sigmoid (Platt 1999)."""
MIN_KNOWN = 0.02
"""A feature has to be known for this share of the customers in every training month: one that exists for some months
only tells the model the date and not the customer."""
SAME_BRIER = 0.0005


@dataclass(frozen=True)
class Period:
    """Rows of some snapshot months: values (rows × features, NaN = unknown) and labels (1 = churned)."""

    features: list[str]
    values: np.ndarray
    labels: np.ndarray
    dates: np.ndarray

    @property
    def smaller_class(self) -> int:
        """Rows of the rarer class."""
        positives = int(self.labels.sum())
        return min(positives, len(self.labels) - positives)

    def only(self, months: Sequence[pd.Timestamp]) -> Period:
        """The rows of those snapshot dates."""
        chosen = np.isin(self.dates, np.array(months, dtype=self.dates.dtype))
        return replace(self, values=self.values[chosen], labels=self.labels[chosen], dates=self.dates[chosen])

    def columns(self, features: Sequence[str]) -> np.ndarray:
        """The values of those features, in that order."""
        return self.values[:, [self.features.index(feature) for feature in features]]

    def usable_features(self) -> list[str]:
        """Features that vary and are known often enough in every month (`MIN_KNOWN`)."""
        known = pd.DataFrame(~np.isnan(self.values), columns=self.features).groupby(self.dates).mean().min()
        varying = [len(np.unique(column[~np.isnan(column)])) > 1 for column in self.values.T]
        pairs = zip(self.features, varying, strict=True)
        return [feature for feature, varies in pairs if varies and known[feature] >= MIN_KNOWN]

    def is_enough(self, least_rows: int = MIN_ROWS) -> bool:
        """Whether a model can be fitted to these rows."""
        return len(self.labels) >= least_rows and self.smaller_class >= MIN_CLASS


@dataclass(frozen=True)
class Split:
    """Snapshot dates of the three periods."""

    fit: list[pd.Timestamp]
    calibrate: list[pd.Timestamp]
    validate: list[pd.Timestamp]


def split_by_time(months: pd.DataFrame) -> Split | None:
    """Which months train and which validate; None where there are too few.

    months: columns snapshot_date and label_known_on. The last sixth validates; of the months whose labels were known
    on the first validation snapshot, the last quarter calibrates and the others fit.
    """
    months = months.drop_duplicates().sort_values("snapshot_date")
    dates = list(months["snapshot_date"])
    if len(dates) < 3:
        return None
    validate = dates[-_last_sixth(dates) :]
    known = list(months.loc[months["label_known_on"] <= validate[0], "snapshot_date"])
    if len(known) < 2:
        return None
    calibrating = max(1, len(known) // 4)
    return Split(known[:-calibrating], known[-calibrating:], validate)


def train(snapshots: pd.DataFrame) -> pd.DataFrame:
    """Compare, choose and fit; returns the model and its evaluation as one table (columns `crm360.churn_model.TABLE`).

    snapshots: customer_id, snapshot_date, label_known_on, is_churned; every further column is a feature (number or
    boolean). Parts of the table: `evaluation` (a row per model and metric on the validation months), `model` (the
    chosen one: `value` is the bias, `details` the calibration), `feature` (`value` is the weight), `tree` (one per
    row). status: trained; baseline (no model is better, or too little data for one); base_rate (too few rows even
    for that, or only one class); no_data. note: why.
    """
    features = sorted(column for column in snapshots.columns if column not in NOT_FEATURES)
    rows = snapshots.sort_values(["snapshot_date", "customer_id"], kind="stable")
    dates = pd.to_datetime(rows["snapshot_date"]).astype("datetime64[us]")
    known_on = pd.to_datetime(rows["label_known_on"]).astype("datetime64[us]")
    months = pd.DataFrame({"snapshot_date": dates, "label_known_on": known_on}).drop_duplicates()
    labels = rows["is_churned"].to_numpy(dtype=float)
    with threadpool_limits(limits=1):  # sums in a fixed order: the same result on any machine
        return _train(Period(features, as_numbers(rows, features), labels, dates.to_numpy()), months)


def _train(whole: Period, months: pd.DataFrame) -> pd.DataFrame:
    if len(whole.labels) == 0:
        return _unvalidated(
            whole, ChurnModel("none", Calibration("constant", [], [])), "no_data", "no labelled snapshot"
        )
    if whole.smaller_class == 0 or len(whole.labels) < MIN_BASELINE_ROWS or BASELINE_FEATURE not in whole.features:
        rate = Calibration("constant", [], [float(whole.labels.mean())])
        return _unvalidated(whole, ChurnModel("base_rate", rate), "base_rate", "too few rows, or only one class")
    split = split_by_time(months)
    if split is None or whole.only(split.validate).smaller_class == 0:
        return _unvalidated(
            whole, _fit_baseline(whole), "baseline", "too few months, or only one class, to validate on"
        )
    return _compete(whole, split)


def _compete(whole: Period, split: Split) -> pd.DataFrame:
    fit, calibrate, validate = whole.only(split.fit), whole.only(split.calibrate), whole.only(split.validate)
    before = whole.only(split.fit + split.calibrate)
    usable = before.usable_features()
    competitors = [_fit_baseline(before)]
    if usable and fit.is_enough() and calibrate.is_enough(MIN_ROWS // 3):
        competitors += [_fit(name, fit, calibrate, usable) for name in ("boosting", "logistic")]
    measured = {model.name: _measure(model, validate) for model in competitors}
    chosen = _choose(measured)
    if chosen == BASELINE:
        model, status = _fit_baseline(whole), "baseline"
        note = "no model beats recency on the validation months" if len(competitors) > 1 else "too few rows for a model"
    else:
        dates = list(np.unique(whole.dates))
        last = _last_sixth(dates)
        model = _fit(chosen, whole.only(dates[:-last]), whole.only(dates[-last:]), whole.usable_features())
        status, note = "trained", "lowest Brier score on the validation months"
    facts = {
        "status": status,
        "note": note,
        **_training_facts(before),
        "row_count": len(validate.labels),
        "positive_count": int(validate.labels.sum()),
        "validation_from": validate.dates.min(),
        "validation_to": validate.dates.max(),
    }
    evaluation = [
        {
            "part": "evaluation",
            "model": name,
            "name": metric,
            "value": values[metric],
            "baseline_value": measured[BASELINE][metric],
            "is_chosen": name == chosen,
            **facts,
        }
        for name, values in measured.items()
        for metric in METRICS
    ]
    return to_table(evaluation + _model_rows(model, whole, status, note))


def _fit(name: str, fit: Period, calibrate: Period, features: list[str]) -> ChurnModel:
    fitted = (_fit_boosting if name == "boosting" else _fit_logistic)(fit.columns(features), fit.labels, features)
    calibration = _calibrate(fitted.log_odds(calibrate.columns(features)), calibrate.labels)
    return replace(fitted, calibration=calibration)


def _fit_boosting(values: np.ndarray, labels: np.ndarray, features: list[str]) -> ChurnModel:
    classifier = HistGradientBoostingClassifier(
        max_iter=120,
        learning_rate=0.06,
        max_leaf_nodes=12,
        min_samples_leaf=60,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=0,
    )
    trees, bias = export_trees(classifier.fit(values, labels))
    return ChurnModel("boosting", UNCALIBRATED, fit_scales(values, features), trees=trees, bias=bias)


def _fit_logistic(values: np.ndarray, labels: np.ndarray, features: list[str]) -> ChurnModel:
    scales, unknown = fit_scales(values, features), np.isnan(values)
    shares = unknown.mean(axis=0)
    design = np.hstack([apply_scales(values, scales), unknown - shares])
    regression = LogisticRegression(C=0.1, max_iter=500).fit(design, labels)
    weights, unknown_weights = np.split(regression.coef_[0], 2)
    return ChurnModel(
        "logistic",
        UNCALIBRATED,
        scales,
        weights.tolist(),
        unknown_weights.tolist(),
        shares.tolist(),
        bias=float(regression.intercept_[0]),
    )


def _fit_baseline(rows: Period) -> ChurnModel:
    """The churn rate by days since the last purchase, never falling as they grow."""
    recency = rows.columns([BASELINE_FEATURE])
    scales = fit_scales(recency, [BASELINE_FEATURE])
    curve = _isotonic(apply_scales(recency, scales)[:, 0], rows.labels)
    return ChurnModel(BASELINE, curve, scales, weights=[1.0], unknown_weights=[0.0], unknown_shares=[0.0])


def _calibrate(log_odds: np.ndarray, labels: np.ndarray) -> Calibration:
    smaller = min(labels.sum(), len(labels) - labels.sum())
    if len(labels) >= ISOTONIC_ROWS and smaller >= ISOTONIC_CLASS:
        return _isotonic(log_odds, labels)
    sigmoid = LogisticRegression(C=1e3).fit(log_odds[:, None], labels)
    return Calibration("sigmoid", [float(sigmoid.coef_[0, 0])], [float(sigmoid.intercept_[0])])


def _isotonic(scores: np.ndarray, labels: np.ndarray) -> Calibration:
    curve = IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
    return Calibration("isotonic", curve.X_thresholds_.tolist(), curve.y_thresholds_.tolist())


def _measure(model: ChurnModel, rows: Period) -> dict[str, float]:
    log_odds = model.log_odds(rows.columns(model.features))
    return metrics_of(rows.labels, log_odds, model.calibration.apply(log_odds))


def _choose(measured: dict[str, dict[str, float]]) -> str:
    """Lowest Brier score; among those as good (`SAME_BRIER`), the highest average precision."""
    best = min(values["brier"] for values in measured.values())
    good = [name for name, values in measured.items() if values["brier"] <= best + SAME_BRIER]
    return max(good, key=lambda name: measured[name]["average_precision"])


def _unvalidated(rows: Period, model: ChurnModel, status: str, note: str) -> pd.DataFrame:
    """A model that could not be validated says so: its metrics are empty."""
    facts = {"status": status, "note": note, **_training_facts(rows), "row_count": 0, "positive_count": 0}
    evaluation = [
        {"part": "evaluation", "model": model.name, "name": name, "is_chosen": True, **facts} for name in METRICS
    ]
    return to_table(evaluation + _model_rows(model, rows, status, note))


def _model_rows(model: ChurnModel, rows: Period, status: str, note: str) -> list[dict]:
    counts = {"row_count": len(rows.labels), "positive_count": int(rows.labels.sum())}
    return [{**row, "status": status, "note": note, **_training_facts(rows), **counts} for row in model.to_rows()]


def _training_facts(rows: Period) -> dict:
    return {"train_from": rows.dates.min(), "train_to": rows.dates.max()} if len(rows.dates) else {}


def _last_sixth(dates: Sequence) -> int:
    return max(1, round(len(dates) / 6))
