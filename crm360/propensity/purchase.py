"""Who buys within the next days (`propensity_purchase_days`): logistic regression against the rate by recency alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.isotonic import IsotonicRegression
from threadpoolctl import threadpool_limits

from crm360.churn import fits
from crm360.churn.calibration import Calibration
from crm360.churn.candidates import BASELINE, BASELINE_FEATURE, BY_NAME, fit_candidate
from crm360.churn.metrics import metrics_of
from crm360.churn.model import ChurnModel
from crm360.churn.periods import MIN_ROWS, Fold, Period, last_sixth, period_of
from crm360.churn.terms import Term
from crm360.propensity.judging import (
    NO_MODEL,
    Judged,
    Results,
    as_table,
    evaluated,
    folds_of,
    labelled,
    last_months_apart,
    newest,
    pooled,
    unjudged,
)

MODELS = ("logistic", "logistic_splines")
METRICS = ("auc", "average_precision", "brier", "calibration_error", "lift_at_10")
MIN_BASELINE_ROWS = 50


def train(rows: pd.DataFrame) -> pd.DataFrame:
    """Compare, choose and fit; returns evaluation and model (columns `crm360.churn.model.TABLE`, part by part).

    rows: customer_id, snapshot_date, is_bought, bought_known_on (the day the label is known), and features; other
    outcomes are left out. No class is weighed, so that the probabilities are those of the training months. status:
    trained; baseline (recency: no model is better, or too little data); base_rate (too few rows even for that, or only
    one class); no_data.
    """
    whole, months, _ = period_of(labelled(rows, "is_bought", "bought_known_on"))
    with threadpool_limits(limits=1):
        return _train(whole, months)


def metrics(labels: np.ndarray, probability: np.ndarray, groups: np.ndarray | None = None) -> dict[str, float]:
    """The metrics `METRICS`; 1 = bought. groups are not used."""
    values = metrics_of(labels, probability, probability)
    return {name: values[name] for name in METRICS}


def fit_recency(rows: Period) -> ChurnModel:
    """The rate of buyers by days since the last purchase, never rising as they grow (isotonic)."""
    days = rows.columns([BASELINE_FEATURE])
    curve = IsotonicRegression(out_of_bounds="clip").fit(-days[:, 0], rows.labels)
    points = Calibration("isotonic", curve.X_thresholds_.tolist(), curve.y_thresholds_.tolist())
    centre = float(days.mean())
    term = Term(BASELINE_FEATURE, "value", fill=float(np.median(days)), mean=centre, weight=-1.0)
    model = fits.linear(days, [BASELINE_FEATURE], [term], -centre)
    return ChurnModel(BASELINE, points, model.features, model.typical, model.terms, bias=model.bias)


def fit_rate(rows: Period) -> ChurnModel:
    """Everybody's rate for everybody, in a form that SQL scores like any other: a term of no weight."""
    feature = BASELINE_FEATURE if BASELINE_FEATURE in rows.features else rows.features[0]
    rate = float(np.clip(rows.labels.mean(), 0.001, 0.999))
    return ChurnModel(
        "base_rate", features=[feature], typical=[0.0], terms=[Term(feature, "value")], bias=np.log(rate / (1 - rate))
    )


def judge(fold: Fold) -> dict[str, Judged]:
    """What the baseline and each model say of the fold's validation rows; the baseline alone where rows are few."""
    models = [fit_recency(fold.before)]
    if fold.fit.is_enough() and fold.calibrate.is_enough(MIN_ROWS // 3):
        models += [fit_candidate(BY_NAME[name], fold.fit, fold.calibrate)[0] for name in MODELS]
    return {
        model.name: Judged(fold.validate.labels, model.probability(fold.validate.columns(model.features)))
        for model in models
    }


def _train(whole: Period, months: pd.DataFrame) -> pd.DataFrame:
    if len(whole.labels) == 0 or not whole.features:
        return _told(NO_MODEL, whole, "no_data", "no labelled snapshot")
    if whole.smaller_class == 0 or len(whole.labels) < MIN_BASELINE_ROWS or BASELINE_FEATURE not in whole.features:
        return _told(fit_rate(whole), whole, "base_rate", "too few rows, or only one class")
    folds = [
        fold
        for _, fold in folds_of(whole, months)
        if fold.validate.smaller_class > 0 and BASELINE_FEATURE in fold.validate.features
    ]
    if not folds or folds[-1].validate.dates.max() != whole.dates.max():
        return _told(fit_recency(whole), whole, "baseline", "too few months, or only one class, to validate on")
    judged = [judge(fold) for fold in folds]
    # Folds in which no model could be fitted would leave nothing to compare.
    kept = [number for number, found in enumerate(judged) if len(found) > 1] or [len(folds) - 1]
    results: Results = {name: [judged[number][name] for number in kept] for name in judged[kept[-1]]}
    measured = pooled(results, metrics)
    chosen = choose(measured, newest(results, metrics))
    if chosen == BASELINE:
        note = "no model beats recency on the validation months" if len(results) > 1 else "too few rows for a model"
        model, facts = fit_recency(whole), {"status": "baseline", "note": note}
    else:
        usable = whole.with_features(whole.usable_features())
        parts = last_months_apart(usable, last_sixth(np.unique(whole.dates)))
        model = fit_candidate(BY_NAME[chosen], *parts)[0]
        facts = {"status": "trained", "note": "lowest Brier score on the validation months"}
    return as_table(
        evaluated(measured, BASELINE, chosen, [folds[number] for number in kept], facts), model, whole, facts
    )


def choose(measured: dict[str, dict[str, float]], latest: dict[str, dict[str, float]]) -> str:
    """The model with the lowest Brier score, of those better than recency by AUC and Brier score, and in the newest
    months not worse; else recency.
    """
    base, now = measured[BASELINE], latest[BASELINE]
    good = [
        name
        for name, values in measured.items()
        if values["brier"] < base["brier"]
        and values["auc"] > base["auc"]
        and latest[name]["brier"] <= now["brier"]
        and latest[name]["auc"] >= now["auc"]
    ]
    return min(good, key=lambda name: measured[name]["brier"]) if good else BASELINE


def _told(model: ChurnModel, rows: Period, status: str, note: str) -> pd.DataFrame:
    facts = {"status": status, "note": note}
    return as_table(unjudged(METRICS, model, facts), model, rows, facts)
