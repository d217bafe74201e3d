"""Half-life and blend chosen on one window, every method measured on the next: no figure comes from what chose it.

interactions before | validation window: choose | test window: measure
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from crm360.recommending.blending import blend, choose_weights
from crm360.recommending.evaluation import METRICS, measure, targets_of
from crm360.recommending.methods import METHODS, Question
from crm360.recommending.scoring import CANDIDATES

BASELINE = "popularity"
HALF_LIVES = (30.0, 90.0, 365.0)
CHOOSING_USERS = 2_000
"""Half-life and weights are few numbers: an even sample of about so many users settles them. All users measure."""
MIN_TARGET_USERS = 30
"""Fewer users with something new in a window than this: nothing is chosen, popularity recommends."""
COLUMNS = {
    "method": "string",
    "metric": "string",
    "value": "float64",
    "baseline_value": "float64",
    "blend_weight": "float64",
    "half_life_days": "float64",
    "users": "Int64",
    "targets": "Int64",
    "trained_to": "datetime64[us]",
    "tested_to": "datetime64[us]",
    "status": "string",
    "note": "string",
}


@dataclass(frozen=True)
class Choice:
    """What the validation window chose: days after which an interaction counts half, and the weight per method."""

    half_life_days: float
    weights: dict[str, float]
    status: str
    note: str


FALLBACK = {name: float(name == BASELINE) for name in METHODS}


def candidates(question: Question) -> dict[str, pd.DataFrame]:
    """Every method's best `CANDIDATES` items per user."""
    return {name: method(replace(question, top=CANDIDATES)) for name, method in METHODS.items()}


def choose(question: Question, start: pd.Timestamp, end: pd.Timestamp) -> Choice:
    """The half-life and weights of the blend with the highest NDCG@10 on what users took from `start` to `end`."""
    targets = targets_of(question.interactions, start, end)
    users = sorted(targets["user"].unique())
    if len(users) < MIN_TARGET_USERS:
        return Choice(HALF_LIVES[1], dict(FALLBACK), "baseline", "too few customers with new items to choose by")
    users = users[:: -(-len(users) // CHOOSING_USERS)]
    targets = targets[targets["user"].isin(users)]
    tried = []
    for half_life in HALF_LIVES:
        found = candidates(replace(question, users=users, at=start, half_life_days=half_life))
        weights = choose_weights(found, targets)
        tried.append((measure(blend(found, weights), targets, 1)["ndcg_at_10"], -half_life, weights))
    _, half_life, weights = max(tried, key=lambda one: one[:2])
    return Choice(-half_life, weights, "trained", "highest NDCG@10 on the validation window")


def evaluate(question: Question, window_days: float) -> pd.DataFrame:
    """A row per method (and `blend`) and metric on the last `window_days` days; columns `COLUMNS`.

    The window before chooses. Where the blend is not better than popularity on the test window, or nothing could be
    chosen, the weights are popularity's and status is baseline; no_data without interactions.
    """
    times = pd.to_datetime(question.interactions["time"])
    if times.dropna().empty:
        return _table([_row("blend", metric, {}, {}, 0.0, None) for metric in METRICS], "no_data", "no interaction")
    end = times.max()
    start = end - pd.Timedelta(days=window_days)
    choice = choose(question, start - pd.Timedelta(days=window_days), start)
    targets = targets_of(question.interactions, start, end)
    users = sorted(targets["user"].unique())
    known = question.interactions.loc[times <= start, "item"].nunique()
    if users:
        found = candidates(replace(question, users=users, at=start, half_life_days=choice.half_life_days))
        found["blend"] = blend(found, choice.weights)
        measured = {name: measure(frame, targets, known) for name, frame in found.items()}
    else:
        measured = {name: {} for name in [*METHODS, "blend"]}
    weights, status, note = choice.weights, choice.status, choice.note
    if status == "trained" and not measured["blend"].get("ndcg_at_10", 0) > measured[BASELINE].get("ndcg_at_10", 0):
        weights, status, note = FALLBACK, "baseline", "the blend is not better than popularity on the test window"
    facts = {"users": len(users), "targets": len(targets), "trained_to": start, "tested_to": end}
    rows = [
        _row(name, metric, values, measured[BASELINE], weights.get(name), choice.half_life_days) | facts
        for name, values in measured.items()
        for metric in METRICS
    ]
    return _table(rows, status, note)


def _row(name: str, metric: str, values: dict, baseline: dict, weight: float | None, half_life: float | None) -> dict:
    return {
        "method": name,
        "metric": metric,
        "value": values.get(metric),
        "baseline_value": baseline.get(metric),
        "blend_weight": weight,
        "half_life_days": half_life,
    }


def _table(rows: list[dict], status: str, note: str) -> pd.DataFrame:
    return pd.DataFrame(rows).assign(status=status, note=note).reindex(columns=list(COLUMNS)).astype(COLUMNS)
