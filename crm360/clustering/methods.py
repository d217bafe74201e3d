"""Other ways to find groups, each as a function from standardised rows to a `Points` or `Mixture`.

What does not fit many rows learns from a bounded sample; the rest are assigned (`crm360.clustering.groupings`).
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree
from sklearn.cluster import DBSCAN, HDBSCAN
from sklearn.mixture import GaussianMixture

from crm360.clustering.groupings import NOISE, Mixture, Points
from crm360.clustering.inputs import thinned
from crm360.clustering.measures import k_means

MICRO_CLUSTERS, DENSITY_ROWS = 200, 3_000
SMALLEST_GROUP = 0.03
"""HDBSCAN's min_cluster_size, as a share of the rows."""
MOST_COMPONENTS = 8
RIDGE = 1e-2
"""Added to the variances of the mixture (standard deviations squared): a feature that is often exactly zero would
otherwise make components of no width."""


def spend_groups(scaled: np.ndarray, k: int, leading: int = 0) -> Points:
    """The naive baseline: k groups of equal size by one feature alone; the points lie where the groups' middles are.

    Bounds are then half-way between the middles, so that sizes are equal only about.
    """
    middles = np.quantile(scaled[:, leading], (np.arange(k) + 0.5) / k)
    points = np.tile(scaled.mean(axis=0), (k, 1))
    points[:, leading] = middles
    return Points(points, np.arange(1, k + 1), np.full(k, np.inf)).renumbered(scaled)


def ward(scaled: np.ndarray, k: int) -> Points:
    """Hierarchical clustering (Ward 1963), cut at k groups.

    It merges at most 200 micro-clusters, the centres of a k-means with that many, weighted with their size; up to
    200 rows are merged as they are.
    """
    points, sizes = scaled, np.ones(len(scaled))
    if len(scaled) > MICRO_CLUSTERS:
        fit = k_means(scaled, MICRO_CLUSTERS, starts=1)
        points, sizes = fit.cluster_centers_, np.bincount(fit.labels_, minlength=MICRO_CLUSTERS).astype(float)
    labels = merge_by_ward(points, sizes, k) + 1
    return Points(points, labels, np.full(len(points), np.inf)).renumbered(scaled)


def merge_by_ward(points: np.ndarray, sizes: np.ndarray, k: int) -> np.ndarray:
    """Labels 0 to k - 1 of weighted points, merged two by two where the sum of squares grows least.

    The growth of merging groups a and b is n_a n_b / (n_a + n_b) |mean_a - mean_b|² (Ward 1963).
    """
    means, sizes, labels = points.astype(float).copy(), sizes.astype(float).copy(), np.arange(len(points))
    squared = ((means[:, None, :] - means[None, :, :]) ** 2).sum(axis=2)
    cost = squared * sizes[:, None] * sizes[None, :] / (sizes[:, None] + sizes[None, :])
    np.fill_diagonal(cost, np.inf)
    for _ in range(len(points) - k):
        one, two = divmod(int(cost.argmin()), len(points))
        means[one] = (sizes[one] * means[one] + sizes[two] * means[two]) / (sizes[one] + sizes[two])
        sizes[one] += sizes[two]
        labels[labels == labels[two]] = labels[one]
        growth = ((means - means[one]) ** 2).sum(axis=1) * sizes * sizes[one] / (sizes + sizes[one])
        growth[~np.isfinite(cost[one])] = np.inf
        cost[one], cost[:, one] = growth, growth
        cost[two], cost[:, two], cost[one, one] = np.inf, np.inf, np.inf
    return np.unique(labels, return_inverse=True)[1]


def mixture(scaled: np.ndarray, most: int = MOST_COMPONENTS) -> Mixture:
    """Gaussian mixture with full covariances, as many components (to `most`) as the BIC likes best (Schwarz 1978)."""
    rows = scaled if len(scaled) > 1 else np.repeat(scaled, 2, axis=0)  # scikit-learn wants two rows
    fits = [
        GaussianMixture(n_components=k, reg_covar=RIDGE, random_state=0, max_iter=200).fit(rows)
        for k in range(1, min(most, len(scaled)) + 1)
    ]
    best = min(fits, key=lambda fit: fit.bic(rows))
    labels = np.arange(1, best.n_components + 1)
    return Mixture(best.weights_, best.means_, best.precisions_cholesky_, labels).renumbered(scaled)


def hdbscan(scaled: np.ndarray) -> Points:
    """Groups of any shape that are denser than what lies between them (Campello, Moulavi & Sander 2013); others noise.

    Learnt from at most 3,000 rows. A customer gets the label of the nearest of these, noise included, within that
    row's core distance (to its tenth neighbour); further away lies noise.
    """
    rows, neighbours = thinned(scaled, DENSITY_ROWS), min(10, len(scaled))
    smallest = max(5, round(SMALLEST_GROUP * len(rows)))
    if len(rows) <= smallest:
        return Points(rows, np.full(len(rows), NOISE), np.full(len(rows), np.inf))
    found = HDBSCAN(min_cluster_size=smallest, min_samples=neighbours, copy=True).fit_predict(rows)
    reach = _neighbour_distance(rows, neighbours)
    return Points(rows, np.maximum(found, -1) + 1, reach).renumbered(rows)


def dbscan(scaled: np.ndarray) -> Points:
    """Rows with enough neighbours near by, and what these reach (Ester, Kriegel, Sander & Xu 1996); others noise.

    Neighbours: twice the features (Sander et al. 1998). The radius is the knee of the sorted distances to that many
    neighbours: where the curve lies furthest below its chord. Learnt from at most 3,000 rows, of which the core rows
    are kept.
    """
    rows = thinned(scaled, DENSITY_ROWS)
    neighbours = min(2 * scaled.shape[1], len(rows))
    sorted_distances = np.sort(_neighbour_distance(rows, neighbours))
    chord = np.linspace(sorted_distances[0], sorted_distances[-1], len(rows))
    radius = max(float(sorted_distances[(chord - sorted_distances).argmax()]), 1e-9)
    fit = DBSCAN(eps=radius, min_samples=neighbours).fit(rows)
    core = np.sort(fit.core_sample_indices_)
    return Points(rows[core], fit.labels_[core] + 1, np.full(len(core), radius)).renumbered(rows)


def _neighbour_distance(rows: np.ndarray, neighbours: int) -> np.ndarray:
    """Euclidean distance of each row to its n-th nearest, itself counted."""
    distances, _ = cKDTree(rows).query(rows, k=[neighbours])
    return distances[:, 0]
