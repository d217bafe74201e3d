"""Churn probabilities with reasons: applies the table that `crm360.churn.train` made to the customers of today."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from crm360.churn import ChurnModel, load
from crm360.scaling import as_numbers

REASONS = 3
CHUNK_ROWS = 100_000
LEAST_CONTRIBUTION = 0.01
"""A theme that moves the log-odds by less than this is no reason."""
COLUMNS = {
    "customer_id": "string", "snapshot_date": "datetime64[us]", "churn_probability": "float64", "model_name": "string",
    "reasons_for": "string",
    **{f"reason_{number}_{what}": "string" for number in range(1, REASONS + 1) for what in ("feature", "direction")},
}  # fmt: skip


def score(features: pd.DataFrame, table: pd.DataFrame, reason_texts: pd.DataFrame) -> pd.DataFrame:
    """One row per customer: calibrated probability and the three strongest reasons (columns `COLUMNS`).

    features: customer_id, snapshot_date and the model's features. table: see `crm360.churn.train`. reason_texts: columns feature
    and theme; features of one theme tell one story and make one reason.

    `reasons_for` is `higher` or `lower`: whether the reasons explain a risk above or below that of the average customer. A reason
    is the feature that moves its theme most, with the direction of the customer's value: `high` or `low` against the median of
    the training rows (equal counts as low), or `unknown`. Probability is NaN when there is no model.
    """
    model = load(table)
    rows = features.sort_values("customer_id", kind="stable").reset_index(drop=True)
    themes = dict(zip(reason_texts["feature"], reason_texts["theme"], strict=True))
    chunks = [_score_chunk(chunk, model, themes) for chunk in _chunks(rows)]
    return pd.concat(chunks, ignore_index=True) if chunks else pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in COLUMNS.items()})


def _chunks(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for start in range(0, len(rows), CHUNK_ROWS):
        yield rows.iloc[start : start + CHUNK_ROWS]


def _score_chunk(rows: pd.DataFrame, model: ChurnModel, themes: dict[str, str]) -> pd.DataFrame:
    values = as_numbers(rows, model.features)
    contributions = model.contributions(values)
    against_average = contributions.sum(axis=1)
    scored = {
        "customer_id": rows["customer_id"].to_numpy(dtype=object),
        "snapshot_date": rows["snapshot_date"].to_numpy(),
        "churn_probability": np.round(model.probability(model.bias + against_average), 6),
        "model_name": np.full(len(rows), model.name, dtype=object),
        "reasons_for": np.where(against_average >= 0, "higher", "lower") if model.features else None,
    }
    strongest = strongest_reasons(contributions, values, model, themes)
    for number in range(REASONS):
        scored[f"reason_{number + 1}_feature"], scored[f"reason_{number + 1}_direction"] = strongest[number]
    return pd.DataFrame(scored, columns=list(COLUMNS)).astype(COLUMNS)


def strongest_reasons(
    contributions: np.ndarray, values: np.ndarray, model: ChurnModel, themes: dict[str, str]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each of the first, second and third reason: names of features and directions (arrays of text, None where there is none)."""
    count = len(values)
    nothing = np.full(count, None, dtype=object)
    if not model.features:
        return [(nothing, nothing)] * REASONS
    sign = np.where(contributions.sum(axis=1) >= 0, 1.0, -1.0)
    signed = contributions * sign[:, None]
    theme_of = np.array([themes.get(feature, feature) for feature in model.features])
    names = sorted(set(theme_of))
    totals = np.column_stack([signed[:, theme_of == name].sum(axis=1) for name in names])
    order = np.argsort(-totals, axis=1, kind="stable")
    features, typical, rows = np.array(model.features, dtype=object), np.array([scale.fill for scale in model.scales]), np.arange(count)
    reasons = []
    for place in range(REASONS):
        if place >= len(names):
            reasons.append((nothing, nothing))
            continue
        theme = order[:, place]
        in_theme = theme_of[None, :] == np.array(names)[theme][:, None]
        leading = np.where(in_theme, signed, -np.inf).argmax(axis=1)
        value = values[rows, leading]
        direction = np.select([np.isnan(value), value > typical[leading]], ["unknown", "high"], "low").astype(object)
        counts = totals[rows, theme] >= LEAST_CONTRIBUTION
        reasons.append((np.where(counts, features[leading], None), np.where(counts, direction, None)))
    return reasons
