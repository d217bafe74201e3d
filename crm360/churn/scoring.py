"""Churn probabilities with reasons: applies the table that `crm360.churn.training.train` made to customers of today."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from crm360.churn.model import ChurnModel, load
from crm360.scaling import as_numbers

REASONS = 3
LEAST_CONTRIBUTION = 0.03
"""A theme that moves the log-odds by less than this is no reason."""
DIRECTIONS = ("low", "high", "unknown")
SCHEMA = pa.schema(
    {
        "customer_id": pa.string(),
        "snapshot_date": pa.date32(),
        "churn_probability": pa.float64(),
        "model_name": pa.string(),
        "reasons_for": pa.string(),
        **{
            f"reason_{number}_{what}": pa.string()
            for number in range(1, REASONS + 1)
            for what in ("feature", "direction")
        },
    }
)


def score(features: pd.DataFrame, table: pd.DataFrame, reason_texts: pd.DataFrame) -> pd.DataFrame:
    """One row per customer: calibrated probability and the three strongest reasons (columns of `SCHEMA`).

    features: customer_id, snapshot_date and the model's features; each row is scored by itself, so that a table may
    come in pieces. table: see `crm360.churn.training.train`. reason_texts: the seed `churn_reason_texts`, columns
    feature, direction, theme and explains.

    `reasons_for` is `higher` or `lower`: whether the reasons explain a risk above or below the average customer's.
    Probability is NaN when there is no model. How reasons are chosen: see `strongest_reasons`.
    """
    model = load(table)
    values = as_numbers(features, model.features)
    contributions, log_odds = model.contributions(values), model.log_odds(values)
    is_higher = contributions.sum(axis=1) >= 0
    scored = {
        "customer_id": features["customer_id"].to_numpy(dtype=object),
        "snapshot_date": features["snapshot_date"].to_numpy(),
        "churn_probability": np.round(model.calibration.apply(log_odds), 6),
        "model_name": np.full(len(features), model.name, dtype=object),
        "reasons_for": np.where(is_higher, "higher", "lower") if model.features else None,
    }
    if model.features and len(features):
        reasons = strongest_reasons(contributions, values, model, reason_texts)
        for number, (feature, direction) in enumerate(reasons, start=1):
            scored[f"reason_{number}_feature"], scored[f"reason_{number}_direction"] = feature, direction
    return pd.DataFrame(scored, columns=SCHEMA.names)


def score_by_python(features: pd.DataFrame, table: pd.DataFrame, reason_texts: pd.DataFrame) -> pd.DataFrame:
    """`score`, but no row where SQL scores: where the model is linear (`int_churn_linear_scores`)."""
    return score(features.head(0) if load(table).is_linear else features, table, reason_texts)


def strongest_reasons(
    contributions: np.ndarray, values: np.ndarray, model: ChurnModel, reason_texts: pd.DataFrame
) -> list[tuple[np.ndarray, np.ndarray]]:
    """The first, second and third reason of each row: names of features and directions (None where there is none).

    contributions and values: rows × features of the model. Features of one theme tell one story, so their
    contributions are added up and make at most one reason. Its feature is the one that moves the theme most and that
    the seed allows to explain a risk of that kind (`explains`): correlated features balance each other, and "high
    spend" is no reason to leave. The direction is the customer's value against the median of the training rows:
    high, low (equal included) or unknown.
    """
    texts = {(row.feature, row.direction): row.explains for row in reason_texts.itertuples(index=False)}
    theme_by_feature = dict(zip(reason_texts["feature"], reason_texts["theme"], strict=True))
    themes = np.array([theme_by_feature.get(feature, feature) for feature in model.features])
    typical = np.array(model.typical)
    direction = np.where(np.isnan(values), 2, (values > typical).astype(int))
    is_higher = contributions.sum(axis=1) >= 0
    signed = np.where(is_higher[:, None], contributions, -contributions)
    allowed = np.where(
        is_higher[:, None],
        _allowed(model.features, texts, ("higher", "both"))[np.arange(len(model.features)), direction],
        _allowed(model.features, texts, ("lower", "both"))[np.arange(len(model.features)), direction],
    )
    leading, strength = [], []
    for theme in sorted(set(themes)):
        columns = np.flatnonzero(themes == theme)
        candidates = np.where(allowed[:, columns] & (signed[:, columns] > 0), signed[:, columns], -np.inf)
        leading.append(columns[candidates.argmax(axis=1)])
        has_one = np.isfinite(candidates.max(axis=1))
        strength.append(np.where(has_one, signed[:, columns].sum(axis=1), -np.inf))
    leading, strength = np.column_stack(leading), np.column_stack(strength)
    order, rows = np.argsort(-strength, axis=1, kind="stable"), np.arange(len(values))
    names, words = np.array(model.features, dtype=object), np.array(DIRECTIONS, dtype=object)
    reasons = []
    for place in range(min(REASONS, strength.shape[1])):
        feature = leading[rows, order[:, place]]
        counts = strength[rows, order[:, place]] >= LEAST_CONTRIBUTION
        reasons.append(
            (np.where(counts, names[feature], None), np.where(counts, words[direction[rows, feature]], None))
        )
    return reasons


def _allowed(features: list[str], texts: dict[tuple[str, str], str], kinds: tuple[str, ...]) -> np.ndarray:
    """Whether a feature (row) in a direction (column, as in `DIRECTIONS`) may explain such a risk."""
    return np.array([[texts.get((feature, way), "none") in kinds for way in DIRECTIONS] for feature in features])
