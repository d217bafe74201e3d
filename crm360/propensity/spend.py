"""How much a customer spends in the next quarter (`propensity_spend_days`): regressions against two naive forecasts.

linear: bias + weight × feature; polynomial: of degree two in each feature, without products of features, which bring
nothing on the demo. Least squares with a ridge penalty of one row, so that features that repeat each other do no harm
(Hoerl & Kennard 1970). naive: the same as in the last quarter, and everybody's mean.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from crm360.churn import fits
from crm360.churn.model import ChurnModel
from crm360.churn.periods import MIN_ROWS, Period, period_of
from crm360.churn.terms import Term, numbers_of, weighted
from crm360.propensity.judging import (
    NO_MODEL,
    Judged,
    as_table,
    evaluated,
    folds_of,
    labelled,
    newest,
    pooled,
    unjudged,
)

LAST, MEAN = "last_quarter", "mean"
LAST_FEATURE = "spend_90d"
METRICS = ("mae", "r2")


def train(rows: pd.DataFrame) -> pd.DataFrame:
    """Compare, choose and fit; returns evaluation and model (columns `crm360.churn.model.TABLE`, part by part).

    rows: customer_id, snapshot_date, next_spend (money after the snapshot), spend_known_on, and features, one of them
    `spend_90d`; other outcomes are left out. status: trained; baseline (a naive forecast: no regression is better, or
    too little data); no_data.
    """
    whole, months, _ = period_of(labelled(rows, "next_spend", "spend_known_on"))
    with threadpool_limits(limits=1):
        return _train(whole, months)


def predict(model: ChurnModel, values: np.ndarray) -> np.ndarray:
    """Expected spend per row, never below zero; values: rows × features of the model."""
    return np.maximum(model.log_odds(values), 0.0)


def metrics(labels: np.ndarray, predicted: np.ndarray, groups: np.ndarray | None = None) -> dict[str, float]:
    """mae: mean absolute error, in money; r2: share of the variance explained, below 0 worse than the mean of the very
    rows (NaN where they do not vary). groups are not used.
    """
    errors, spread = labels - predicted, ((labels - labels.mean()) ** 2).sum()
    r2 = 1 - (errors**2).sum() / spread if spread > 0 else np.nan
    return {"mae": float(np.abs(errors).mean()), "r2": float(r2)}


def fit_linear(rows: Period) -> ChurnModel:
    """Bias + weight × feature, and a weight for being unknown."""
    return _least_squares("linear", rows, _terms(rows, squares=False))


def fit_polynomial(rows: Period) -> ChurnModel:
    """The same with the square of each feature of more than two values."""
    return _least_squares("polynomial", rows, _terms(rows, squares=True))


def fit_last(rows: Period) -> ChurnModel:
    """The same as in the last quarter."""
    term = Term(LAST_FEATURE, "value", mean=float(rows.columns([LAST_FEATURE]).mean()), weight=1.0)
    return ChurnModel(LAST, features=[LAST_FEATURE], typical=[0.0], terms=[term], bias=term.mean)


def fit_mean(rows: Period) -> ChurnModel:
    """Everybody's mean for everybody, in a form that SQL scores like any other: a term of no weight."""
    term = Term(LAST_FEATURE, "value")
    return ChurnModel(MEAN, features=[LAST_FEATURE], typical=[0.0], terms=[term], bias=float(rows.labels.mean()))


FITS: dict[str, Callable[[Period], ChurnModel]] = {
    LAST: fit_last,
    MEAN: fit_mean,
    "linear": fit_linear,
    "polynomial": fit_polynomial,
}


def _train(whole: Period, months: pd.DataFrame) -> pd.DataFrame:
    if len(whole.labels) == 0 or LAST_FEATURE not in whole.features:
        return _told(NO_MODEL, whole, "no_data", "no labelled snapshot")
    folds = [
        fold
        for _, fold in folds_of(whole, months)
        if len(fold.before.labels) >= MIN_ROWS and len(fold.validate.labels) and LAST_FEATURE in fold.validate.features
    ]
    if not folds or folds[-1].validate.dates.max() != whole.dates.max() or not whole.labels.any():
        return _told(fit_last(whole), whole, "baseline", "too few rows or months to validate on")
    results = {name: [] for name in FITS}
    for fold in folds:
        for name, fit in FITS.items():
            model = fit(fold.before)
            predicted = predict(model, fold.validate.columns(model.features))
            results[name].append(Judged(fold.validate.labels, predicted))
    measured = pooled(results, metrics)
    naive = min((LAST, MEAN), key=lambda name: measured[name]["mae"])
    chosen = choose(measured, newest(results, metrics), naive)
    if chosen == naive:
        facts = {"status": "baseline", "note": "no regression beats both naive forecasts on the validation months"}
        model = FITS[naive](whole)
    else:
        facts = {"status": "trained", "note": "highest R² on the validation months"}
        model = FITS[chosen](whole.with_features(whole.usable_features()))
    return as_table(evaluated(measured, naive, chosen, folds, facts), model, whole, facts)


def choose(measured: dict[str, dict[str, float]], latest: dict[str, dict[str, float]], naive: str) -> str:
    """The regression with the highest R² of those that err less (MAE) and explain more than both naive forecasts, over
    all validation months and in the newest ones; else the naive one given.
    """
    good = [name for name in FITS if name not in (LAST, MEAN) and all(_beats(one, name) for one in (measured, latest))]
    return max(good, key=lambda name: measured[name]["r2"]) if good else naive


def _beats(values: dict[str, dict[str, float]], name: str) -> bool:
    return all(
        values[name]["mae"] < values[naive]["mae"] and values[name]["r2"] > values[naive]["r2"]
        for naive in (LAST, MEAN)
    )


def _terms(rows: Period, squares: bool) -> list[Term]:
    terms = []
    for feature, column in zip(rows.features, rows.values.T, strict=True):
        known = column[~np.isnan(column)]
        kinds = ["value"] + ["square"] * bool(squares and len(np.unique(known)) > 2)
        kinds += ["unknown"] * bool(0 < np.isnan(column).mean() < 1)
        fill = float(np.median(known)) if len(known) else 0.0
        terms += [Term(feature, kind, fill=fill).standardised(column) for kind in kinds]
    return terms


def _least_squares(name: str, rows: Period, terms: list[Term]) -> ChurnModel:
    numbers = numbers_of(terms, rows.values, rows.features)
    centre = float(rows.labels.mean())
    system = numbers.T @ numbers + np.eye(len(terms))
    weights = np.linalg.solve(system, numbers.T @ (rows.labels - centre)) if terms else np.empty(0)
    found = fits.linear(rows.values, rows.features, weighted(terms, weights), centre)
    return ChurnModel(name, found.calibration, found.features, found.typical, found.terms, bias=found.bias)


def _told(model: ChurnModel, rows: Period, status: str, note: str) -> pd.DataFrame:
    facts = {"status": status, "note": note}
    return as_table(unjudged(METRICS, model, facts), model, rows, facts)
