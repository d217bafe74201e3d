"""From traits of a customer to the probable segment: naive Bayes and the tree-augmented network (TAN).

In naive Bayes each trait depends on the segment alone; in a TAN on one other trait as well (Friedman, Geiger &
Goldszmidt 1997): the tree of the other traits is the maximum spanning tree by their mutual information given the
segment (Chow & Liu 1968), without edges that tell less than they cost (Suzuki 1993). The conditional probabilities are
a table; SQL multiplies them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

PRIOR_WEIGHT = 5.0
"""A conditional probability is drawn towards that of its value among all customers as by so many (Friedman's N0)."""
RARE_SHARE, MOST_VALUES = 0.02, 8
"""Values of less than this share of the customers, and beyond the eight most frequent ones, are `other`."""
OTHER, UNKNOWN = "other", "unknown"


@dataclass(frozen=True)
class Coding:
    """The values of each trait, in order; `other` and `unknown` are always among them."""

    values: dict[str, list[str]]

    @staticmethod
    def of(frame: pd.DataFrame, traits: list[str]) -> Coding:
        """The values that are frequent enough in a frame of texts (missing = unknown)."""
        known = {}
        for trait in traits:
            texts = _texts(frame, trait)
            shares = (
                pd.Series(texts).value_counts(normalize=True).sort_index().sort_values(ascending=False, kind="stable")
            )
            often = [value for value, share in shares.items() if share >= RARE_SHARE and value not in (OTHER, UNKNOWN)]
            known[trait] = [*sorted(often[:MOST_VALUES]), OTHER, UNKNOWN]
        return Coding(known)

    def codes(self, frame: pd.DataFrame) -> np.ndarray:
        """Customers × traits as places in the lists of values."""
        columns = []
        for trait, values in self.values.items():
            places = {value: place for place, value in enumerate(values)}
            rare = places[OTHER]
            columns.append(np.array([places.get(text, rare) for text in _texts(frame, trait)], dtype=int))
        return np.column_stack(columns) if columns else np.empty((len(frame), 0), dtype=int)

    def sizes(self) -> list[int]:
        """Number of values of each trait."""
        return [len(values) for values in self.values.values()]


@dataclass(frozen=True)
class Network:
    """P(segment) and P(trait | segment, parent trait); a trait with parent -1 depends on the segment alone.

    tables[t][s, p, v]: the probability of value v of trait t in segment s when its parent has value p (0: no parent).
    """

    prior: np.ndarray
    parents: list[int]
    tables: list[np.ndarray]

    def probabilities(self, codes: np.ndarray) -> np.ndarray:
        """P(segment | traits), customers × segments."""
        logs = np.tile(np.log(self.prior), (len(codes), 1))
        for trait, (parent, table) in enumerate(zip(self.parents, self.tables, strict=True)):
            given = codes[:, parent] if parent >= 0 else np.zeros(len(codes), dtype=int)
            logs += np.log(table[:, given, codes[:, trait]]).T
        likely = np.exp(logs - logs.max(axis=1, keepdims=True))
        return likely / likely.sum(axis=1, keepdims=True)


def fit_network(codes: np.ndarray, sizes: list[int], segments: np.ndarray, count: int, tree: bool) -> Network:
    """The network of coded traits (customers × traits) and segments (places 0 to count - 1).

    tree: with edges between traits, else naive Bayes. Probabilities are (n P' + N0 P0) / (n + N0) with N0 = 5 (Friedman
    et al. 1997, 4.2): P' is the share among the n customers of that segment and parent's value. P0 is the share among
    all customers; where there is a parent, it is the probability in the segment (Friedman takes the share among all
    there too). In the share among all, and in the prior, each value counts one customer more than there are.
    """
    parents = best_tree(codes, sizes, segments, count) if tree else [-1] * len(sizes)
    prior = (np.bincount(segments, minlength=count) + 1.0) / (len(segments) + count)
    tables = []
    for trait, size in enumerate(sizes):
        overall = (np.bincount(codes[:, trait], minlength=size) + 1.0) / (len(codes) + size)
        alone = np.zeros((count, 1, size))
        np.add.at(alone, (segments, 0, codes[:, trait]), 1.0)
        table, parent = _drawn_towards(overall, alone), parents[trait]
        if parent >= 0:
            counts = np.zeros((count, sizes[parent], size))
            np.add.at(counts, (segments, codes[:, parent], codes[:, trait]), 1.0)
            table = _drawn_towards(table, counts)
        tables.append(table)
    return Network(prior, parents, tables)


def _drawn_towards(usual: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return (counts + PRIOR_WEIGHT * usual) / (counts.sum(axis=2, keepdims=True) + PRIOR_WEIGHT)


def best_tree(codes: np.ndarray, sizes: list[int], segments: np.ndarray, count: int) -> list[int]:
    """The parent of each trait in the maximum spanning forest by I(trait; other | segment); -1 for roots.

    From the information of an edge is taken what its parameters cost by the description length, d ln n / (2 n) with
    d = segments (values - 1) (other values - 1): else traits of many values attract edges by chance. Edges worth
    nothing are left out. Prim's algorithm (1957) from the first trait on, the first of equals.
    """
    traits = len(sizes)
    weight = np.full((traits, traits), -np.inf)
    for one in range(traits):
        for two in range(one + 1, traits):
            told = conditional_information(codes[:, one], codes[:, two], segments, (sizes[one], sizes[two], count))
            parameters = count * (sizes[one] - 1) * (sizes[two] - 1)
            cost = parameters * np.log(max(len(codes), 1)) / (2 * max(len(codes), 1))
            weight[one, two] = weight[two, one] = told - cost
    parents, inside = [-1] * traits, {0} if traits else set()
    while len(inside) < traits:
        edges = [(weight[one, two], -one, -two) for one in sorted(inside) for two in range(traits) if two not in inside]
        worth, one, two = max(edges)
        if worth > 0:
            parents[-two] = -one
        inside.add(-two)
    return parents


def conditional_information(
    one: np.ndarray, two: np.ndarray, segments: np.ndarray, sizes: tuple[int, int, int]
) -> float:
    """I(one; two | segment) in nats: sum of P(x, y, s) ln (P(x, y | s) / (P(x | s) P(y | s)))."""
    joint = np.zeros((sizes[2], sizes[0], sizes[1]))
    np.add.at(joint, (segments, one, two), 1.0)
    joint /= max(len(segments), 1)
    of_segment = joint.sum(axis=(1, 2), keepdims=True)
    apart = joint.sum(axis=2, keepdims=True) * joint.sum(axis=1, keepdims=True)
    there = joint > 0
    ratio = np.broadcast_to(of_segment, joint.shape)[there] * joint[there] / apart[there]
    return float((joint[there] * np.log(ratio)).sum())


def _texts(frame: pd.DataFrame, trait: str) -> list[str]:
    return [UNKNOWN if pd.isna(value) else str(value) for value in frame[trait].to_numpy(dtype=object)]
