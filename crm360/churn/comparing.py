"""The competition: every candidate is fitted to the past of each fold and judged on its later rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crm360.churn.candidates import (
    BASELINE,
    BASELINE_FEATURE,
    CANDIDATES,
    SLOW_ROWS,
    Candidate,
    fit_baseline,
    fit_candidate,
)
from crm360.churn.metrics import metrics_of
from crm360.churn.model import ChurnModel
from crm360.churn.periods import MIN_ROWS, Fold

SAME_BRIER = 0.0005
"""Brier scores that differ by less than this are called equal."""


@dataclass(frozen=True)
class Result:
    """What a model did in one fold."""

    name: str
    labels: np.ndarray
    log_odds: np.ndarray
    probability: np.ndarray
    fitted_rows: int
    features: int
    size: int  # numbers that the model consists of
    setting: str
    fit_seconds: float  # tuning and calibration included
    score_seconds: float

    @property
    def metrics(self) -> dict[str, float]:
        """Measured on the fold."""
        return metrics_of(self.labels, self.log_odds, self.probability)


def compare(
    folds: Sequence[Fold], candidates: Sequence[Candidate] = CANDIDATES, slow_rows: int = SLOW_ROWS
) -> dict[str, list[Result]]:
    """The results of the baseline (where recency is a feature) and of each candidate, one per fold.

    A fold whose training rows are too few, or of which no feature is usable, has only the baseline; a candidate counts
    when it was judged in every fold (`complete`).
    """
    results: dict[str, list[Result]] = {}
    for fold in folds:
        if BASELINE_FEATURE in fold.fit.features:
            results.setdefault(BASELINE, []).append(_judge_baseline(fold))
        prepared = prepare(fold)
        for candidate in candidates if prepared else []:
            results.setdefault(candidate.name, []).append(_judge(candidate, prepared, slow_rows))
    return {name: found for name, found in results.items() if len(found) == len(folds)}


def prepare(fold: Fold) -> Fold | None:
    """The fold with the features that can be used; None where there is too little to fit a model to."""
    usable = fold.before.usable_features()
    if not (usable and fold.fit.is_enough() and fold.calibrate.is_enough(MIN_ROWS // 3)):
        return None
    return Fold(*(part.with_features(usable) for part in (fold.fit, fold.calibrate, fold.validate)))


def pooled(results: Sequence[Result]) -> dict[str, float]:
    """The metrics over the rows of all folds together; the ranking is that of the probabilities."""
    labels, probability = (
        np.concatenate([getattr(one, name) for one in results]) for name in ("labels", "probability")
    )
    return metrics_of(labels, probability, probability)


def choose(measured: dict[str, dict[str, float]]) -> str:
    """The best calibrated model: the lowest Brier score, which punishes wrong probabilities and vague ones alike; among
    those as good (`SAME_BRIER`), the lowest calibration error. The baseline, unless the model is better than that.
    """
    best = min(values["brier"] for values in measured.values())
    limit = measured[BASELINE]["brier"] if BASELINE in measured else np.inf
    good = [
        name
        for name, values in measured.items()
        if name != BASELINE and values["brier"] <= best + SAME_BRIER and values["brier"] < limit
    ]
    return min(good, key=lambda name: measured[name]["calibration_error"]) if good else BASELINE


def _judge_baseline(fold: Fold) -> Result:
    started = time.perf_counter()
    model = fit_baseline(fold.before)
    return _result(model, fold, len(fold.before.labels), "", started)


def _judge(candidate: Candidate, fold: Fold, slow_rows: int) -> Result:
    started = time.perf_counter()
    model, setting = fit_candidate(candidate, fold.fit, fold.calibrate, slow_rows)
    rows = len((fold.fit if candidate.needs_calibration else fold.before).labels)
    text = ", ".join(f"{name} {value}" for name, value in setting.items())
    return _result(model, fold, min(rows, slow_rows) if candidate.is_slow else rows, text, started)


def _result(model: ChurnModel, fold: Fold, rows: int, setting: str, started: float) -> Result:
    fitted = time.perf_counter()
    log_odds = model.log_odds(fold.validate.columns(model.features))
    probability = model.calibration.apply(log_odds)
    seconds = (fitted - started, time.perf_counter() - fitted)
    labels = fold.validate.labels
    return Result(model.name, labels, log_odds, probability, rows, len(model.features), model.size, setting, *seconds)
