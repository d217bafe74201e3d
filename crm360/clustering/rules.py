"""What makes a cluster, in words: a shallow decision tree whose leaves are rules, and rules that are rows.

A rule is a conjunction of bounds on features; every customer falls under exactly one. SQL applies the bounds to all
customers and counts how many of a cluster a rule finds (coverage) and how many of its customers are in it (precision).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

from crm360.clustering.centres import assign
from crm360.clustering.freezing import same_model
from crm360.clustering.inputs import KEY, scales_of, typed
from crm360.scaling import Scale, as_numbers

DEPTH, LEAVES_PER_CLUSTER = 5, 2
LEAST_SHARE = 0.01
"""A rule holds for at least this share of the customers."""
RULES = {
    "model": "string",
    "rule_number": "Int64",
    "cluster_number": "Int64",
    "rule": "string",
    "rule_zh": "string",
    "feature": "string",
    "above": "float64",
    "up_to": "float64",
    "row_count": "Int64",
    "model_version": "Int64",
    "trained_on": "datetime64[us]",
}
Bounds = dict[str, tuple[float | None, float | None]]


def explain(
    inputs: pd.DataFrame, centres: pd.DataFrame, texts: pd.DataFrame, previous: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The rules as bounds: one row per rule and feature that it asks about (columns `RULES`).

    inputs: customer_id and features. centres: the clusters. texts: the seed `cluster_feature_texts`. previous: the
    last run's rules, returned as they are while the clusters are the same. above: exclusive lower bound, up_to:
    inclusive upper one, in the feature's unit; missing: no bound. Thresholds are rounded as they are shown. The tree
    (CART, Breiman et al. 1984; Gini) has at most five levels and two leaves a cluster; a leaf belongs to the cluster
    of most of its customers. A single cluster has one rule without a feature.
    """
    if len(inputs) == 0 or len(centres) == 0:
        return typed([], RULES)
    if same_model(previous, centres):
        return previous[list(RULES)].astype(RULES)
    ordered = inputs.sort_values(KEY, kind="stable")
    scales = scales_of(centres)
    labels, values = assign(ordered, centres), _filled(ordered, scales)
    words = texts.set_index("feature").to_dict("index")
    leaves = _leaves(values, labels, [scale.feature for scale in scales], words)
    common = {
        "model": centres["model"].iloc[0],
        "row_count": len(ordered),
        "model_version": centres["model_version"].iloc[0],
        "trained_on": centres["trained_on"].iloc[0],
    }
    rows = []
    for number, (cluster, bounds) in enumerate(leaves, start=1):
        rule = common | {
            "rule_number": number,
            "cluster_number": cluster,
            "rule": in_words(bounds, words, "en") or "every customer",
            "rule_zh": in_words(bounds, words, "zh") or "所有客户",
        }
        rows += [
            rule | {"feature": feature, "above": above, "up_to": up_to} for feature, (above, up_to) in bounds.items()
        ] or [rule]
    return typed(rows, RULES)


def apply_rules(inputs: pd.DataFrame, rules: pd.DataFrame, centres: pd.DataFrame) -> np.ndarray:
    """The number of the rule that each customer falls under: what SQL does in cluster_rules, for tests."""
    scales = scales_of(centres)
    values, found = _filled(inputs, scales), np.zeros(len(inputs), dtype=int)
    columns = {scale.feature: place for place, scale in enumerate(scales)}
    for number, bounds in rules.groupby("rule_number"):
        holds = np.ones(len(inputs), dtype=bool)
        for row in bounds.dropna(subset="feature").to_dict("records"):
            value = values[:, columns[row["feature"]]]
            holds &= np.isnan(row["above"]) | (value > row["above"])
            holds &= np.isnan(row["up_to"]) | (value <= row["up_to"])
        found[holds] = number
    return found


def in_words(bounds: Bounds, words: dict[str, dict], language: str) -> str:
    """Bounds as text, such as "last purchase at most 90 days ago, and more than 5 purchases in the last year".

    words: {feature: {above_en, up_to_en, above_zh, up_to_zh, shown_times, decimals}}; in the texts `{}` stands for the
    number.
    """
    parts = []
    for feature, pair in bounds.items():
        for kind, bound in zip(("above", "up_to"), pair, strict=True):
            if bound is None:
                continue
            text = words.get(feature, {}).get(f"{kind}_{language}")
            if not isinstance(text, str):
                text = f"{feature} {'>' if kind == 'above' else '≤'} {{}}"
            times, decimals = _shown(feature, words)
            parts.append(text.replace("{}", f"{round(bound * times, decimals):,.{decimals}f}"))
    return (", and " if language == "en" else "，且").join(parts)


def _filled(inputs: pd.DataFrame, scales: list[Scale]) -> np.ndarray:
    values = as_numbers(inputs, [scale.feature for scale in scales])
    return np.where(np.isnan(values), [scale.fill for scale in scales], values)


def _leaves(
    values: np.ndarray, labels: np.ndarray, features: list[str], words: dict[str, dict]
) -> list[tuple[int, Bounds]]:
    """(cluster, bounds) of each leaf that holds customers, by cluster and then the largest first."""
    clusters = len(np.unique(labels))
    tree = DecisionTreeClassifier(
        max_depth=DEPTH,
        max_leaf_nodes=max(2, LEAVES_PER_CLUSTER * clusters),
        min_samples_leaf=max(1, round(LEAST_SHARE * len(values))),
        random_state=0,
    )
    fitted = tree.fit(values, labels).tree_

    def leaves(node: int, holds: np.ndarray, bounds: Bounds) -> list[tuple[int, int, Bounds]]:
        if not holds.any():
            return []
        numbers, counts = np.unique(labels[holds], return_counts=True)
        leaf = (int(numbers[counts.argmax()]), int(holds.sum()), bounds)
        if fitted.children_left[node] < 0:
            return [leaf]
        column = int(fitted.feature[node])
        feature = features[column]
        times, decimals = _shown(feature, words)
        threshold = round(float(fitted.threshold[node]) * times, decimals) / times
        above, up_to = bounds.get(feature, (None, None))
        below = values[:, column] <= threshold
        left = bounds | {feature: (above, threshold if up_to is None else min(threshold, up_to))}
        right = bounds | {feature: (threshold if above is None else max(threshold, above), up_to)}
        found = leaves(int(fitted.children_left[node]), holds & below, left)
        found += leaves(int(fitted.children_right[node]), holds & ~below, right)
        # A split between leaves of one cluster tells nothing; an empty side leaves the other one as it is.
        return [leaf] if len({cluster for cluster, _, _ in found}) == 1 else found

    found = leaves(0, np.ones(len(values), dtype=bool), {})
    found.sort(key=lambda leaf: (leaf[0], -leaf[1]))
    return [(cluster, bounds) for cluster, _, bounds in found]


def _shown(feature: str, words: dict[str, dict]) -> tuple[float, int]:
    known = words.get(feature, {})
    return float(known.get("shown_times", 1)), int(known.get("decimals", 2))
