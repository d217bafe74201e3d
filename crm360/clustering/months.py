"""Do customers keep their cluster from month to month? Frozen clusters beside ones that are found anew each month."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from crm360.clustering.centres import assign, fit_clusters
from crm360.clustering.freezing import Schedule
from crm360.clustering.inputs import KEY, prepare
from crm360.clustering.measures import k_means
from crm360.clustering.selection import select_k

RULES = pd.DataFrame(columns=["rule_order", "cluster_name", "cluster_name_zh"])


@threadpool_limits.wrap(limits=1)
def kept_labels(months: dict[pd.Timestamp, pd.DataFrame], freeze_days: int) -> dict[str, float]:
    """The share of customers with the same number as a month before, by the way the clusters are kept.

    months: month end → customer_id and features. `frozen`: found in the first month and kept for good; `scheduled`: as
    crm360 does, kept for `freeze_days` and then found anew (k too) with matched centres; `matched`: found anew each
    month, with matched centres and the k of the first month; `blind`: found anew each month, numbered as k-means
    returns them, with the month as the seed.
    Shares are means over customers who are there in two months running.
    """
    days = sorted(months)
    selection = select_k(months[days[0]], None, Schedule(days[0], 1))
    k = int(selection.loc[selection["is_chosen"].astype(bool), "k"].iloc[0])
    first = fit_clusters(months[days[0]], selection, RULES)
    ways = {
        "frozen": [assign(months[day], first) for day in days],
        "scheduled": _scheduled(months, days, freeze_days),
        "matched": _matched(months, days, selection),
        "blind": [
            k_means(prepare(months[day].sort_values(KEY))[0], k, seed=number).labels_ for number, day in enumerate(days)
        ],
    }
    keys = [months[day][KEY] for day in days]
    sorted_keys = [months[day].sort_values(KEY, kind="stable")[KEY] for day in days]
    return {
        way: _kept([pd.Series(found, index=key) for found, key in zip(labels, owners, strict=True)])
        for way, labels in ways.items()
        for owners in [sorted_keys if way == "blind" else keys]
    }


def _scheduled(
    months: dict[pd.Timestamp, pd.DataFrame], days: list[pd.Timestamp], freeze_days: int
) -> list[np.ndarray]:
    selection = centres = None
    found = []
    for day in days:
        selection = select_k(months[day], selection, Schedule(day, freeze_days))
        centres = fit_clusters(months[day], selection, RULES, centres)
        found.append(assign(months[day], centres))
    return found


def _matched(
    months: dict[pd.Timestamp, pd.DataFrame], days: list[pd.Timestamp], selection: pd.DataFrame
) -> list[np.ndarray]:
    centres, found = None, []
    for number, day in enumerate(days, start=1):
        todays = selection.assign(trained_on=day, model_version=number)
        centres = fit_clusters(months[day], todays, RULES, centres)
        found.append(assign(months[day], centres))
    return found


def _kept(labels: list[pd.Series]) -> float:
    same = total = 0
    for before, after in pairwise(labels):
        both = pd.concat([before, after], axis=1, join="inner")
        same += int((both.iloc[:, 0] == both.iloc[:, 1]).sum())
        total += len(both)
    return same / total if total else 1.0
