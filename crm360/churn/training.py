"""Training the churn model: who will not buy within the horizon.

Input is `customer_snapshots`: one row per customer and month end, features of the time before, the label of the time
after. The candidates and the baseline, which knows recency alone, compete on later months (`crm360.churn.comparing`);
the winner is fitted again on all months, the last of which tune and calibrate it. Too little data: the baseline, or the
plain churn rate, and the table says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from crm360.churn.calibration import Calibration
from crm360.churn.candidates import BASELINE, BASELINE_FEATURE, BY_NAME, SLOW_ROWS, fit_baseline, fit_candidate
from crm360.churn.comparing import Result, choose, compare, pooled, prepare
from crm360.churn.metrics import COMPARED, METRICS
from crm360.churn.model import ChurnModel, load, to_table
from crm360.churn.periods import Fold, Period, Split, fold_of, last_sixth, period_of, splits_by_time

MIN_BASELINE_ROWS = 50
PREDICTIONS = {
    "customer_id": "string",
    "snapshot_date": "datetime64[us]",
    "trained_to": "datetime64[us]",
    "model": "string",
    "churn_probability": "float64",
    "is_churned": "boolean",
}
"""Columns of `backtest`."""


def train(snapshots: pd.DataFrame, slow_rows: int = SLOW_ROWS) -> pd.DataFrame:
    """Compare, choose and fit; returns the model and its evaluation as one table (columns `crm360.churn.model.TABLE`).

    snapshots: see `crm360.churn.periods.period_of`. slow_rows: rows that forest, support vector machine and network
    learn from at most. Parts of the table, beside those of the model (`ChurnModel.to_rows`): `evaluation`, a row per
    competitor and metric, on the newest validation months; `leaderboard`, the same over the validation months of all
    folds, with what each was fitted to in `details`. status: trained; baseline (no model is better, or too little data
    for one); base_rate (too few rows even for that, or only one class); no_data. note: why.
    """
    whole, months, _ = period_of(snapshots)
    with threadpool_limits(limits=1):  # sums in a fixed order: the same result on any machine
        return _train(whole, months, slow_rows)


def backtest(snapshots: pd.DataFrame, table: pd.DataFrame, slow_rows: int = SLOW_ROWS) -> pd.DataFrame:
    """What the chosen model would have said on the validation months: fitted anew in each fold to the past alone.

    table: from `train` on the same snapshots. Returns a row per customer and validation month (columns `PREDICTIONS`);
    none where nothing could be validated.
    """
    whole, months, rows = period_of(snapshots)
    name = load(table).name if len(table) else "none"
    found = []
    with threadpool_limits(limits=1):
        for split in _splits(whole, months) if name == BASELINE or name in BY_NAME else []:
            fold = fold_of(whole, split)
            prepared = prepare(fold) if name in BY_NAME else None
            model = fit_baseline(fold.before) if prepared is None else _fitted(name, prepared, slow_rows)
            judged = rows[whole.mask(split.validate)]
            found.append(
                pd.DataFrame(
                    {
                        "customer_id": judged["customer_id"].to_numpy(dtype=object),
                        "snapshot_date": pd.to_datetime(judged["snapshot_date"]).to_numpy(),
                        "trained_to": np.full(len(judged), fold.before.dates.max()),
                        "model": model.name,
                        "churn_probability": np.round(model.probability(fold.validate.columns(model.features)), 6),
                        "is_churned": judged["is_churned"].to_numpy(dtype=bool),
                    }
                )
            )
    return (
        pd.concat(found).astype(PREDICTIONS) if found else pd.DataFrame(columns=list(PREDICTIONS)).astype(PREDICTIONS)
    )


def _splits(whole: Period, months: pd.DataFrame) -> list[Split]:
    """The splits whose validation months show both classes."""
    return [split for split in splits_by_time(months) if whole.only(split.validate).smaller_class > 0]


def _fitted(name: str, fold: Fold, slow_rows: int) -> ChurnModel:
    return fit_candidate(BY_NAME[name], fold.fit, fold.calibrate, slow_rows)[0]


def _train(whole: Period, months: pd.DataFrame, slow_rows: int) -> pd.DataFrame:
    if len(whole.labels) == 0:
        return _unvalidated(
            whole, ChurnModel("none", Calibration("constant", [], [])), "no_data", "no labelled snapshot"
        )
    if whole.smaller_class == 0 or len(whole.labels) < MIN_BASELINE_ROWS or BASELINE_FEATURE not in whole.features:
        rate = Calibration("constant", [], [float(whole.labels.mean())])
        return _unvalidated(whole, ChurnModel("base_rate", rate), "base_rate", "too few rows, or only one class")
    splits = _splits(whole, months)
    if not splits or splits[-1].validate[-1] != whole.dates.max():
        note = "too few months, or only one class, to validate on"
        return _unvalidated(whole, fit_baseline(whole), "baseline", note)
    folds = [fold_of(whole, split) for split in splits]
    # An early fold with too few rows for a model would leave nothing to compare: only folds that can be compared count.
    enough = [fold for fold in folds if prepare(fold)] or folds[-1:]
    return _compete(whole, enough, slow_rows)


def _compete(whole: Period, folds: list[Fold], slow_rows: int) -> pd.DataFrame:
    results = compare(folds, slow_rows=slow_rows)
    overall = {name: pooled(found) for name, found in results.items()}
    newest = {name: found[-1].metrics for name, found in results.items()}
    chosen = choose({name: values for name, values in overall.items() if _is_as_good(newest, name)})
    if chosen == BASELINE:
        model, status = fit_baseline(whole), "baseline"
        note = "no model beats recency on the validation months" if len(results) > 1 else "too few rows for a model"
    else:
        dates = list(np.unique(whole.dates))
        last = last_sixth(dates)
        final = Fold(whole.only(dates[:-last]), whole.only(dates[-last:]), whole.only(dates[-last:]))
        usable = whole.usable_features()
        parts = (part.with_features(usable) for part in (final.fit, final.calibrate, final.validate))
        model = _fitted(chosen, Fold(*parts), slow_rows)
        status, note = "trained", "lowest Brier score on the validation months"
    facts = {"status": status, "note": note}
    rows = _measured("evaluation", METRICS, newest, chosen, folds[-1:], facts)
    rows += _measured("leaderboard", COMPARED, overall, chosen, folds, facts)
    for row in rows:
        if row["part"] == "leaderboard":
            row["details"] = _told(results[row["model"]])
            row["position"] = results[row["model"]][-1].fitted_rows
    return to_table(rows + _model_rows(model, whole, status, note))


def _is_as_good(newest: dict[str, dict[str, float]], name: str) -> bool:
    """Whether a model neither ranks worse nor errs more than the baseline in the newest months."""
    own, baseline = newest[name], newest[BASELINE]
    return own["auc"] >= baseline["auc"] and own["brier"] <= baseline["brier"]


def _measured(
    part: str,
    metrics: Sequence[str],
    measured: dict[str, dict[str, float]],
    chosen: str,
    folds: list[Fold],
    facts: dict,
) -> list[dict]:
    dates = np.concatenate([fold.validate.dates for fold in folds])
    labels = np.concatenate([fold.validate.labels for fold in folds])
    facts = facts | {
        "train_from": folds[-1].before.dates.min(),
        "train_to": folds[-1].before.dates.max(),
        "row_count": len(labels),
        "positive_count": int(labels.sum()),
        "validation_from": dates.min(),
        "validation_to": dates.max(),
    }
    return [
        {
            "part": part,
            "model": name,
            "name": metric,
            "value": values[metric],
            "baseline_value": measured[BASELINE][metric],
            "is_chosen": name == chosen,
            **facts,
        }
        for name, values in measured.items()
        for metric in metrics
    ]


def _told(results: list[Result]) -> str:
    """Tuning and feature selection of a competitor in words, from the newest fold."""
    newest = results[-1]
    tried = BY_NAME[newest.name].settings if newest.name in BY_NAME else []
    tuning = (
        f"{newest.setting} of {len(tried)} settings tried" if len(tried) > 1 else newest.setting or "nothing to tune"
    )
    return f"{newest.features} features; {tuning}; {newest.size} numbers"


def _unvalidated(rows: Period, model: ChurnModel, status: str, note: str) -> pd.DataFrame:
    """A model that could not be validated says so: its metrics are empty."""
    facts = {"status": status, "note": note, **_training_facts(rows), "row_count": 0, "positive_count": 0}
    evaluation = [
        {"part": part, "model": model.name, "name": name, "is_chosen": True, **facts}
        for part, names in (("evaluation", METRICS), ("leaderboard", COMPARED))
        for name in names
    ]
    return to_table(evaluation + _model_rows(model, rows, status, note))


def _model_rows(model: ChurnModel, rows: Period, status: str, note: str) -> list[dict]:
    counts = {"row_count": len(rows.labels), "positive_count": int(rows.labels.sum())}
    return [{**row, "status": status, "note": note, **_training_facts(rows), **counts} for row in model.to_rows()]


def _training_facts(rows: Period) -> dict:
    return {"train_from": rows.dates.min(), "train_to": rows.dates.max()} if len(rows.dates) else {}
