"""How good recommendations are: on what users took afterwards.

Targets are items that a user took in the window for the first time; users who had taken something before count.

    recall@k = hits among the first k / min(k, targets)                      (as Liang et al. 2018)
    NDCG@k   = sum of 1 / log2(1 + rank) over hits / the same of a perfect list
    coverage = share of the items known before that are recommended to anybody
"""

from __future__ import annotations

import numpy as np
import pandas as pd

K = 10
METRICS = ("recall_at_10", "ndcg_at_10", "coverage")


def targets_of(interactions: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """user, item: first taken after `start` and up to `end`, by users and of items known at `start`; sorted."""
    time = pd.to_datetime(interactions["time"])
    pairs = interactions[["user", "item"]].astype(str)
    before = pairs[time <= start].drop_duplicates()
    after = pairs[(time > start) & (time <= end)].drop_duplicates()
    known = after[after["user"].isin(before["user"]) & after["item"].isin(before["item"])]
    marked = known.merge(before.assign(had=True), on=["user", "item"], how="left")
    new = marked.loc[marked["had"].isna(), ["user", "item"]]
    return new.sort_values(["user", "item"], kind="stable").reset_index(drop=True)


def measure(recommended: pd.DataFrame, targets: pd.DataFrame, known_items: int, k: int = K) -> dict[str, float]:
    """The three metrics over the users of `targets`; 0 for a user who is recommended nothing.

    recommended: user, item, rank (from 1). known_items: number of items known at the moment of asking.
    """
    if targets.empty:
        return dict.fromkeys(METRICS, float("nan"))
    first = recommended[recommended["rank"] <= k]
    hits = first.merge(targets, on=["user", "item"])
    gains = (1 / np.log2(1 + hits["rank"].astype(float))).groupby(hits["user"]).sum()
    counts = targets.groupby("user").size().clip(upper=k)
    ideal = np.cumsum(1 / np.log2(1 + np.arange(1, k + 1)))[counts.to_numpy() - 1]
    return {
        "recall_at_10": float((hits.groupby("user").size().reindex(counts.index).fillna(0) / counts).mean()),
        "ndcg_at_10": float((gains.reindex(counts.index).fillna(0).to_numpy() / ideal).mean()),
        "coverage": first["item"].nunique() / known_items if known_items else float("nan"),
    }
