"""The Qini curve of an uplift score, its area, and how sure it is.

Customers are sorted by score, highest first. Where the first share φ of them had been treated, the campaign would have
brought per treated customer (of all, not of the share)

    g(φ) = (R_t(φ) - R_c(φ) · N_t(φ) / N_c(φ)) / N_t(1)

extra responders: R counts responders, N customers, t treated, c controls, all among the first φ (Radcliffe 2007, "Using
control groups to target on predicted lift"; as a share of the treated, so that campaigns compare). g(1) is the average
effect. The Qini value is the area between g and the straight line from (0, 0) to (1, g(1)), which a random order
follows: 0 = no better than chance; its unit is responders per treated customer, averaged over how deep one mails. `q0`
is that area as a share of the area that a perfect order without harmed customers would have, g(1)(1 - g(1)) / 2
(Radcliffe's q0), and unknown where the average effect is not positive.

Customers of equal score are one step of the curve, a straight line, so that their order does not matter; more than 100
different scores are first cut into 100 groups of equal size. Counts may be weighted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array

from crm360.uplift.trial import Trial

GROUPS = 100
RESAMPLES = 400
CHUNK = 2_000_000
"""Customers × resamples worked on at a time: 16 MB."""


@dataclass(frozen=True)
class QiniResult:
    """A score's Qini value with its interval, and the curve at `depth`.

    gain, gain_lower, gain_upper: g at each depth. effect: g(1), with its 95 % interval. The interval of the Qini value
    has the confidence that was asked for, the others 95 %.
    """

    qini: float
    lower: float
    upper: float
    effect: float
    effect_lower: float
    effect_upper: float
    depth: np.ndarray
    gain: np.ndarray
    gain_lower: np.ndarray
    gain_upper: np.ndarray


DEPTHS = np.linspace(0.1, 1.0, 10)
"""Shares of the customers at which curves are told."""


def score_groups(score: np.ndarray) -> np.ndarray:
    """Group of each row, 0 = highest score; equal scores always share one, and there are at most `GROUPS`."""
    _, place, counts = np.unique(-score, return_inverse=True, return_counts=True)
    if len(counts) <= GROUPS:
        return place
    middle = np.cumsum(counts) - counts / 2  # rank of the middle of each run of equal scores
    cut = np.floor(middle / len(score) * GROUPS).astype(int)
    return np.unique(cut[place], return_inverse=True)[1]


def curves(tallies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Depth and gain of the curve(s), both beginning with 0.

    tallies: (4, groups, …): weighted treated, treated responders, controls, control responders of each score group.
    Returns two arrays (groups + 1, …).
    """
    treated, responded, controls, control_responded = np.cumsum(tallies, axis=1)
    share = np.divide(control_responded, controls, out=np.zeros_like(controls), where=controls > 0)
    all_treated = np.where(treated[-1] > 0, treated[-1], 1.0)
    gain = (responded - share * treated) / all_treated
    everybody = treated + controls
    depth = everybody / np.where(everybody[-1] > 0, everybody[-1], 1.0)
    zero = np.zeros((1, *gain.shape[1:]))
    return np.concatenate([zero, depth]), np.concatenate([zero, gain])


def area(depth: np.ndarray, gain: np.ndarray) -> np.ndarray:
    """The Qini value: area under the curve (trapezoids) less that under the straight line to its end."""
    return ((gain[1:] + gain[:-1]) / 2 * np.diff(depth, axis=0)).sum(axis=0) - gain[-1] / 2


def share_of_perfect(value: float, effect: float) -> float | None:
    """Radcliffe's q0 (see above); None unless the average effect is positive."""
    return value / (effect * (1 - effect) / 2) if 0 < effect < 1 else None


def qini(score: np.ndarray, trial: Trial, confidence: float = 0.95, seed: int = 0) -> QiniResult:
    """The Qini value of a score over a trial, with bootstrap intervals.

    score: one number per row, higher = more worth treating; it has to come from other customers' outcomes, or the value
    flatters. Intervals: percentiles over `RESAMPLES` resamples of whole customers, each drawn
    Poisson(1) times (the bootstrap of Hanley & MacGibbon 2006). The score is held fixed. An empty trial gives zeros.
    """
    if len(score) == 0:
        nothing = np.zeros(len(DEPTHS))
        return QiniResult(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, DEPTHS, nothing, nothing, nothing)
    groups = score_groups(score)
    count = int(groups.max()) + 1
    customers = int(trial.customer.max()) + 1
    treated = trial.treated.astype(float)
    parts = [
        treated,
        treated * trial.converted,
        1 - treated,
        (1 - treated) * trial.converted,
    ]
    values = np.concatenate([part * trial.weight for part in parts])
    place = np.concatenate([groups + number * count for number in range(4)])
    shape = (4 * count, customers)
    matrix = csr_array((values, (place, np.tile(trial.customer, 4))), shape=shape)
    matrix.eliminate_zeros()
    depth, gain = curves(matrix.sum(axis=1).reshape(4, count))
    measured = float(area(depth, gain))

    drawn = _resamples(customers, seed)
    step = max(1, CHUNK // customers)
    areas, gains = [], []
    for start in range(0, RESAMPLES, step):
        times = drawn[:, start : start + step].astype(float)
        depths_drawn, gains_drawn = curves((matrix @ times).reshape(4, count, -1))
        areas.append(area(depths_drawn, gains_drawn))
        pairs = zip(depths_drawn.T, gains_drawn.T, strict=True)
        gains.append(np.array([np.interp(DEPTHS, one_depth, one_gain) for one_depth, one_gain in pairs]))
    lower, upper = np.quantile(np.concatenate(areas), [(1 - confidence) / 2, (1 + confidence) / 2])
    gain_lower, gain_upper = np.quantile(np.concatenate(gains), [0.025, 0.975], axis=0)
    effect = float(gain[-1])
    return QiniResult(
        qini=measured,
        lower=float(lower),
        upper=float(upper),
        effect=effect,
        effect_lower=float(gain_lower[-1]),
        effect_upper=float(gain_upper[-1]),
        depth=DEPTHS,
        gain=np.interp(DEPTHS, depth, gain),
        gain_lower=gain_lower,
        gain_upper=gain_upper,
    )


@lru_cache(maxsize=1)
def _resamples(customers: int, seed: int) -> np.ndarray:
    """How often each resample draws each customer (customers × `RESAMPLES`): the same for all scores of a trial."""
    return np.random.default_rng(seed).poisson(1.0, (customers, RESAMPLES)).astype(np.int8)


def mean_of(results: list[QiniResult]) -> QiniResult:
    """The mean of repeated measurements of one trial, bounds included.

    The interval of a mean is at most as wide as the mean of the intervals, however much the repeats have in common.
    """
    whole = {name: np.mean([getattr(one, name) for one in results], axis=0) for name in _MEANS}
    return QiniResult(**{name: float(one) if one.ndim == 0 else one for name, one in whole.items()}, depth=DEPTHS)


_MEANS = (
    *("qini", "lower", "upper", "effect", "effect_lower", "effect_upper"),
    *("gain", "gain_lower", "gain_upper"),
)
