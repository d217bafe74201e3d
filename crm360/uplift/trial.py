"""The treated and the held-out customers of campaigns, and whether they can be compared at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MIN_ARM = 20
"""A campaign with fewer treated or fewer controls than this is not pooled with others: its weights would be huge."""
MIN_CONTROLS = 100
"""Treated and controls that are needed, each, before anything is estimated …"""
MIN_CONVERTED = 5
"""… and buyers among each of them."""
UNEQUAL, UNEQUAL_Z = 0.1, 4.0
"""Groups are unequal where a feature's means lie this many standard deviations apart (Austin 2009) and chance alone
would hardly do that (z)."""


@dataclass(frozen=True)
class Trial:
    """Customers of campaigns, one row per campaign and customer; all arrays of one length.

    customer: number of the customer, 0…; the rows of one customer belong together. treated, converted: 0 or 1. weight:
    not below zero, see `balancing_weights`.
    """

    customer: np.ndarray
    treated: np.ndarray
    converted: np.ndarray
    weight: np.ndarray

    def only(self, chosen: np.ndarray) -> Trial:
        """Those rows (boolean), with the weights that they have."""
        return Trial(self.customer[chosen], self.treated[chosen], self.converted[chosen], self.weight[chosen])


def balancing_weights(campaign: np.ndarray, treated: np.ndarray) -> np.ndarray:
    """Weights under which treated and controls of each campaign weigh the same, together as many as they are.

    campaign: label per row; treated: 0 or 1. n / (2 · rows of the campaign and arm), n = rows of the campaign: inverse
    propensities (Horvitz & Thompson 1952) where each campaign holds out its own share at random. Without them a
    campaign with many controls and few buyers would make the others look good. A campaign with one arm only has weight
    0.
    """
    _, number = np.unique(campaign, return_inverse=True)
    total = np.bincount(number, minlength=1)
    in_arm = [np.bincount(number, weights=treated == arm, minlength=1) for arm in (0, 1)]
    own = np.where(treated == 1, in_arm[1][number], in_arm[0][number])
    both = (in_arm[0] > 0) & (in_arm[1] > 0)
    return np.where(both[number], total[number] / (2 * np.maximum(own, 1)), 0.0)


def pooled(campaign: np.ndarray, treated: np.ndarray) -> np.ndarray:
    """Which rows are of campaigns with at least `MIN_ARM` treated and controls; boolean."""
    _, number = np.unique(campaign, return_inverse=True)
    smaller = np.minimum(*(np.bincount(number, weights=treated == arm, minlength=1) for arm in (0, 1)))
    return smaller[number] >= MIN_ARM


def is_enough(treated: np.ndarray, converted: np.ndarray) -> bool:
    """Whether both arms have customers (`MIN_CONTROLS`) and buyers (`MIN_CONVERTED`) enough to estimate from."""
    arms = [converted[treated == arm] for arm in (0, 1)]
    return all(len(arm) >= MIN_CONTROLS and arm.sum() >= MIN_CONVERTED for arm in arms)


def imbalance(values: np.ndarray, treated: np.ndarray, weight: np.ndarray) -> tuple[float, bool]:
    """The largest difference of means between the arms, in standard deviations, and whether it tells of unequal groups.

    values: rows × features, NaN = unknown (whether a feature is known counts as a feature of its own). Features that do
    not vary are passed over. (0, False) without rows.
    """
    arms = [treated == arm for arm in (0, 1)]
    if not all(arm.any() for arm in arms):
        return 0.0, False
    unknown = np.isnan(values)
    middle = [float(np.median(column[~np.isnan(column)])) if not np.isnan(column).all() else 0.0 for column in values.T]
    columns = np.hstack([np.where(unknown, middle, values), unknown])
    deviation = columns.std(axis=0)
    columns, deviation = columns[:, deviation > 1e-12], deviation[deviation > 1e-12]
    if columns.shape[1] == 0:
        return 0.0, False
    means = [np.average(columns[arm], axis=0, weights=weight[arm]) for arm in arms]
    effective = [weight[arm].sum() ** 2 / (weight[arm] ** 2).sum() for arm in arms]
    largest = float((np.abs(means[1] - means[0]) / deviation).max())
    return largest, largest > UNEQUAL and largest / np.sqrt(sum(1 / size for size in effective)) > UNEQUAL_Z
