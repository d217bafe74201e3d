"""Scoring customers by models that have not seen them, so that the scores can be judged.

Customers are dealt into 10 folds; the customers of a fold are scored by the models of the folds before it and ranked
among themselves (Dawid's prequential principle, 1984). In the usual cross-validation each pair of folds judges the
other, so that one accident counts twice: on 20 planted campaigns without effect, intervals that should have held the
true value in 98 % of the runs held it in 70 % (cells). Going forward only, the errors of different folds are
uncorrelated, and the bootstrap with fixed scores tells the truth. What hangs on the order of the folds is averaged over
several deals.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from crm360.uplift.cases import Cases
from crm360.uplift.cells import fit_cells
from crm360.uplift.models import fit_regressions, uplifts

METHODS = ("cells", "two_model", "class_transformation")
BASELINES = ("random", "response")
FOLDS, TRAIN_ONLY = 10, 1


@dataclass(frozen=True)
class Deal:
    """Scores of one deal of the customers into folds; only the judged rows, not those of the first `TRAIN_ONLY` folds.

    judged: boolean per row. ranks: per method and baseline, 0 lowest … 1 highest within the fold. expected: uplift per
    method.
    """

    judged: np.ndarray
    ranks: dict[str, np.ndarray]
    expected: dict[str, np.ndarray]


def forward_scores(cases: Cases, repeat: int) -> Deal:
    """Scores of each method and baseline from models that know earlier folds of customers only; repeat: number of the
    deal.
    """
    ids = cases.frame["customer_id"].to_numpy(dtype=object)
    drawn = np.array([zlib.crc32(f"{repeat}:{customer}".encode()) for customer in ids], dtype=np.int64)
    fold = drawn % FOLDS
    ranks = {method: np.zeros(len(ids)) for method in (*METHODS, *BASELINES)}
    expected = {method: np.zeros(len(ids)) for method in METHODS}
    for number in range(TRAIN_ONLY, FOLDS):
        test = fold == number
        if test.any():
            scores = _scores(cases, fold < number, test)
            scores["random"] = (drawn[test] // FOLDS).astype(float)
            for method, score in scores.items():
                ranks[method][test] = _share_below(score)
                if method in expected:
                    expected[method][test] = score
    judged = fold >= TRAIN_ONLY
    return Deal(judged, *({method: one[judged] for method, one in each.items()} for each in (ranks, expected)))


def _scores(cases: Cases, train: np.ndarray, test: np.ndarray) -> dict[str, np.ndarray]:
    trial = cases.trial
    treated, converted, weight = trial.treated[train], trial.converted[train], trial.weight[train]
    cells = fit_cells(cases.cell[train], treated, converted, weight)
    regressions = fit_regressions(cases.values[train], cases.features, treated, converted, weight)
    probability = regressions.probabilities(cases.values[test])
    return {
        "cells": cells.uplift(cases.cell[test]),
        **uplifts(probability),
        "response": probability["control"],
    }


def _share_below(score: np.ndarray) -> np.ndarray:
    """Mean rank of each score, 0 … 1; equal scores (to nine digits) share one."""
    _, place, counts = np.unique(np.round(score, 9), return_inverse=True, return_counts=True)
    return np.round((np.cumsum(counts) - counts / 2) / len(score), 9)[place]
