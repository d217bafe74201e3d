"""Prediction intervals from errors that were made: a scale per series and horizon, and how many of them to go."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

SHARE = 0.8
"""Share of future values that the interval is to cover."""
EXPECTED = 2.0
"""Half-width of an 80 % interval in mean absolute errors where nothing is measured yet: 1.6 if errors were normal
(1.2816 · √(π / 2)), and a quarter more, since a method chosen for its small errors will have larger ones."""
PRIOR = 10
"""The measured half-width counts as much as `EXPECTED` at this many series."""
TINY = 1e-9


def spread(misses: np.ndarray, horizon: int) -> np.ndarray:
    """Error scale by horizon (series × horizon) from misses (series × origins × tried horizon): each series' mean error
    times the growth with the horizon that all series share. Beyond what was tried it grows with the square root.
    """
    level = misses.mean(axis=(1, 2))
    usable = level > TINY
    tried = misses.shape[2]
    growth = np.ones(tried)
    if usable.any():
        shares = misses[usable].mean(axis=1) / level[usable, None]
        growth = np.maximum.accumulate(shares.mean(axis=0))
        growth = growth / growth.mean()
    beyond = growth[-1] * np.sqrt(np.arange(tried + 1, horizon + 1) / tried)
    return level[:, None] * np.concatenate([growth, beyond])


def half_widths(parts: Mapping[str, np.ndarray], judged_at: np.ndarray) -> tuple[float, np.ndarray]:
    """How many error scales the interval reaches to either side, for the forecasts to come; and the half-widths that
    the judged forecasts would have had, each by what was known before it. Split conformal prediction, all series
    together (Vovk et al. 2005), drawn towards `EXPECTED` where there are few.

    parts: forecast, actual and scale, series × judged origins × horizon. judged_at: after how many periods (series ×
    judged origins); what an origin less than a horizon earlier had forecast was not known yet.
    """
    scores = np.abs(parts["forecast"] - parts["actual"]) / np.maximum(parts["scale"], TINY)
    widths = np.full(scores.shape, np.nan)
    for slot in range(scores.shape[1]):
        over = judged_at + scores.shape[2] <= judged_at[:, slot, None]
        widths[:, slot] = parts["scale"][:, slot] * _factor(np.where(over[:, :, None], scores, np.nan))
    settled = scores.shape[1] // 2  # later origins, whose scales come from about as many errors as the next forecast's
    return _factor(scores[:, settled:]), widths


def _factor(scores: np.ndarray) -> float:
    known = ~np.isnan(scores)
    if not known.any():
        return EXPECTED
    series = int(known.any(axis=(1, 2)).sum())
    return float((series * np.quantile(scores[known], SHARE) + PRIOR * EXPECTED) / (series + PRIOR))
