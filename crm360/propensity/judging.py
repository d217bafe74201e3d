"""What the three questions share: models are fitted to the past, judged on later months, and told beside baselines.

The periods, terms and the stored form of a model are those of `crm360.churn`: a model is bias + weighted terms, a table
of numbers that SQL applies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crm360.churn.calibration import Calibration
from crm360.churn.model import ChurnModel, to_table
from crm360.churn.periods import Fold, Period, Split, fold_of, splits_by_time

OUTCOMES = ("is_bought", "bought_known_on", "next_spend", "spend_known_on")
"""Columns of the training rows that tell the time after the snapshot."""
NO_MODEL = ChurnModel("none", Calibration("constant", [], []))


@dataclass(frozen=True)
class Judged:
    """What a model said of the validation rows of one fold, and what came."""

    labels: np.ndarray
    predicted: np.ndarray
    groups: np.ndarray | None = None
    """Which rows belong together (one customer's categories)."""


Results = dict[str, list[Judged]]
Metrics = Callable[[np.ndarray, np.ndarray, np.ndarray | None], dict[str, float]]


def labelled(rows: pd.DataFrame, label: str, known_on: str) -> pd.DataFrame:
    """Training rows in the form of `crm360.churn.periods.period_of`, where the label's column is `is_churned`."""
    others = [column for column in OUTCOMES if column in rows.columns and column not in (label, known_on)]
    return rows.drop(columns=others).rename(columns={label: "is_churned", known_on: "label_known_on"})


def folds_of(whole: Period, months: pd.DataFrame) -> list[tuple[Split, Fold]]:
    """The comparisons that the months allow, oldest first, with the features that can be used in each."""
    folds = []
    for split in splits_by_time(months):
        fold = fold_of(whole, split)
        usable = fold.before.usable_features()
        parts = (part.with_features(usable) for part in (fold.fit, fold.calibrate, fold.validate))
        folds.append((split, Fold(*parts)))
    return folds


def pooled(results: Results, metrics: Metrics) -> dict[str, dict[str, float]]:
    """The metrics of each model over the rows of all folds together."""
    return {name: metrics(*_together(judged)) for name, judged in results.items()}


def newest(results: Results, metrics: Metrics) -> dict[str, dict[str, float]]:
    """The metrics of each model in the newest fold alone."""
    return {name: metrics(*_together(judged[-1:])) for name, judged in results.items()}


def evaluated(
    measured: dict[str, dict[str, float]], baseline: str, chosen: str, folds: Sequence[Fold], facts: dict
) -> list[dict]:
    """A row per model and metric beside the baseline's value. facts: status and note."""
    dates = np.concatenate([fold.validate.dates for fold in folds])
    labels = np.concatenate([fold.validate.labels for fold in folds])
    about = {
        "part": "evaluation",
        "train_from": folds[-1].before.dates.min(),
        "train_to": folds[-1].before.dates.max(),
        "validation_from": dates.min(),
        "validation_to": dates.max(),
        "row_count": len(labels),
        "positive_count": int((labels > 0).sum()),
    }
    return [
        {
            **about,
            **facts,
            "model": name,
            "name": metric,
            "value": value,
            "baseline_value": measured[baseline][metric],
            "is_chosen": name == chosen,
        }
        for name, values in measured.items()
        for metric, value in values.items()
    ]


def unjudged(names: Sequence[str], model: ChurnModel, facts: dict) -> list[dict]:
    """The evaluation of a model that could not be judged: its metrics are empty."""
    about = {"part": "evaluation", "model": model.name, "is_chosen": True, "row_count": 0, "positive_count": 0}
    return [{**about, **facts, "name": name} for name in names]


def as_table(evaluation: list[dict], model: ChurnModel, rows: Period, facts: dict) -> pd.DataFrame:
    """Evaluation and model as one table (columns `crm360.churn.model.TABLE`); rows: what the model was fitted to."""
    about = {"row_count": len(rows.labels), "positive_count": int((rows.labels > 0).sum())}
    if len(rows.dates):
        about |= {"train_from": rows.dates.min(), "train_to": rows.dates.max()}
    return to_table(evaluation + [{**row, **facts, **about} for row in model.to_rows()])


def last_months_apart(whole: Period, months: int) -> tuple[Period, Period]:
    """All rows before the last months, and the rows of these."""
    dates = list(np.unique(whole.dates))
    return whole.only(dates[:-months]), whole.only(dates[-months:])


def _together(judged: Sequence[Judged]) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    labels, predicted = (np.concatenate([getattr(one, name) for one in judged]) for name in ("labels", "predicted"))
    groups = None if judged[0].groups is None else np.concatenate([one.groups for one in judged])
    return labels, predicted, groups
