"""From which categories a customer's next purchase is: one logistic regression for all categories together.

A row is a customer on a month end and one of the leading categories; the label says whether the customer's next
purchase holds it. Each category has an intercept of its own (its popularity) and all share the weights of the
customer's history with the category: one-vs-rest with shared weights, since a purchase may hold several categories.
Regressions per category with all categories' histories gained nothing on the demo.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics import brier_score_loss, roc_auc_score
from threadpoolctl import threadpool_limits

from crm360.churn import fits
from crm360.churn.candidates import BY_NAME, fit_candidate
from crm360.churn.model import ChurnModel
from crm360.churn.periods import MIN_ROWS, Fold, Period, last_sixth, period_of
from crm360.propensity.judging import (
    NO_MODEL,
    Judged,
    as_table,
    evaluated,
    folds_of,
    last_months_apart,
    newest,
    pooled,
    unjudged,
)

PREFIX = "category: "
"""Before a category's name it makes the feature that is 1 for rows of that category."""
FEATURES = ["days_365d", "days_since", "days_total", "is_last", "share_365d", "share_total"]
POPULARITY, LAST, MODEL = "popularity", "last_category", "history"
METRICS = ("hit_at_1", "hit_at_3", "auc", "brier")


def train(rows: pd.DataFrame) -> pd.DataFrame:
    """Compare, choose and fit; returns evaluation and model (columns `crm360.churn.model.TABLE`, part by part).

    rows: customer_id, snapshot_date, label_known_on, category, is_next, and `FEATURES`: days on which the customer
    bought from the category (days_total, and days_365d in the last year), their share of all the customer's days of
    purchase, whether it was in the last purchase, and days since the customer last bought from it (NULL = never).
    Baselines: popularity (the rate of the category) and last_category (that, and whether it was in the last purchase).
    status: trained; baseline (the better of them: the model is not better, or too little data); no_data.
    """
    frame, groups = _wide(rows)
    with threadpool_limits(limits=1):
        return _train(frame, groups)


def metrics(labels: np.ndarray, probability: np.ndarray, groups: np.ndarray) -> dict[str, float]:
    """hit_at_1, hit_at_3: share of the purchases that hold the most probable category, one of the three most probable;
    auc, brier: over all rows. groups: which purchase a row belongs to; rows of one stand together.
    """
    order = np.lexsort((-probability, groups))
    starts = np.flatnonzero(np.r_[True, np.diff(groups[order]) != 0])
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    hits = {f"hit_at_{top}": float(np.maximum.reduceat(labels[order] * (place < top), starts).mean()) for top in (1, 3)}
    auc = float(roc_auc_score(labels, probability)) if 0 < labels.mean() < 1 else np.nan
    return {**hits, "auc": auc, "brier": float(brier_score_loss(labels, probability, pos_label=1))}


def _wide(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """A column per category beside the features, in order; and the number of the purchase that a row belongs to."""
    rows = rows.sort_values(["snapshot_date", "customer_id", "category"], kind="stable").reset_index(drop=True)
    names = sorted(rows["category"].dropna().unique())
    category = rows["category"].to_numpy(dtype=object)
    dummies = pd.DataFrame({PREFIX + name: (category == name).astype(float) for name in names}, index=rows.index)
    frame = pd.concat([rows.drop(columns="category").rename(columns={"is_next": "is_churned"}), dummies], axis=1)
    return frame, rows.groupby(["snapshot_date", "customer_id"]).ngroup()


def _train(frame: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    whole, months, ordered = period_of(frame)
    numbers = groups.loc[ordered.index].to_numpy()
    if len(whole.labels) == 0 or whole.smaller_class == 0:
        return _told(NO_MODEL, whole, "no_data", "no purchase to learn from, or one category only")
    splits = [
        (fold, numbers[whole.mask(split.validate)])
        for split, fold in folds_of(whole, months)
        if fold.before.smaller_class > 0 and fold.validate.smaller_class > 0
    ]
    if not splits or splits[-1][0].validate.dates.max() != whole.dates.max():
        return _told(fit_naive(POPULARITY, whole), whole, "baseline", "too few months to validate on")
    judged = [judge(*split) for split in splits]
    kept = [number for number, found in enumerate(judged) if MODEL in found] or [len(splits) - 1]
    results = {name: [judged[number][name] for number in kept] for name in judged[kept[-1]]}
    measured, latest = pooled(results, metrics), newest(results, metrics)
    naive = min((POPULARITY, LAST), key=lambda name: measured[name]["brier"])
    chosen = MODEL if MODEL in results and all(_beats(one) for one in (measured, latest)) else naive
    if chosen == MODEL:
        facts = {"status": "trained", "note": "beats popularity and the last category on the validation months"}
        usable = whole.with_features(whole.usable_features())
        model = _fit(*last_months_apart(usable, last_sixth(np.unique(whole.dates))))
    else:
        note = "history does not beat the naive forecasts" if MODEL in results else "too few rows for a model"
        facts, model = {"status": "baseline", "note": note}, fit_naive(naive, whole)
    folds = [splits[number][0] for number in kept]
    return as_table(evaluated(measured, naive, chosen, folds, facts), model, whole, facts)


def judge(fold: Fold, groups: np.ndarray) -> dict[str, Judged]:
    """What the baselines and the model say of the fold's validation rows; the baselines alone where rows are few."""
    models = [fit_naive(name, fold.before) for name in (POPULARITY, LAST)]
    if fold.fit.is_enough() and fold.calibrate.is_enough(MIN_ROWS // 3):
        models.append(_fit(fold.fit, fold.calibrate))
    return {
        model.name: Judged(fold.validate.labels, model.probability(fold.validate.columns(model.features)), groups)
        for model in models
    }


def fit_naive(name: str, rows: Period) -> ChurnModel:
    """Popularity: the rate of each category. The last category: that, and a weight for being in the last purchase."""
    features = [feature for feature in rows.features if feature.startswith(PREFIX)]
    features += ["is_last"] if name == LAST and "is_last" in rows.features else []
    found = fits.fit_logistic(rows.columns(features), rows.labels, features, splines=False, C=1e3)
    return ChurnModel(name, found.calibration, found.features, found.typical, found.terms, bias=found.bias)


def _fit(fit: Period, calibrate: Period) -> ChurnModel:
    found = fit_candidate(BY_NAME["logistic_splines"], fit, calibrate)[0]
    return ChurnModel(MODEL, found.calibration, found.features, found.typical, found.terms, bias=found.bias)


def _beats(values: dict[str, dict[str, float]]) -> bool:
    own = values[MODEL]
    return all(
        own["brier"] < values[naive]["brier"] and own["auc"] > values[naive]["auc"] for naive in (POPULARITY, LAST)
    )


def _told(model: ChurnModel, rows: Period, status: str, note: str) -> pd.DataFrame:
    facts = {"status": status, "note": note}
    return as_table(unjudged(METRICS, model, facts), model, rows, facts)
