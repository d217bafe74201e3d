"""Isolation Forest and Local Outlier Factor, fitted to a sample and applied to rows that come in pieces.

Isolation Forest: Liu, Ting & Zhou (2008), ICDM, by scikit-learn. LOF: Breunig, Kriegel, Ng & Sander (2000), SIGMOD;
every row is compared with a sample of at most `LOF_ROWS` rows, so that the time grows with the rows and not with their
square. A row of the sample is no neighbour of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import NearestNeighbors

from crm360.anomalies.norms import Norms

SEED = 7
TREES = 100
TREE_ROWS = 256
"""Rows of a tree, as in the paper."""
LOF_ROWS = 10_000
NEIGHBOURS = 20
CHUNK_ROWS = 10_000
LEAST_ROWS = 50
"""Fewer rows show no neighbourhood: both detectors then say nothing (0)."""
ALIKE = 0.01
"""Added to a mean distance that is divided by, in spreads: rows alike have none, and closer than this nobody asks."""


@dataclass(frozen=True)
class Neighbourhood:
    """LOF's sample: its keys, its index, each row's distance to its k-th neighbour and local reachability density."""

    keys: np.ndarray
    index: NearestNeighbors
    reach: np.ndarray
    density: np.ndarray

    def scores(self, keys: np.ndarray, scaled: np.ndarray) -> np.ndarray:
        """The factor of each row: about 1 among others, larger the more alone. scaled: rows × features."""
        parts = [slice(start, start + CHUNK_ROWS) for start in range(0, len(keys), CHUNK_ROWS)]
        found = [self._factor(*_neighbours(self.index, self.keys, keys[part], scaled[part])) for part in parts]
        return np.concatenate(found) if found else np.zeros(0)

    def _factor(self, distance: np.ndarray, neighbour: np.ndarray) -> np.ndarray:
        own = _density(distance, self.reach[neighbour])
        return self.density[neighbour].mean(axis=1) / own


@dataclass(frozen=True)
class Detectors:
    """Both fitted detectors; None where the sample has fewer than `LEAST_ROWS` rows or no feature."""

    norms: Norms
    forest: IsolationForest | None
    neighbourhood: Neighbourhood | None

    def scores(self, keys: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(isolation score 0 to 1, LOF) of each row; higher = stranger; zeros where nothing is fitted.

        keys: of the rows (text); values: rows × features of the norms, NaN = unknown.
        """
        if self.forest is None or self.neighbourhood is None or len(keys) == 0:
            return np.zeros(len(keys)), np.zeros(len(keys))
        filled = self.norms.filled(values)
        scaled = self.norms.coordinates(values)
        return -self.forest.score_samples(filled), self.neighbourhood.scores(keys, scaled)


def fit_detectors(keys: np.ndarray, values: np.ndarray, norms: Norms) -> Detectors:
    """Fit both to a sample: keys (distinct, text) and values, rows × features of the norms.

    The order of the rows does not matter. LOF sees `Norms.coordinates`, since distances need one scale; the forest sees
    the values.
    """
    if len(keys) < LEAST_ROWS or not norms.features:
        return Detectors(norms, None, None)
    order = np.argsort(keys, kind="stable")
    keys, values = keys[order], values[order]
    forest = IsolationForest(n_estimators=TREES, max_samples=min(TREE_ROWS, len(keys)), random_state=SEED)
    forest.fit(norms.filled(values))
    rows = np.arange(len(keys))
    if len(keys) > LOF_ROWS:
        rows = np.sort(np.random.default_rng(SEED).choice(len(keys), LOF_ROWS, replace=False))
    return Detectors(norms, forest, fit_neighbourhood(keys[rows], norms.coordinates(values[rows])))


def fit_neighbourhood(keys: np.ndarray, scaled: np.ndarray) -> Neighbourhood:
    """LOF's sample. scaled: rows × features; at least two rows."""
    index = NearestNeighbors(n_neighbors=min(NEIGHBOURS, len(keys) - 1)).fit(scaled)
    distance, neighbour = _neighbours(index, keys, keys, scaled)
    reach = distance[:, -1]
    return Neighbourhood(keys, index, reach, _density(distance, reach[neighbour]))


def _neighbours(
    index: NearestNeighbors, sample: np.ndarray, keys: np.ndarray, scaled: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Distance and place in the sample of each row's k nearest, itself left out; rows × k, nearest first."""
    wanted = index.n_neighbors
    distance, neighbour = index.kneighbors(scaled, wanted + 1)
    own = sample[neighbour] == keys[:, None]
    own[~own.any(axis=1), -1] = True
    return distance[~own].reshape(-1, wanted), neighbour[~own].reshape(-1, wanted)


def _density(distance: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """Local reachability density: 1 / the mean of max(distance, the neighbour's own k-distance)."""
    return 1.0 / (np.maximum(distance, reach).mean(axis=1) + ALIKE)
