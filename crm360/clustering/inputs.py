"""What the clustering modules share: from a frame of customers to standardised rows, and back to typed tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from crm360.scaling import Scale, apply_scales, as_numbers, fit_scales

KEY = "customer_id"
LEADING = "spend_365d"
"""Clusters are numbered by this feature, or by the first one where it is not there."""


def feature_names(inputs: pd.DataFrame) -> list[str]:
    """The columns that customers are clustered by: all but the key."""
    return [column for column in inputs.columns if column != KEY]


def prepare(inputs: pd.DataFrame) -> tuple[np.ndarray, list[Scale], np.ndarray]:
    """Standardised values, their scales, and the values in their own units; rows ordered by customer."""
    ordered = inputs.sort_values(KEY, kind="stable")
    features = feature_names(ordered)
    values = as_numbers(ordered, features)
    scales = fit_scales(values, features)
    return apply_scales(values, scales), scales, values


def scales_of(centres: pd.DataFrame) -> list[Scale]:
    """The scales that a table of centres holds (`crm360.clustering.centres.CENTRES`), one per feature."""
    unique = centres.drop_duplicates("feature")
    return [
        Scale(str(row["feature"]), str(row["transform"]), row["fill"], row["mean"], row["deviation"])
        for row in unique.to_dict("records")
    ]


def scaled_by(inputs: pd.DataFrame, scales: list[Scale]) -> np.ndarray:
    """Customers × features, standardised with scales that were fitted before; rows as they come."""
    return apply_scales(as_numbers(inputs, [scale.feature for scale in scales]), scales)


def leading_column(features: list[str]) -> int:
    """The position of the feature that clusters are numbered by."""
    return features.index(LEADING) if LEADING in features else 0


def thinned(scaled: np.ndarray, most: int) -> np.ndarray:
    """At most that many rows, drawn with a fixed seed, in their order."""
    if len(scaled) <= most:
        return scaled
    return scaled[np.sort(np.random.default_rng(0).choice(len(scaled), most, replace=False))]


def only_day(frame: pd.DataFrame) -> pd.Timestamp | None:
    """The as-of date of `int_as_of`: its only row; None where it is empty."""
    days = frame["as_of_date"].dropna()
    return pd.Timestamp(days.iloc[0]) if len(days) else None


def typed(rows: list[dict], schema: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame with those columns and types."""
    return pd.DataFrame(rows, columns=list(schema)).astype(dict(schema))
