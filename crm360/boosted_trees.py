"""Gradient-boosted trees as plain numbers: a model that can be stored in a table, read, and applied without a pickle.

scikit-learn's HistGradientBoostingClassifier trains; `export_trees` takes its trees out, `apply_trees` walks them
and splits the log-odds of every row into contributions of the features: on the way down a tree, a step's
contribution belongs to the feature of the split (Saabas 2014, "Interpreting random forests"). Contributions plus
bias add up to the model's log-odds exactly.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Tree:
    """One tree; all arrays have one entry per node, children stand after their parent. `value` is the node's mean
    log-odds.
    """

    feature: np.ndarray  # number of the feature to split by, -1 in a leaf
    threshold: np.ndarray  # left when the value is not above it
    missing_left: np.ndarray  # where unknown values go
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray

    def to_json(self) -> str:
        """The tree as one line of JSON."""
        return json.dumps({name: getattr(self, name).tolist() for name in _NODE_TYPES}, separators=(",", ":"))

    @staticmethod
    def from_json(text: str) -> Tree:
        """The inverse of `to_json`."""
        fields = json.loads(text)
        return Tree(**{name: np.array(fields[name], dtype=kind) for name, kind in _NODE_TYPES.items()})


_NODE_TYPES = {"feature": int, "threshold": float, "missing_left": bool, "left": int, "right": int, "value": float}


def export_trees(classifier: object) -> tuple[list[Tree], float]:
    """Trees and bias (log-odds) of a fitted binary HistGradientBoostingClassifier without categorical features.

    Reads scikit-learn's private predictor nodes (version pinned; a test compares with `decision_function`).
    The mean value of a node that is not a leaf is the mean of its leaves weighted by their training rows.
    """
    trees = [_export(stage[0].nodes) for stage in classifier._predictors]
    root_values = sum(float(tree.value[0]) for tree in trees)
    return trees, float(np.ravel(classifier._baseline_prediction)[0]) + root_values


def apply_trees(trees: Sequence[Tree], values: np.ndarray) -> np.ndarray:
    """Contributions to the log-odds (rows × features) of `values` (rows × features, NaN = unknown), bias not
    included.
    """
    contributions = np.zeros(values.shape)
    rows = np.arange(len(values))
    for tree in trees:
        node, active = np.zeros(len(values), dtype=np.int64), rows
        while len(active) and tree.feature[0] >= 0:
            here = node[active]
            feature = tree.feature[here]
            value = values[active, feature]
            to_left = np.where(np.isnan(value), tree.missing_left[here], value <= tree.threshold[here])
            there = np.where(to_left, tree.left[here], tree.right[here])
            contributions[active, feature] += tree.value[there] - tree.value[here]
            node[active] = there
            active = active[tree.feature[there] >= 0]
    return contributions


def _export(nodes: np.ndarray) -> Tree:
    leaf = nodes["is_leaf"].astype(bool)
    value, count = nodes["value"].astype(float), nodes["count"].astype(float)
    left, right = nodes["left"].astype(int), nodes["right"].astype(int)
    for node in np.flatnonzero(~leaf)[::-1]:
        one, two = left[node], right[node]
        value[node] = (value[one] * count[one] + value[two] * count[two]) / (count[one] + count[two])
    # JSON knows no infinity: a split that only parts known from unknown values has the threshold +inf.
    threshold = np.where(leaf, 0.0, np.clip(nodes["num_threshold"], -1e300, 1e300))
    feature = np.where(leaf, -1, nodes["feature_idx"])
    return Tree(feature.astype(int), threshold, nodes["missing_go_to_left"].astype(bool), left, right, value)
