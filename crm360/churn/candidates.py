"""The models that compete: how each is tuned, calibrated, and fitted to how many rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from sklearn.metrics import brier_score_loss

from crm360.churn import fits
from crm360.churn.calibration import UNCALIBRATED, calibrate, isotonic
from crm360.churn.model import ChurnModel
from crm360.churn.periods import Period
from crm360.churn.terms import plain_terms, weighted

BASELINE = "recency"
BASELINE_FEATURE = "recency_days"
SLOW_ROWS = 10_000


@dataclass(frozen=True)
class Candidate:
    """A kind of model. fit(values, labels, features, **setting) returns it without calibration."""

    name: str
    fit: Callable[..., ChurnModel]
    settings: Sequence[dict]
    """Settings tried; the one with the lowest Brier score on the calibration rows is taken, the first of equals."""
    is_slow: bool = False
    """Whether fitting takes so long that it gets a part of the rows (`slow_rows`)."""
    needs_calibration: bool = True
    """Logistic regression maximises the likelihood, so its probabilities fit the training rows as they are; it learns
    from the calibration rows too instead of being bent to them."""


def fit_candidate(
    candidate: Candidate, fit: Period, calibration: Period, slow_rows: int = SLOW_ROWS
) -> tuple[ChurnModel, dict]:
    """The calibrated model, with the setting chosen. All features of the periods are used."""
    part = fit.at_most(slow_rows) if candidate.is_slow else fit
    tried = []
    for setting in candidate.settings:
        model = candidate.fit(part.values, part.labels, part.features, **setting)
        log_odds = model.log_odds(calibration.values)
        curve = calibrate(log_odds, calibration.labels) if candidate.needs_calibration else UNCALIBRATED
        tried.append(
            (replace(model, calibration=curve), setting, brier_score_loss(calibration.labels, curve.apply(log_odds)))
        )
    model, setting, _ = min(tried, key=lambda one: one[2])
    if not candidate.needs_calibration:
        values, labels = np.vstack([fit.values, calibration.values]), np.concatenate([fit.labels, calibration.labels])
        model = candidate.fit(values, labels, fit.features, **setting)
    return replace(model, name=candidate.name), setting


def fit_baseline(rows: Period) -> ChurnModel:
    """The churn rate by days since the last purchase, never falling as they grow."""
    recency = rows.columns([BASELINE_FEATURE])
    [term] = [term for term in plain_terms(recency, [BASELINE_FEATURE]) if term.kind != "unknown"]
    model = fits.linear(recency, [BASELINE_FEATURE], weighted([term], np.ones(1)), 0.0)
    return replace(model, name=BASELINE, calibration=isotonic(model.log_odds(recency), rows.labels))


CANDIDATES = [
    Candidate(
        "logistic",
        partial(fits.fit_logistic, splines=False),
        [{"C": 0.1}, {"C": 0.01}, {"C": 1.0}],
        needs_calibration=False,
    ),
    Candidate(
        "logistic_splines",
        partial(fits.fit_logistic, splines=True),
        [{"C": 0.1}, {"C": 0.01}, {"C": 1.0}],
        needs_calibration=False,
    ),
    Candidate("tree", fits.fit_tree, [{"share": 0.01}, {"share": 0.005}, {"share": 0.02}, {"share": 0.05}]),
    Candidate("forest", fits.fit_forest, [{"leaf": 20}], is_slow=True),
    Candidate("svm", fits.fit_svm, [{"C": 0.1}, {"C": 1.0}], is_slow=True),
    Candidate("network", fits.fit_network, [{"alpha": 1.0}], is_slow=True),
    Candidate("boosting", fits.fit_boosting, [{"leaves": 4}, {"leaves": 12}]),
    Candidate("bayes", fits.fit_bayes, [{}]),
]
BY_NAME = {candidate.name: candidate for candidate in CANDIDATES}
