"""Rows that are planted among real ones, to see whether the detectors find them: no label is needed.

Three kinds. `global`: every feature drawn evenly between 1.1 times its lowest and its highest value (Han et al. 2022,
"ADBench", NeurIPS Datasets and Benchmarks, section 3.2). `dependency`: every feature of another real row, so that each
value is ordinary and their combination is not (the same section; there by kernel densities). `one_feature`: a real row
with one feature, drawn at random, at 1.5 times its 99.9th percentile.
"""

from __future__ import annotations

import numpy as np

KINDS = ("global", "dependency", "one_feature")
SHARE = 0.02
"""Planted rows per real one."""


def plant(values: np.ndarray, kind: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """(the rows with the planted ones at the end, whether each is planted). values: rows × features, at least one."""
    rng = np.random.default_rng(seed)
    count = max(1, int(np.ceil(SHARE * len(values))))
    chosen = values[rng.integers(0, len(values), count)]
    if kind == "global":
        low, high = 1.1 * np.nanmin(values, axis=0), 1.1 * np.nanmax(values, axis=0)
        chosen = low + (high - low) * rng.random(chosen.shape)
    elif kind == "dependency":
        chosen = np.column_stack([column[rng.integers(0, len(values), count)] for column in values.T])
    else:
        place = rng.integers(0, values.shape[1], count)
        chosen[np.arange(count), place] = 1.5 * np.nanquantile(values, 0.999, axis=0)[place]
    return np.vstack([values, chosen]), np.arange(len(values) + count) >= len(values)


def found_in_top(scores: np.ndarray, wanted: np.ndarray, share: float) -> float:
    """Share of the wanted rows among the `share` of all rows with the highest scores; of equal scores the wanted come
    last, so that ties flatter nobody. NaN without a wanted row."""
    top = np.lexsort((wanted, -scores))[: int(np.ceil(share * len(scores)))]
    return float(wanted[top].sum() / wanted.sum()) if wanted.any() else float("nan")
