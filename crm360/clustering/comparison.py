"""How other methods group the same customers: compared with the clusters, and applied to everyone."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from crm360.clustering import methods
from crm360.clustering.centres import assign
from crm360.clustering.freezing import same_model
from crm360.clustering.groupings import NOISE, Mixture, Points, from_rows
from crm360.clustering.inputs import KEY, leading_column, scaled_by, scales_of, thinned, typed
from crm360.clustering.measures import FEW_STARTS, k_means, silhouette

METHOD_ROWS, STABILITY_ROWS = 10_000, 1_500
SUBSAMPLES, SUBSAMPLE_SHARE = 5, 0.8
NAMES = ("kmeans", "ward", "mixture", "dbscan", "hdbscan", "spend_groups")
SCORED = ("ward", "mixture", "dbscan", "hdbscan")
"""Methods whose labels every customer gets; k-means is assigned in SQL."""
TABLE = {
    "model": "string",
    "part": "string",
    "method": "string",
    "clusters": "Int64",
    "noise_share": "float64",
    "largest_share": "float64",
    "silhouette": "float64",
    "stability": "float64",
    "agreement": "float64",
    "item": "Int64",
    "label": "Int64",
    "reach": "float64",
    "weight": "float64",
    "feature": "string",
    "other_feature": "string",
    "value": "float64",
    "row_count": "Int64",
    "model_version": "Int64",
    "trained_on": "datetime64[us]",
}
LABELS = pa.schema({KEY: pa.string(), **{name: pa.int64() for name in SCORED}, "mixture_probability": pa.float64()})


def compare(inputs: pd.DataFrame, centres: pd.DataFrame, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every method on the customers of the training sample: its figures and what it takes to apply it (columns
    `TABLE`).

    inputs: customer_id and features. centres: the clusters (`crm360.clustering.centres.CENTRES`), whose scaling and
    number of groups are used. previous: the last run's table, returned as it is while the clusters are the same.
    Part `evaluation`, one row a method, on at most 10,000 customers: clusters; noise_share; largest_share (of those
    who are no noise); silhouette without noise; stability: mean adjusted Rand index of fits on five pairs of
    overlapping subsamples of 80 %, applied to all of at most 1,500 rows (Ben-Hur, Elisseeff & Guyon 2002; noise is
    one group); agreement: adjusted Rand index with the clusters. Part `parameter`: see `groupings.PARAMETERS`.
    """
    if len(inputs) == 0 or len(centres) == 0:
        return typed([], TABLE)
    if same_model(previous, centres):
        return previous[list(TABLE)].astype(TABLE)
    ordered = inputs.sort_values(KEY, kind="stable")
    scales, k = scales_of(centres), int(centres["k"].iloc[0])
    features = [scale.feature for scale in scales]
    scaled, kept = scaled_by(ordered, scales), assign(ordered, centres)
    both = thinned(np.column_stack([scaled, kept]), METHOD_ROWS)
    scaled, kept = both[:, :-1], both[:, -1].astype(int)
    common = {
        "model": centres["model"].iloc[0],
        "row_count": len(scaled),
        "model_version": centres["model_version"].iloc[0],
        "trained_on": centres["trained_on"].iloc[0],
    }
    rows = []
    with threadpool_limits(limits=1):
        for name, fit in _fits(min(k, len(np.unique(scaled, axis=0))), leading_column(features)).items():
            grouping = fit(scaled)
            labels = kept if name == "kmeans" else grouping.label(scaled)
            rows.append(common | {"part": "evaluation", "method": name} | _figures(scaled, labels, kept, fit))
            if name in SCORED:
                rows += [common | {"part": "parameter", "method": name} | row for row in grouping.to_rows(features)]
    return typed(rows, TABLE)


def label_customers(inputs: pd.DataFrame, table: pd.DataFrame, centres: pd.DataFrame) -> pd.DataFrame:
    """One row per customer: the label of every other method, 0 = noise (columns of `LABELS`), row by row.

    table: from `compare`. centres: for the scaling. mixture_probability: of the component that it is assigned to.
    """
    scales = scales_of(centres)
    features = [scale.feature for scale in scales]
    scored: dict[str, object] = {KEY: inputs[KEY].to_numpy(dtype=object)}
    if len(inputs) == 0 or len(table) == 0:
        return pd.DataFrame(scored | dict.fromkeys(LABELS.names[1:]), columns=LABELS.names)
    scaled = scaled_by(inputs, scales)
    for name in SCORED:
        rows = table[((table["method"] == name) & (table["part"] == "parameter")).to_numpy(dtype=bool)]
        grouping = from_rows(rows, features)
        if isinstance(grouping, Mixture):
            probabilities = grouping.probabilities(scaled)
            scored[name] = grouping.labels[probabilities.argmax(axis=1)]
            scored["mixture_probability"] = np.round(probabilities.max(axis=1), 6)
        else:
            scored[name] = grouping.label(scaled)
    return pd.DataFrame(scored, columns=LABELS.names)


def _fits(k: int, leading: int) -> dict[str, Callable[[np.ndarray], Points | Mixture]]:
    return {
        "kmeans": lambda rows: _points_of(k_means(rows, k, FEW_STARTS).cluster_centers_),
        "ward": lambda rows: methods.ward(rows, k),
        "mixture": methods.mixture,
        "dbscan": methods.dbscan,
        "hdbscan": methods.hdbscan,
        "spend_groups": lambda rows: methods.spend_groups(rows, k, leading),
    }


def _points_of(centres: np.ndarray) -> Points:
    return Points(centres, np.arange(1, len(centres) + 1), np.full(len(centres), np.inf))


def _figures(scaled: np.ndarray, labels: np.ndarray, kept: np.ndarray, fit: Callable) -> dict:
    inside = labels != NOISE
    sizes = np.unique(labels[inside], return_counts=True)[1]
    apart = silhouette(scaled[inside], labels[inside]) if inside.any() else None
    return {
        "clusters": len(sizes),
        "noise_share": round(float(1 - inside.mean()), 4),
        "largest_share": round(float(sizes.max() / sizes.sum()), 4) if len(sizes) else None,
        "silhouette": None if apart is None else round(apart, 4),
        "stability": _stability(scaled, fit),
        "agreement": round(float(adjusted_rand_score(kept, labels)), 4),
    }


def _stability(scaled: np.ndarray, fit: Callable[[np.ndarray], Points | Mixture]) -> float | None:
    rows = thinned(scaled, STABILITY_ROWS)
    drawn = round(SUBSAMPLE_SHARE * len(rows))
    if len(rows) < 200:
        return None
    rng, scores = np.random.default_rng(0), []
    for _ in range(SUBSAMPLES):
        one, two = (fit(rows[np.sort(rng.choice(len(rows), drawn, replace=False))]).label(rows) for _ in range(2))
        scores.append(adjusted_rand_score(one, two))
    return round(float(np.mean(scores)), 4)
