"""Making parts add up to their total."""

from __future__ import annotations

import numpy as np


def reconcile(
    total: np.ndarray, parts: np.ndarray, total_error: np.ndarray, part_errors: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The total (horizon) and its parts (parts × horizon) as near to their forecasts as adding up allows.

    Weighted least squares: what is missing is shared out by error variance, so the surer a forecast, the less it moves
    (the two-level case of Wickramasuriya, Athanasopoulos & Hyndman 2019 with a diagonal error matrix, in closed form).
    total_error, part_errors: error scales of the same shapes; all zero, the parts share alike and the total stays.
    Parts and total that were not negative stay so: a part below zero becomes zero, and the others shrink to the total.
    """
    gap = total - parts.sum(axis=0)
    part_weights, total_weight = part_errors**2, total_error**2
    blind = (part_weights.sum(axis=0) + total_weight) <= 0
    part_weights = np.where(blind, 1.0, part_weights)
    whole = part_weights.sum(axis=0) + total_weight
    new_parts = parts + part_weights / whole * gap
    new_total = total - total_weight / whole * gap
    if (parts >= 0).all() and (total >= 0).all():
        new_total = np.maximum(new_total, 0.0)
        kept = np.maximum(new_parts, 0.0)
        sums = kept.sum(axis=0)
        new_parts = kept * np.where(sums > 0, new_total / np.where(sums > 0, sums, 1.0), 1.0)
        new_total = np.where(sums > 0, new_total, 0.0)
    return new_total, new_parts
