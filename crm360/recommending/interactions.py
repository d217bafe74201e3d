"""From any (user, item, time) table to weights of users for items."""

from __future__ import annotations

import numpy as np
import pandas as pd

HALF_LIFE_DAYS = 180.0
MAX_ITEMS = 300
"""Of a user with more items than this (resellers), only the newest count: pairs grow with the square."""


def weigh(
    interactions: pd.DataFrame,
    at: pd.Timestamp | None = None,
    half_life_days: float = HALF_LIFE_DAYS,
    max_items: int = MAX_ITEMS,
) -> pd.DataFrame:
    """One row per user and item: user, item, weight (0 to 1], sorted by user and item.

    interactions: user, item (anything that can be text) and time; rows after `at` (by default the last time) do not
    count. The weight halves for every `half_life_days` between the user's last interaction with the item and `at`.
    """
    rows = interactions[["user", "item", "time"]].dropna()
    rows = rows.assign(user=rows["user"].astype(str), item=rows["item"].astype(str), time=pd.to_datetime(rows["time"]))
    at = rows["time"].max() if at is None else pd.Timestamp(at)
    last = rows[rows["time"] <= at].groupby(["user", "item"], as_index=False, sort=True)["time"].max()
    newest = last.sort_values(["user", "time", "item"], ascending=[True, False, True], kind="stable")
    last = newest[newest.groupby("user").cumcount() < max_items].sort_values(["user", "item"], kind="stable")
    age = (at - last["time"]).dt.total_seconds() / 86400
    weight = np.power(0.5, age / half_life_days).astype(float)
    return last[["user", "item"]].assign(weight=weight).reset_index(drop=True)
