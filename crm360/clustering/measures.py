"""How good a number of clusters is: silhouette, gap statistic, stability under the bootstrap."""

from __future__ import annotations

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score
from threadpoolctl import threadpool_limits

from crm360.clustering.inputs import thinned

SILHOUETTE_ROWS, GAP_ROWS = 3_000, 2_000
BOOTSTRAPS, GAP_REFERENCES = 50, 10
STARTS, FEW_STARTS = 10, 3


def k_means(scaled: np.ndarray, k: int, starts: int = STARTS, seed: int = 0) -> KMeans:
    """The best of several starts (k-means++, Arthur & Vassilvitskii 2007; Lloyd 1982)."""
    return KMeans(n_clusters=k, n_init=starts, random_state=seed).fit(scaled)


def silhouette(scaled: np.ndarray, labels: np.ndarray) -> float | None:
    """Mean silhouette (Rousseeuw 1987), -1 to 1, on at most 3,000 rows; None where there are not two groups."""
    sample = thinned(np.column_stack([scaled, labels]), SILHOUETTE_ROWS)
    several = 1 < len(np.unique(sample[:, -1])) < len(sample)
    return float(silhouette_score(sample[:, :-1], sample[:, -1])) if several else None


@threadpool_limits.wrap(limits=1)
def bootstrap_stability(scaled: np.ndarray, labels: np.ndarray, k: int) -> float:
    """Mean adjusted Rand index (Hubert & Arabie 1985) of the labels and those of fits on 50 bootstrap samples.

    Each sample has as many rows, drawn with replacement; its centres label all rows (Hennig 2007). 1 = the same groups
    every time, 0 = as by chance.
    """
    rng, scores = np.random.default_rng(0), []
    for _ in range(BOOTSTRAPS):
        drawn = scaled[np.sort(rng.integers(0, len(scaled), len(scaled)))]
        scores.append(adjusted_rand_score(labels, k_means(drawn, k, FEW_STARTS).predict(scaled)))
    return float(np.mean(scores))


@threadpool_limits.wrap(limits=1)
def gap_statistic(scaled: np.ndarray, ks: list[int]) -> dict[int, tuple[float, float]]:
    """{k: (gap, standard error)} (Tibshirani, Walther & Hastie 2001), on at most 2,000 rows.

    Gap(k) = mean over ten reference sets of ln W*(k), less ln W(k); W is the sum of squared distances to the centres.
    Reference sets are uniform over a box along the principal axes of the data, so that a k that only cuts one cloud
    in pieces gains nothing. The error is that of the mean, sd * sqrt(1 + 1 / references).
    """
    rows = thinned(scaled, GAP_ROWS)
    rows = rows - rows.mean(axis=0)
    axes = np.linalg.svd(rows, full_matrices=False)[2]
    along = rows @ axes.T
    low, high = along.min(axis=0), along.max(axis=0)
    rng = np.random.default_rng(0)
    references = [rng.uniform(low, high, along.shape) for _ in range(GAP_REFERENCES)]
    gaps = {}
    for k in ks:
        expected = [_log_within(reference, k) for reference in references]
        error = float(np.std(expected)) * np.sqrt(1 + 1 / GAP_REFERENCES)
        gaps[k] = (float(np.mean(expected)) - _log_within(along, k), float(error))
    return gaps


def gap_choice(gaps: dict[int, tuple[float, float]]) -> int | None:
    """The smallest k with Gap(k) >= Gap(k + 1) - s(k + 1); None where the gap grows to the last k."""
    for k in sorted(gaps)[:-1]:
        following, error = gaps[k + 1]
        if gaps[k][0] >= following - error:
            return k
    return None


def _log_within(rows: np.ndarray, k: int) -> float:
    return float(np.log(max(k_means(rows, k, FEW_STARTS).inertia_, 1e-12)))
