"""One list out of several: a weighted sum of the methods' scores, weights chosen on a validation window.

A method's scores are divided by the user's best, so that they lie between 0 and 1. Weights come from greedy selection
with replacement (Caruana et al. 2004): in each round add the method after which NDCG@10 is highest, keep the best
round; the share of the additions is the weight.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from crm360.recommending.evaluation import K

ROUNDS = 12
LEAST_GAIN = 0.0001
"""A later round has to be better by this, or the simpler blend stays."""


def blend(candidates: dict[str, pd.DataFrame], weights: dict[str, float], top: int = K) -> pd.DataFrame:
    """user, item, score (0 to 1), rank, from the methods' candidates (user, item, score above 0)."""
    table = _table(candidates)
    score = np.round(table[list(candidates)].to_numpy() @ np.array([weights.get(name, 0.0) for name in candidates]), 10)
    ranked = table[["user", "item"]].assign(score=score)
    ranked = ranked[ranked["score"] > 0].sort_values(["user", "score", "item"], ascending=[True, False, True])
    ranked = ranked.assign(rank=(ranked.groupby("user").cumcount() + 1).astype("int32"))
    return ranked[ranked["rank"] <= top].reset_index(drop=True)


def choose_weights(candidates: dict[str, pd.DataFrame], targets: pd.DataFrame) -> dict[str, float]:
    """Weight per method (they add up to 1) of the best blend on the targets; popularity alone where there are none."""
    names = list(candidates)
    table = _table(candidates)
    table = table[table["user"].isin(targets["user"])]
    if table.empty:
        return {name: float(name == "popularity") for name in names}
    users, user = np.unique(table["user"].to_numpy(dtype=object), return_inverse=True)
    hit = table.merge(targets.assign(hit=1.0), on=["user", "item"], how="left")["hit"].fillna(0).to_numpy()
    counts = targets.groupby("user").size().reindex(users).clip(upper=K).to_numpy()
    ideal = np.cumsum(1 / np.log2(1 + np.arange(1, K + 1)))[counts - 1]
    values = table[names].to_numpy()

    def quality(weights: np.ndarray) -> float:
        order = np.lexsort((-(values @ weights), user))
        owner = user[order]
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        rank = np.arange(len(owner)) - np.repeat(starts, np.diff(np.r_[starts, len(owner)])) + 1
        first = rank <= K
        gains = hit[order][first] / np.log2(1 + rank[first])
        return float((np.bincount(owner[first], gains, len(users)) / ideal).mean())

    chosen, best, best_weights = np.zeros(len(names)), -1.0, np.zeros(len(names))
    for _ in range(ROUNDS):
        tried = [quality(chosen + step) for step in np.eye(len(names))]
        chosen = chosen + np.eye(len(names))[int(np.argmax(tried))]
        if max(tried) > best + LEAST_GAIN:
            best, best_weights = max(tried), chosen / chosen.sum()
    return dict(zip(names, best_weights.tolist(), strict=True))


def _table(candidates: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """user, item and a column per method with its score as a share of the user's best, 0 where it has none; sorted."""
    parts = []
    for name, frame in candidates.items():
        share = frame["score"] / frame.groupby("user")["score"].transform("max")
        parts.append(frame[["user", "item"]].assign(method=name, share=share.astype(float)))
    long = pd.concat(parts, ignore_index=True)
    wide = long.pivot_table(index=["user", "item"], columns="method", values="share", fill_value=0.0)
    return wide.reindex(columns=list(candidates), fill_value=0.0).sort_index().reset_index()
