"""Campaigns whose effect on each customer is known, to measure uplift methods by: nothing in the project reads them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crm360.uplift.qini import area, score_groups

EFFECTS = ("persuadables", "everybody", "nobody")


def planted_campaigns(
    customers: int,
    seed: int,
    effect: str = "persuadables",
    size: float = 0.12,
    holdouts: tuple[float, ...] = (0.2, 0.35),
) -> tuple[pd.DataFrame, np.ndarray]:
    """Cases as `crm360.uplift.evaluation.read_cases` wants them, and each case's true uplift.

    customers: number, each in 85 % of the campaigns; holdouts: the controls' share, a campaign each. Customers differ
    in how often they buy and in how much they care for offers; `affinity` shows the latter with noise. Without the
    campaign they buy with 2 to 40 %. effect, in probability to buy: persuadables: `size` for the 30 % who care for
    offers and -size / 3 for 5 % whom mail annoys; everybody: size / 3; nobody: 0.
    """
    rng = np.random.default_rng(seed)
    recency = rng.exponential(90, customers).round()
    frequency = rng.poisson(rng.gamma(1.5, 3, customers))
    care = rng.normal(size=customers)
    affinity = np.where(rng.random(customers) < 0.15, np.nan, care + rng.normal(0, 0.7, customers))
    base = np.clip(0.02 + 0.3 * np.exp(-recency / 60) + 0.01 * frequency, 0.02, 0.4)
    annoyed = (care < 0) & (rng.random(customers) < 0.1)
    uplift = {
        "persuadables": np.where(care > np.quantile(care, 0.7), size, np.where(annoyed, -size / 3, 0.0)),
        "everybody": np.full(customers, size / 3),
        "nobody": np.zeros(customers),
    }[effect]
    uplift = np.maximum(uplift, -base)
    season = rng.permutation(len(holdouts)) * 0.05
    parts, truths = [], []
    for number, share in enumerate(holdouts):
        of = np.flatnonzero(rng.random(customers) < 0.85)
        treated = rng.random(len(of)) >= share
        bought = rng.random(len(of)) < base[of] + season[number] + treated * uplift[of]
        bands = np.digitize(np.nan_to_num(affinity[of], nan=9.0), [-0.5, 0.5, 1.5, 8.0])
        parts.append(
            pd.DataFrame(
                {
                    "campaign_type": "email with offer",
                    "campaign_key": f"K{number}",
                    "customer_id": [f"C{one:06d}" for one in of],
                    "contact_date": pd.Timestamp("2025-01-10") + pd.Timedelta(days=60 * number),
                    "is_treated": treated,
                    "is_converted": bought,
                    "cell": [f"{a}|{b}" for a, b in zip(np.digitize(recency[of], [30, 180]), bands, strict=True)],
                    "recency_days": recency[of],
                    "purchases_365d": frequency[of].astype(float),
                    "affinity": affinity[of],
                }
            )
        )
        truths.append(uplift[of])
    frame = pd.concat(parts, ignore_index=True)
    order = frame.sort_values(["campaign_key", "customer_id"], kind="stable").index.to_numpy()
    return frame.loc[order].reset_index(drop=True), np.concatenate(truths)[order]


def true_qini(score: np.ndarray, uplift: np.ndarray, weight: np.ndarray) -> float:
    """The Qini value that a score has when each customer's true uplift is known: what its interval should hold."""
    groups = score_groups(score)
    total, gained = (np.bincount(groups, weights=one) for one in (weight, weight * uplift))
    depth, gain = (np.concatenate([[0.0], np.cumsum(part) / total.sum()]) for part in (total, gained))
    return float(area(depth, gain))
