"""How many clusters: every k with its measures, the choice, and the reason for it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from crm360.clustering.freezing import Schedule, next_version
from crm360.clustering.inputs import feature_names, prepare, thinned, typed
from crm360.clustering.measures import bootstrap_stability, gap_choice, gap_statistic, k_means, silhouette

K_RANGE = range(2, 9)
STABLE = 0.9
"""Fits on bootstrap samples must agree this well with the fit on all (mean adjusted Rand index)."""
SMALLEST = 0.02
"""No cluster may hold less than this share of the customers."""
NEARLY_AS_GOOD = 0.03
"""Silhouettes this close are equal: then the k of the last run, that of the gap statistic, or the largest is chosen."""
SELECTION_ROWS, JUDGED_ROWS = 10_000, 200
SELECTION = {
    "selection": "string",
    "k": "Int64",
    "silhouette": "float64",
    "gap": "float64",
    "gap_error": "float64",
    "inertia": "float64",
    "stability": "float64",
    "smallest_share": "float64",
    "is_gap_choice": "boolean",
    "is_chosen": "boolean",
    "reason": "string",
    "row_count": "Int64",
    "features": "string",
    "model_version": "Int64",
    "trained_on": "datetime64[us]",
}
MODEL_NAME = "customer_clusters"


def select_k(
    inputs: pd.DataFrame, previous: pd.DataFrame | None = None, schedule: Schedule | None = None
) -> pd.DataFrame:
    """How many clusters: one row per k tried, with its measures, the choice and the reason for it (columns
    `SELECTION`).

    inputs: customer_id and numeric features (NaN = unknown). previous: the last run's table; returned as it is while
    the schedule keeps it, else its k is kept while it is nearly as good as the best. silhouette: -1…1, on at most
    3,000 customers. gap: with its standard error, in ln of squared distance. inertia: mean squared distance to the
    centre (standardised units). stability: mean adjusted Rand index under the bootstrap. Gap and stability are NaN
    below 200 customers. One row with k = 1 when there are too few distinct customers to cluster; none when there are
    no customers. row_count: customers in `inputs`.
    """
    schedule = schedule or Schedule()
    if schedule.keeps(previous, feature_names(inputs), len(inputs)):
        return previous[list(SELECTION)].astype(SELECTION)
    version = {
        "selection": MODEL_NAME,
        "row_count": len(inputs),
        "features": ",".join(feature_names(inputs)),
        "model_version": next_version(previous),
        "trained_on": schedule.as_of,
    }
    if len(inputs) == 0:
        return typed([], SELECTION)
    with threadpool_limits(limits=1):
        scaled = thinned(prepare(inputs)[0], SELECTION_ROWS)
        most = min(max(K_RANGE), len(np.unique(scaled, axis=0)) - 1)
        rows = [_measure(scaled, k) for k in K_RANGE if k <= most]
        gaps = gap_statistic(scaled, [1, *K_RANGE]) if len(scaled) >= JUDGED_ROWS and most >= max(K_RANGE) else {}
    if not rows:
        reason = "chosen: too few different customers to tell groups apart"
        return typed([version | {"k": 1, "is_gap_choice": False, "is_chosen": True, "reason": reason}], SELECTION)
    by_gap = gap_choice(gaps)
    chosen, why = _choose(rows, _previous_k(previous), by_gap)
    single = [{"k": 1, "inertia": float(scaled.var(axis=0).sum()), "smallest_share": 1.0}] if gaps else []
    for row in [*single, *rows]:
        gap, error = gaps.get(row["k"], (None, None))
        row |= version | {
            "gap": None if gap is None else round(gap, 4),
            "gap_error": None if error is None else round(error, 4),
            "is_gap_choice": row["k"] == by_gap,
            "is_chosen": row["k"] == chosen,
            "reason": f"chosen: {why}" if row["k"] == chosen else _reason_against(row, chosen, by_gap),
        }
    return typed([*single, *rows], SELECTION)


def _measure(scaled: np.ndarray, k: int) -> dict:
    fit = k_means(scaled, k)
    apart = silhouette(scaled, fit.labels_)
    stable = bootstrap_stability(scaled, fit.labels_, k) if len(scaled) >= JUDGED_ROWS else None
    return {
        "k": k,
        "silhouette": None if apart is None else round(apart, 4),
        "inertia": round(float(fit.inertia_) / len(scaled), 4),
        "stability": None if stable is None else round(stable, 4),
        "smallest_share": round(float(np.bincount(fit.labels_, minlength=k).min() / len(scaled)), 4),
    }


def _is_stable(row: dict) -> bool:
    return row["stability"] is None or (row["stability"] >= STABLE and row["smallest_share"] >= SMALLEST)


def _choose(rows: list[dict], previous_k: int | None, by_gap: int | None) -> tuple[int, str]:
    """The chosen k and the reason in words."""
    judged = [row for row in rows if row["silhouette"] is not None]
    candidates = [row for row in judged if _is_stable(row)]
    if not candidates:
        best = max(judged or rows, key=lambda row: (row["stability"] or 0.0, -row["k"]))
        return best["k"], "the most stable k, since none is stable enough"
    best = max(candidates, key=lambda row: row["silhouette"])
    good = [row["k"] for row in candidates if row["silhouette"] >= best["silhouette"] - NEARLY_AS_GOOD]
    if previous_k in good:
        return previous_k, "the k of the last run, whose silhouette is within 0.03 of the best of the stable ones"
    if by_gap in good:
        return by_gap, "the k of the gap statistic, whose silhouette is within 0.03 of the best of the stable ones"
    if max(good) == best["k"]:
        return best["k"], "highest silhouette of the stable ones"
    return max(good), f"silhouette within 0.03 of the best stable one (k = {best['k']}), and the most detail"


def _reason_against(row: dict, chosen: int, by_gap: int | None) -> str:
    if row["k"] == 1:
        if by_gap == 1:
            return "not chosen: one group tells nothing; by the gap statistic the groups are parts of a continuum"
        return "not chosen: the gap statistic compares with one group"
    if row["stability"] is not None and row["stability"] < STABLE:
        return "not chosen: fits on other samples of the customers disagree"
    if row["stability"] is not None and row["smallest_share"] < SMALLEST:
        return "not chosen: a cluster is too small"
    return f"not chosen: k = {chosen} is better, or as good and preferred"


def _previous_k(previous: pd.DataFrame | None) -> int | None:
    if previous is None or len(previous) == 0:
        return None
    chosen = previous[previous["is_chosen"].fillna(False).to_numpy(dtype=bool)]
    return int(chosen["k"].iloc[0]) if len(chosen) else None
