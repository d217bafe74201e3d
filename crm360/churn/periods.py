"""The rows that models learn from and are judged on, and which months do which.

    fit months | calibration months | gap: labels still open | validation months

A label is only used for training when it was known on the first validation snapshot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from crm360.scaling import as_numbers

NOT_FEATURES = ("customer_id", "snapshot_date", "label_known_on", "is_churned", "is_lapsed")
FOLDS = 3
MIN_ROWS, MIN_CLASS = 300, 30
"""Fewer training rows, or fewer of one class, than this: no model is trained."""
MIN_KNOWN = 0.02
"""A feature has to be known for this share of the customers in every training month: one that exists for some months
only tells the model the date and not the customer."""


@dataclass(frozen=True)
class Period:
    """Rows of some snapshot months: values (rows × features, NaN = unknown) and labels (1 = churned)."""

    features: list[str]
    values: np.ndarray
    labels: np.ndarray
    dates: np.ndarray

    @property
    def smaller_class(self) -> int:
        """Rows of the rarer class."""
        positives = int(self.labels.sum())
        return min(positives, len(self.labels) - positives)

    def rows(self, chosen: np.ndarray) -> Period:
        """Some of the rows: their numbers, or a mask."""
        return replace(self, values=self.values[chosen], labels=self.labels[chosen], dates=self.dates[chosen])

    def only(self, months: Sequence[pd.Timestamp]) -> Period:
        """The rows of those snapshot dates."""
        return self.rows(self.mask(months))

    def mask(self, months: Sequence[pd.Timestamp]) -> np.ndarray:
        """Which rows are of those snapshot dates."""
        return np.isin(self.dates, np.array(months, dtype=self.dates.dtype))

    def with_features(self, features: Sequence[str]) -> Period:
        """The same rows with those features, in that order."""
        return replace(self, features=list(features), values=self.columns(features))

    def columns(self, features: Sequence[str]) -> np.ndarray:
        """The values of those features, in that order."""
        return self.values[:, [self.features.index(feature) for feature in features]]

    def at_most(self, count: int | None) -> Period:
        """Every n-th row, so that at most `count` remain; rows in order of date and customer keep their mixture."""
        if count is None or len(self.labels) <= count:
            return self
        return self.rows(np.linspace(0, len(self.labels) - 1, count).astype(int))

    def usable_features(self) -> list[str]:
        """Features that vary and are known often enough in every month (`MIN_KNOWN`)."""
        known = pd.DataFrame(~np.isnan(self.values), columns=self.features).groupby(self.dates).mean().min()
        varying = [len(np.unique(column[~np.isnan(column)])) > 1 for column in self.values.T]
        pairs = zip(self.features, varying, strict=True)
        return [feature for feature, varies in pairs if varies and known[feature] >= MIN_KNOWN]

    def is_enough(self, least_rows: int = MIN_ROWS) -> bool:
        """Whether a model can be fitted to these rows."""
        return len(self.labels) >= least_rows and self.smaller_class >= MIN_CLASS


@dataclass(frozen=True)
class Split:
    """Snapshot dates of the three periods."""

    fit: list[pd.Timestamp]
    calibrate: list[pd.Timestamp]
    validate: list[pd.Timestamp]


@dataclass(frozen=True)
class Fold:
    """One comparison: rows to fit, rows to tune and calibrate on, and rows to judge by, which no model has seen."""

    fit: Period
    calibrate: Period
    validate: Period

    @property
    def before(self) -> Period:
        """The rows that may be learnt from: fit and calibrate."""
        return Period(
            self.fit.features,
            np.vstack([self.fit.values, self.calibrate.values]),
            np.concatenate([self.fit.labels, self.calibrate.labels]),
            np.concatenate([self.fit.dates, self.calibrate.dates]),
        )


def period_of(snapshots: pd.DataFrame) -> tuple[Period, pd.DataFrame, pd.DataFrame]:
    """Snapshots as a period, with their months and their rows in the same order (by date and customer).

    snapshots: customer_id, snapshot_date, label_known_on, is_churned; every further column is a feature (number or
    boolean). The months have the columns snapshot_date and label_known_on.
    """
    features = sorted(column for column in snapshots.columns if column not in NOT_FEATURES)
    rows = snapshots.sort_values(["snapshot_date", "customer_id"], kind="stable")
    dates = pd.to_datetime(rows["snapshot_date"]).astype("datetime64[us]")
    known_on = pd.to_datetime(rows["label_known_on"]).astype("datetime64[us]")
    months = pd.DataFrame({"snapshot_date": dates, "label_known_on": known_on}).drop_duplicates()
    labels = rows["is_churned"].to_numpy(dtype=float)
    return Period(features, as_numbers(rows, features), labels, dates.to_numpy()), months, rows


def split_by_time(months: pd.DataFrame) -> Split | None:
    """Which months train and which validate; None where there are too few.

    months: columns snapshot_date and label_known_on. The last sixth validates; of the months whose labels were known
    on the first validation snapshot, the last quarter calibrates and the others fit.
    """
    splits = splits_by_time(months, folds=1)
    return splits[-1] if splits else None


def splits_by_time(months: pd.DataFrame, folds: int = FOLDS) -> list[Split]:
    """The splits of a rolling comparison, oldest first: each validates on a sixth of the months (at least one), the
    newest on the last; as many as have months enough before them.
    """
    months = months.drop_duplicates().sort_values("snapshot_date")
    dates = list(months["snapshot_date"])
    if len(dates) < 3:
        return []
    size = last_sixth(dates)
    splits = []
    for number in range(folds):
        validate = dates[max(len(dates) - (number + 1) * size, 0) : len(dates) - number * size]
        if not validate:
            break
        known = list(months.loc[months["label_known_on"] <= validate[0], "snapshot_date"])
        if len(known) < 2:
            break
        calibrating = max(1, len(known) // 4)
        splits.append(Split(known[:-calibrating], known[-calibrating:], validate))
    return splits[::-1]


def fold_of(whole: Period, split: Split) -> Fold:
    """The rows of a split."""
    return Fold(whole.only(split.fit), whole.only(split.calibrate), whole.only(split.validate))


def last_sixth(dates: Sequence) -> int:
    """How many months a sixth of them are; at least one."""
    return max(1, round(len(dates) / 6))
