"""When clusters are found anew. In between, scaler and centres stay, and customers are only assigned.

Blind refits rename and redraw groups though few customers have changed (`crm360.clustering.months` measures it).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

GROWN = 2.0
"""Clusters of at most half of today's training rows are found anew, however young they are."""


@dataclass(frozen=True)
class Schedule:
    """Whether the last run's clusters still hold.

    as_of: the day of the data (None: unknown, clusters are always found anew). days: how long they hold. refit: find
    them anew on purpose.
    """

    as_of: pd.Timestamp | None = None
    days: int = 0
    refit: bool = False

    def keeps(self, previous: pd.DataFrame | None, features: list[str], row_count: int) -> bool:
        """Whether the table of the last run stays as it is.

        previous: has the columns trained_on, features and row_count (one value each). Clusters are found anew when
        they are older than `days`, or younger than the data (an earlier as-of date: they would know the future), when
        the features are others, and when there are twice as many rows to learn from.
        """
        if previous is None or len(previous) == 0 or self.refit or self.as_of is None:
            return False
        if "trained_on" not in previous or pd.isna(previous["trained_on"].iloc[0]):
            return False
        last = previous.iloc[0]
        age = (self.as_of - pd.Timestamp(last["trained_on"])).days
        same = last["features"] == ",".join(features)
        return bool(0 <= age < self.days and same and row_count < GROWN * last["row_count"])


def next_version(previous: pd.DataFrame | None) -> int:
    """The number after that of the last run, from 1."""
    if previous is None or len(previous) == 0 or "model_version" not in previous:
        return 1
    return int(previous["model_version"].max()) + 1


def same_model(previous: pd.DataFrame | None, current: pd.DataFrame) -> bool:
    """Whether two tables belong to one model: the same version, trained on the same day."""
    if previous is None or len(previous) == 0 or len(current) == 0 or "model_version" not in previous:
        return False
    known = ["model_version", "trained_on"]
    ours, theirs = (frame[known].iloc[0] for frame in (previous, current))
    return not (ours.isna().any() or theirs.isna().any()) and bool((ours == theirs).all())
