"""Numbers and names of clusters: names by rule from the centre, both kept from run to run, and dated."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from crm360.clustering.inputs import typed

LEVEL = 0.35
"""A centre is high or low in a feature when it lies this many standard deviations above or below the mean of all
customers.
"""
SAME_CLUSTER = 0.5
"""An old and a new centre are the same cluster when they differ by less than this many standard deviations per
feature (RMS).
"""
RULE_COLUMNS = ("rule_order", "cluster_name", "cluster_name_zh")
NAMES = {
    "map": "string",
    "cluster_number": "Int64",
    "cluster_name": "string",
    "cluster_name_zh": "string",
    "valid_from": "datetime64[us]",
    "valid_to": "datetime64[us]",
    "first_version": "Int64",
    "last_version": "Int64",
}


def match_centres(old: np.ndarray, new: np.ndarray) -> dict[int, int]:
    """Which new centre is which old one: {row in new: row in old}. Both clusters × features in the same standardised
    space.

    The pairing with the smallest total of squared distances (Hungarian method, Kuhn 1955); pairs that are too far apart
    (`SAME_CLUSTER`) are different clusters.
    """
    if len(old) == 0 or len(new) == 0:
        return {}
    squared = ((new[:, None, :] - old[None, :, :]) ** 2).mean(axis=2)
    ours, theirs = linear_sum_assignment(squared)
    return {int(a): int(b) for a, b in zip(ours, theirs, strict=True) if squared[a, b] <= SAME_CLUSTER**2}


def number_clusters(
    importance: np.ndarray, matches: dict[int, int], old_numbers: Sequence[int], highest: int
) -> list[int]:
    """The number of each new cluster: that of its match, else the next one never used, the most important cluster
    first.
    """
    numbers = {new: int(old_numbers[old]) for new, old in matches.items()}
    for cluster in sorted(range(len(importance)), key=lambda row: (-importance[row], row)):
        if cluster not in numbers:
            highest += 1
            numbers[cluster] = highest
    return [numbers[cluster] for cluster in range(len(importance))]


def name_clusters(
    scaled: pd.DataFrame, numbers: Sequence[int], kept: dict[int, tuple[str, str]], rules: pd.DataFrame
) -> dict[int, tuple[str, str]]:
    """{cluster number: (English name, Chinese name)}, each name once.

    scaled: centres in standard deviations (clusters × features), in the order of `numbers`. kept: names of matched
    clusters. rules: the seed `cluster_names`; its columns named like a feature hold low, high or any. The first rule
    in `rule_order` that fits and whose name is free gives the name; where none is free, the last fitting one with
    the cluster's number.
    """
    names = dict(kept)
    taken = {name for name, _ in kept.values()}
    ordered = rules.sort_values("rule_order").to_dict("records")
    for row in np.argsort(numbers):
        number = int(numbers[row])
        if number in names:
            continue
        fitting = [rule for rule in ordered if _fits(rule, scaled.iloc[row])]
        free = [rule for rule in fitting if rule["cluster_name"] not in taken]
        if free:
            names[number] = (free[0]["cluster_name"], free[0]["cluster_name_zh"])
        elif fitting:
            names[number] = (f"{fitting[-1]['cluster_name']} {number}", f"{fitting[-1]['cluster_name_zh']}{number}")
        else:
            names[number] = (f"Cluster {number}", f"客群{number}")
        taken.add(names[number][0])
    return names


def _fits(rule: dict, centre: pd.Series) -> bool:
    """Whether the centre has every level that the rule asks for."""
    for feature, level in rule.items():
        if feature in RULE_COLUMNS or level not in ("low", "high"):
            continue
        if feature not in centre.index or (centre[feature] < LEVEL if level == "high" else centre[feature] > -LEVEL):
            return False
    return True


def date_names(centres: pd.DataFrame, previous: pd.DataFrame | None = None) -> pd.DataFrame:
    """Which number meant which cluster when: one row per number ever given (columns `NAMES`).

    centres: of today (`crm360.clustering.centres.CENTRES`). previous: the last run's map. valid_from: day of the data
    on which the cluster was first found. valid_to: day on which it was found no more (exclusive), missing while it
    is there. first_version, last_version: model versions that have it.
    """
    today = centres.drop_duplicates("cluster_number").sort_values("cluster_number")
    known = {} if previous is None else {int(row["cluster_number"]): row for row in previous.to_dict("records")}
    rows = {number: dict(row) for number, row in known.items()}
    for row in today.to_dict("records"):
        number = int(row["cluster_number"])
        rows[number] = {
            "map": row["model"],
            "cluster_number": number,
            "cluster_name": row["cluster_name"],
            "cluster_name_zh": row["cluster_name_zh"],
            "valid_from": row["valid_from"],
            "valid_to": None,
            "first_version": known[number]["first_version"] if number in known else row["model_version"],
            "last_version": row["model_version"],
        }
    if len(today):
        ended = today["trained_on"].iloc[0]
        for number in set(known) - {int(number) for number in today["cluster_number"]}:
            if pd.isna(rows[number]["valid_to"]):
                rows[number]["valid_to"] = max(ended, rows[number]["valid_from"])
    return typed([rows[number] for number in sorted(rows)], NAMES)
