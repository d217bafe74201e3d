"""IBM's Quest generator of baskets (Agrawal & Srikant 1994, section 2.4.3), the usual measure of itemset miners."""

from __future__ import annotations

import numpy as np
import pandas as pd

ITEMS, PATTERNS, CORRELATION = 1_000, 2_000, 0.5


def quest(baskets: int, basket_size: float, pattern_size: float, seed: int = 7) -> pd.DataFrame:
    """Lines (basket, item), each once. A basket is filled with patterns until it holds `basket_size` items on average.

    Patterns are drawn by exponential weights, share items with the one before, and lose some of theirs (corruption:
    normal, mean 0.5, variance 0.1, drawn per pattern and halved, as a basket keeps its last pattern whole here).
    """
    rng = np.random.default_rng(seed)
    lengths = np.maximum(1, rng.poisson(pattern_size - 1, PATTERNS) + 1)
    weights = rng.exponential(1, PATTERNS)
    corruption = np.clip(rng.normal(0.5, np.sqrt(0.1), PATTERNS), 0, 1) / 2
    patterns: list[np.ndarray] = []
    before = np.array([], dtype=int)
    for length in lengths:
        shared = min(round(min(1.0, rng.exponential(CORRELATION)) * length), len(before))
        kept = rng.choice(before, shared, replace=False) if shared else before[:0]
        before = np.unique(np.concatenate([kept, rng.choice(ITEMS, length - shared, replace=False)]))
        patterns.append(before)
    flat, starts = np.concatenate(patterns), np.cumsum([0] + [len(pattern) for pattern in patterns])
    wanted, held = np.maximum(1, rng.poisson(basket_size, baskets)), np.zeros(baskets, dtype=int)
    owners, items, open_baskets = [], [], np.arange(baskets)
    while len(open_baskets):
        chosen = rng.choice(PATTERNS, len(open_baskets), p=weights / weights.sum())
        counts = starts[chosen + 1] - starts[chosen]
        owner = np.repeat(open_baskets, counts)
        place = (
            np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(starts[chosen], counts)
        )
        stays = rng.random(len(owner)) >= np.repeat(corruption[chosen], counts)
        owners.append(owner[stays])
        items.append(flat[place[stays]])
        np.add.at(held, owner[stays], 1)
        open_baskets = open_baskets[held[open_baskets] < wanted[open_baskets]]
    lines = pd.DataFrame({"basket": np.concatenate(owners), "item": np.concatenate(items)}, dtype=np.int32)
    return lines.drop_duplicates(ignore_index=True)
