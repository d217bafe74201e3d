"""Trees as plain numbers: a model that can be stored in a table, read, and applied without a pickle.

scikit-learn trains; `export_boosting` and `export_forest` take its trees out, `apply_trees` walks them and splits the
score of every row into contributions of the features: on the way down a tree, a step's contribution belongs to the
feature of the split (Saabas 2014, "Interpreting random forests"). Contributions plus bias add up to the score exactly:
log-odds of boosted trees; of a tree or a forest 4 × (mean probability - 0.5), which is log-odds near one half and lets
the contributions add up (the calibration does the rest).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Tree:
    """One tree; all arrays have one entry per node, children stand after their parent. `value` is the node's mean
    score.
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


def export_boosting(classifier: object) -> tuple[list[Tree], float]:
    """Trees and bias (log-odds) of a fitted binary HistGradientBoostingClassifier without categorical features.

    Reads scikit-learn's private predictor nodes (version pinned; a test compares with `decision_function`).
    The mean value of a node that is not a leaf is the mean of its leaves weighted by their training rows.
    """
    trees = [_export(stage[0].nodes) for stage in classifier._predictors]
    root_values = sum(float(tree.value[0]) for tree in trees)
    return trees, float(np.ravel(classifier._baseline_prediction)[0]) + root_values


def export_forest(trees: Sequence[object]) -> tuple[list[Tree], float]:
    """Trees and bias of fitted DecisionTreeClassifiers (classes 0 and 1) that vote with equal weight.

    scikit-learn compares values as 32-bit numbers: one that differs from a threshold by less may go the other way.
    """
    exported = [_export_one(one.tree_, len(trees)) for one in trees]
    return exported, sum(float(tree.value[0]) for tree in exported)


def apply_trees(trees: Sequence[Tree], values: np.ndarray) -> np.ndarray:
    """Contributions to the score (rows × features) of `values` (rows × features, NaN = unknown), bias not
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


def _export_one(tree: object, count: int) -> Tree:
    leaf = tree.children_left < 0
    return Tree(
        np.where(leaf, -1, tree.feature).astype(int),
        np.where(leaf, 0.0, np.clip(tree.threshold, -1e300, 1e300)),
        tree.missing_go_to_left.astype(bool),
        np.where(leaf, 0, tree.children_left).astype(int),
        np.where(leaf, 0, tree.children_right).astype(int),
        4 * (tree.value[:, 0, 1] - 0.5) / count,
    )


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
