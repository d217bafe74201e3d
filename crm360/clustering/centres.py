"""The centres of customer clusters, which of them we met in the last run, and who belongs to which.

Features are un-skewed and standardised (`crm360.scaling`), then k-means. Centres and scales are a table: SQL assigns
every customer to the nearest one, and both stay for a period (`crm360.clustering.freezing`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

from crm360.clustering.freezing import same_model
from crm360.clustering.inputs import feature_names, leading_column, prepare, scaled_by, scales_of, typed
from crm360.clustering.measures import k_means
from crm360.clustering.names import match_centres, name_clusters, number_clusters
from crm360.clustering.selection import MODEL_NAME
from crm360.scaling import Scale

AS_GOOD = 1.01
"""Centres found from those of the last run are kept when their inertia is within this factor of the best."""
CHUNK = 50_000
CENTRES = {
    "model": "string",
    "cluster_number": "Int64",
    "cluster_name": "string",
    "cluster_name_zh": "string",
    "valid_from": "datetime64[us]",
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
    "model_version": "Int64",
    "trained_on": "datetime64[us]",
}


def fit_clusters(
    inputs: pd.DataFrame, selection: pd.DataFrame, rules: pd.DataFrame, previous: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The centres of the chosen number of clusters: one row per cluster and feature (columns `CENTRES`).

    inputs: customer_id and numeric features. selection: from `select_k`; where it is still the one that the last run's
    centres were made for, these are returned as they are. rules: the seed `cluster_names`. previous: the last run's
    centres; a cluster that is found again keeps its number and names, and the day that these are valid from. New
    numbers go by descending mean of `spend_365d` (or the first feature), after the highest number ever given. centre:
    in the feature's unit; centre_scaled: in standard deviations; transform, fill, mean, deviation: how SQL gets from
    the one to the other. trained_on: the day of the data that they were learnt from.
    """
    chosen = selection[selection["is_chosen"].fillna(False).to_numpy(dtype=bool)]
    if len(inputs) == 0 or len(chosen) == 0:
        return typed([], CENTRES)
    if same_model(previous, chosen) and set(previous["feature"]) == set(feature_names(inputs)):
        return previous[list(CENTRES)].astype(CENTRES)
    k, trained_on = int(chosen["k"].iloc[0]), chosen["trained_on"].iloc[0]
    scaled, scales, values = prepare(inputs)
    old_numbers, old_centres, kept_names, highest = _remembered(previous, scales)
    with threadpool_limits(limits=1):
        fit = _fit(scaled, k, old_centres)
    features = [scale.feature for scale in scales]
    leading = leading_column(features)
    spend = np.array([np.nanmean(values[fit.labels_ == cluster, leading]) for cluster in range(k)])
    matches = match_centres(old_centres, fit.cluster_centers_)
    numbers = number_clusters(spend, matches, old_numbers, highest)
    kept = {numbers[new]: kept_names[old_numbers[old]] for new, old in matches.items()}
    names = name_clusters(pd.DataFrame(fit.cluster_centers_, columns=features), numbers, kept, rules)
    since = _valid_from(previous)
    rows = [
        {
            "model": MODEL_NAME,
            "cluster_number": numbers[cluster],
            "cluster_name": names[numbers[cluster]][0],
            "cluster_name_zh": names[numbers[cluster]][1],
            "valid_from": since.get(numbers[cluster], trained_on) if cluster in matches else trained_on,
            "centre": float(scale.restore(fit.cluster_centers_[cluster, column])),
            "centre_scaled": fit.cluster_centers_[cluster, column],
            **vars(scale),
            "k": k,
            "silhouette": chosen["silhouette"].iloc[0],
            "row_count": len(scaled),
            "highest_number": max([highest, *numbers]),
            "model_version": chosen["model_version"].iloc[0],
            "trained_on": trained_on,
        }
        for cluster in np.argsort(numbers)
        for column, scale in enumerate(scales)
    ]
    return typed(rows, CENTRES)


def assign(inputs: pd.DataFrame, centres: pd.DataFrame) -> np.ndarray:
    """The cluster number of each customer: what the model customer_clusters does in SQL, for tests and notebooks."""
    scales = scales_of(centres)
    wide = centres.pivot(index="cluster_number", columns="feature", values="centre_scaled").sort_index()
    centre = wide[[scale.feature for scale in scales]].to_numpy(dtype=float)
    return wide.index.to_numpy(dtype=int)[nearest(scaled_by(inputs, scales), centre)]


def nearest(scaled: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """The position of the nearest centre of each row, the first one of equals."""
    found = np.empty(len(scaled), dtype=int)
    for start in range(0, len(scaled), CHUNK):
        part = scaled[start : start + CHUNK]
        squared = np.stack([((part - centre) ** 2).sum(axis=1) for centre in centres])
        found[start : start + CHUNK] = squared.argmin(axis=0)
    return found


def _fit(scaled: np.ndarray, k: int, old_centres: np.ndarray) -> KMeans:
    """The best fit, or the one that starts from the last run's centres where it is as good: groups then move least."""
    fit = k_means(scaled, k)
    if len(old_centres) != k:
        return fit
    again = KMeans(n_clusters=k, init=old_centres, n_init=1).fit(scaled)
    return again if again.inertia_ <= AS_GOOD * fit.inertia_ else fit


def _valid_from(previous: pd.DataFrame | None) -> dict[int, pd.Timestamp]:
    if previous is None or "valid_from" not in previous:
        return {}
    return {int(number): day for number, day in zip(previous["cluster_number"], previous["valid_from"], strict=True)}


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
