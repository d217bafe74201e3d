"""Customer clusters: how many there are, where their centres lie, and which of them we met in the last run.

Features are un-skewed and standardised (`crm360.scaling`), then k-means (Lloyd 1982, k-means++ starts). Centres are
a table: SQL assigns every customer to the nearest one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits

from crm360.cluster_names import match_centres, name_clusters, number_clusters
from crm360.scaling import Scale, apply_scales, as_numbers, fit_scales

KEY = "customer_id"
K_RANGE = range(2, 9)
STABLE = 0.75
"""Two fits on different halves of the customers must agree this well (adjusted Rand index, Hubert & Arabie 1985)."""
SMALLEST = 0.02
"""No cluster may hold less than this share of the customers."""
NEARLY_AS_GOOD = 0.03
"""Silhouettes this close are equal: the larger k is chosen, or the k of the last run."""
SELECTION_ROWS, SILHOUETTE_ROWS, JUDGED_ROWS = 10_000, 3_000, 200
SELECTION = {
    "selection": "string",
    "k": "Int64",
    "silhouette": "float64",
    "inertia": "float64",
    "stability": "float64",
    "smallest_share": "float64",
    "is_chosen": "boolean",
    "reason": "string",
    "row_count": "Int64",
}
CENTRES = {
    "model": "string",
    "cluster_number": "Int64",
    "cluster_name": "string",
    "cluster_name_zh": "string",
    "feature": "string",
    "centre": "float64",
    "centre_scaled": "float64",
    "transform": "string",
    "fill": "float64",
    "mean": "float64",
    "deviation": "float64",
    "k": "Int64",
    "silhouette": "float64",
    "row_count": "Int64",
    "highest_number": "Int64",
}
MODEL_NAME = "customer_clusters"


def select_k(inputs: pd.DataFrame, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    """How many clusters: one row per k tried, with its measures, the choice and the reason for it (columns
    `SELECTION`).

    inputs: customer_id and numeric features (NaN = unknown). previous: the last run's table; its k is kept while it
    is nearly as good as the best. silhouette: -1…1 (Rousseeuw 1987), on at most 3,000 customers. inertia: mean
    squared distance to the centre (standardised units). stability: mean adjusted Rand index of five pairs of fits on
    random halves; NaN below 200 customers. One row with k = 1 when there are too few distinct customers to cluster;
    none when there are no customers.
    """
    with threadpool_limits(limits=1):
        scaled = _thinned(_prepare(inputs)[0], SELECTION_ROWS)
        if len(scaled) == 0:
            return _typed([], SELECTION)
        most = min(max(K_RANGE), len(np.unique(scaled, axis=0)) - 1)
        rows = [_measure(scaled, k) for k in K_RANGE if k <= most]
    if not rows:
        reason = "chosen: too few different customers to tell groups apart"
        return _typed(
            [{"selection": MODEL_NAME, "k": 1, "is_chosen": True, "reason": reason, "row_count": len(scaled)}],
            SELECTION,
        )
    chosen, why = _choose(rows, _previous_k(previous))
    for row in rows:
        row |= {
            "is_chosen": row["k"] == chosen,
            "reason": f"chosen: {why}" if row["k"] == chosen else _reason_against(row, chosen),
        }
    return _typed(rows, SELECTION)


def fit_clusters(
    inputs: pd.DataFrame, selection: pd.DataFrame, rules: pd.DataFrame, previous: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The centres of the chosen number of clusters: one row per cluster and feature (columns `CENTRES`).

    inputs: customer_id and numeric features. selection: from `select_k`. rules: the seed `cluster_names`. previous:
    the last run's centres; a cluster that is found again keeps its number and names. New numbers go by descending
    mean of `spend_365d` (or the first feature), after the highest number ever given. centre: in the feature's unit;
    centre_scaled: in standard deviations; transform, fill, mean, deviation: how SQL gets from the one to the other.
    """
    chosen = selection[selection["is_chosen"].fillna(False).to_numpy(dtype=bool)]
    if len(inputs) == 0 or len(chosen) == 0:
        return _typed([], CENTRES)
    k, silhouette = int(chosen["k"].iloc[0]), chosen["silhouette"].iloc[0]
    with threadpool_limits(limits=1):
        scaled, scales, values = _prepare(inputs)
        fit = _k_means(scaled, k)
    features = [scale.feature for scale in scales]
    leading = features.index("spend_365d") if "spend_365d" in features else 0
    spend = np.array([np.nanmean(values[fit.labels_ == cluster, leading]) for cluster in range(k)])
    old_numbers, old_centres, kept_names, highest = _remembered(previous, scales)
    matches = match_centres(old_centres, fit.cluster_centers_)
    numbers = number_clusters(spend, matches, old_numbers, highest)
    kept = {numbers[new]: kept_names[old_numbers[old]] for new, old in matches.items()}
    names = name_clusters(pd.DataFrame(fit.cluster_centers_, columns=features), numbers, kept, rules)
    rows = [
        {
            "model": MODEL_NAME,
            "cluster_number": numbers[cluster],
            "cluster_name": names[numbers[cluster]][0],
            "cluster_name_zh": names[numbers[cluster]][1],
            "centre": float(scale.restore(fit.cluster_centers_[cluster, column])),
            "centre_scaled": fit.cluster_centers_[cluster, column],
            **vars(scale),
            "k": k,
            "silhouette": silhouette,
            "row_count": len(scaled),
            "highest_number": max([highest, *numbers]),
        }
        for cluster in np.argsort(numbers)
        for column, scale in enumerate(scales)
    ]
    return _typed(rows, CENTRES)


def assign(inputs: pd.DataFrame, centres: pd.DataFrame) -> np.ndarray:
    """The cluster number of each customer: what the model customer_clusters does in SQL, for tests and notebooks."""
    scales = [
        Scale(row.feature, row.transform, row.fill, row.mean_, row.deviation) for row in _one_per_feature(centres)
    ]
    wide = centres.pivot(index="cluster_number", columns="feature", values="centre_scaled").sort_index()
    scaled = apply_scales(as_numbers(inputs, [scale.feature for scale in scales]), scales)
    centre = wide[[scale.feature for scale in scales]].to_numpy(dtype=float)
    nearest = ((scaled[:, None, :] - centre[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return wide.index.to_numpy(dtype=int)[nearest]


def _one_per_feature(centres: pd.DataFrame) -> list:
    unique = centres.drop_duplicates("feature").rename(columns={"mean": "mean_"})
    return list(unique.itertuples(index=False))


def _prepare(inputs: pd.DataFrame) -> tuple[np.ndarray, list[Scale], np.ndarray]:
    """Standardised values, their scales, and the values in their own units; rows ordered by customer."""
    ordered = inputs.sort_values(KEY, kind="stable")
    features = [column for column in ordered.columns if column != KEY]
    values = as_numbers(ordered, features)
    scales = fit_scales(values, features)
    return apply_scales(values, scales), scales, values


def _thinned(scaled: np.ndarray, most: int) -> np.ndarray:
    """At most that many rows, drawn with a fixed seed."""
    if len(scaled) <= most:
        return scaled
    return scaled[np.sort(np.random.default_rng(0).choice(len(scaled), most, replace=False))]


def _k_means(scaled: np.ndarray, k: int, starts: int = 10) -> KMeans:
    return KMeans(n_clusters=k, n_init=starts, random_state=0).fit(scaled)


def _measure(scaled: np.ndarray, k: int) -> dict:
    fit = _k_means(scaled, k)
    sample = _thinned(np.column_stack([scaled, fit.labels_]), SILHOUETTE_ROWS)
    several = 1 < len(np.unique(sample[:, -1])) < len(sample)
    return {
        "selection": MODEL_NAME,
        "k": k,
        "silhouette": round(float(silhouette_score(sample[:, :-1], sample[:, -1])), 4) if several else None,
        "inertia": round(float(fit.inertia_) / len(scaled), 4),
        "stability": round(_stability(scaled, k), 4) if len(scaled) >= JUDGED_ROWS else None,
        "smallest_share": round(float(np.bincount(fit.labels_, minlength=k).min() / len(scaled)), 4),
        "row_count": len(scaled),
    }


def _stability(scaled: np.ndarray, k: int) -> float:
    """Mean agreement on all rows of two fits, each on one random half; five times."""
    rng, scores = np.random.default_rng(0), []
    for _ in range(5):
        order = rng.permutation(len(scaled))
        half = len(scaled) // 2
        one, two = (_k_means(scaled[part], k, starts=3).predict(scaled) for part in (order[:half], order[half:]))
        scores.append(adjusted_rand_score(one, two))
    return float(np.mean(scores))


def _is_stable(row: dict) -> bool:
    return row["stability"] is None or (row["stability"] >= STABLE and row["smallest_share"] >= SMALLEST)


def _choose(rows: list[dict], previous_k: int | None) -> tuple[int, str]:
    """The chosen k and the reason in words."""
    judged = [row for row in rows if row["silhouette"] is not None]
    candidates = [row for row in judged if _is_stable(row)]
    if not candidates:
        best = max(judged or rows, key=lambda row: (row["stability"] or 0.0, -row["k"]))
        return best["k"], "the most stable k, since none is stable enough"
    best = max(candidates, key=lambda row: row["silhouette"])
    good = [row for row in candidates if row["silhouette"] >= best["silhouette"] - NEARLY_AS_GOOD]
    if previous_k in [row["k"] for row in good]:
        return previous_k, "the k of the last run, whose silhouette is within 0.03 of the best of the stable ones"
    largest = max(good, key=lambda row: row["k"])
    if largest is best:
        return best["k"], "highest silhouette of the stable ones"
    return largest["k"], f"silhouette within 0.03 of the best stable one (k = {best['k']}), and the most detail"


def _reason_against(row: dict, chosen: int) -> str:
    if row["stability"] is not None and row["stability"] < STABLE:
        return "not chosen: fits on different halves of the customers disagree"
    if row["stability"] is not None and row["smallest_share"] < SMALLEST:
        return "not chosen: a cluster is too small"
    return f"not chosen: k = {chosen} is better or as good and more detailed"


def _previous_k(previous: pd.DataFrame | None) -> int | None:
    if previous is None or len(previous) == 0:
        return None
    chosen = previous[previous["is_chosen"].fillna(False).to_numpy(dtype=bool)]
    return int(chosen["k"].iloc[0]) if len(chosen) else None


def _remembered(
    previous: pd.DataFrame | None, scales: Sequence[Scale]
) -> tuple[list[int], np.ndarray, dict[int, tuple[str, str]], int]:
    """The last run's numbers, its centres in today's standardised space, its names by number, and the highest number
    ever given.

    Features that the last run did not know are left at the mean; a last run with other features altogether is
    forgotten.
    """
    if previous is None or len(previous) == 0:
        return [], np.empty((0, len(scales))), {}, 0
    wide = previous.pivot(index="cluster_number", columns="feature", values="centre").sort_index()
    numbers = [int(number) for number in wide.index]
    highest = int(previous["highest_number"].max())
    if not any(scale.feature in wide.columns for scale in scales):
        return [], np.empty((0, len(scales))), {}, highest
    columns = [
        scale.apply(wide[scale.feature].to_numpy(dtype=float)) if scale.feature in wide.columns else np.zeros(len(wide))
        for scale in scales
    ]
    named = previous.drop_duplicates("cluster_number")
    names = {
        int(number): (str(name), str(name_zh))
        for number, name, name_zh in zip(
            named["cluster_number"], named["cluster_name"], named["cluster_name_zh"], strict=True
        )
    }
    return numbers, np.column_stack(columns), names, highest


def _typed(rows: list[dict], schema: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(schema)).astype(schema)
