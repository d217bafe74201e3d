"""What the dbt models call: a scorer for rows that come in pieces, and the evaluation on planted rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.metrics import roc_auc_score

from crm360.anomalies.combining import DETECTORS, score_all
from crm360.anomalies.detectors import LEAST_ROWS, fit_detectors
from crm360.anomalies.norms import read_norms
from crm360.anomalies.planted import KINDS, found_in_top, plant
from crm360.scaling import as_numbers

SCHEMA = pa.schema({"entity_key": pa.string(), "isolation_score": pa.float64(), "lof_score": pa.float64()})
DIGITS = 12
TOP_SHARE = 0.02
EVALUATION_ROWS = 2000
REPEATS = 2
"""Times that rows are planted; the mean counts."""
NAIVE = {"customer": "largest_order_value", "order": "order_value"}
"""The baseline: whoever has the largest order."""
EVALUATION = {
    "entity": "string",
    "kind": "string",
    "method": "string",
    "metric": "string",
    "value": "float64",
    "baseline_value": "float64",
    "row_count": "Int64",
    "planted_count": "Int64",
    "status": "string",
}
"""Columns of the result of `evaluate`."""


def scorer(sample: pd.DataFrame, norms: pd.DataFrame, entity: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Fit Isolation Forest and LOF, and return the function that scores rows (columns of `SCHEMA`).

    sample, and what the function takes: entity_key (distinct) and the features. norms: rows of `int_anomaly_norms`, of
    which those of the entity count.
    """
    own = read_norms(norms[norms["entity"] == entity])
    detectors = fit_detectors(_keys(sample), as_numbers(sample, own.features), own)

    def score(rows: pd.DataFrame) -> pd.DataFrame:
        keys = _keys(rows)
        isolation, lof = detectors.scores(keys, as_numbers(rows, detectors.norms.features))
        return pd.DataFrame(
            {"entity_key": keys, "isolation_score": isolation.round(DIGITS), "lof_score": lof.round(DIGITS)}
        )

    return score


def evaluate(customers: pd.DataFrame, orders: pd.DataFrame) -> pd.DataFrame:
    """How well each detector finds planted rows (`crm360.anomalies.planted`): columns `EVALUATION`.

    customers, orders: samples with entity_key and features, of which at most `EVALUATION_ROWS` count. metric: auc, or
    found (share of the planted rows among the top 2 %); the baseline ranks by the largest order value. An entity with
    too few rows has one row, status too_few.
    """
    rows = [row for entity, frame in (("customer", customers), ("order", orders)) for row in _judge(entity, frame)]
    return pd.DataFrame(rows, columns=list(EVALUATION)).astype(EVALUATION)


def _judge(entity: str, frame: pd.DataFrame) -> list[dict]:
    frame = frame.sort_values("entity_key", kind="stable")
    if len(frame) > EVALUATION_ROWS:
        frame = frame.sample(EVALUATION_ROWS, random_state=0).sort_values("entity_key", kind="stable")
    features = [name for name in sorted(frame.columns) if name != "entity_key"]
    facts = {"entity": entity, "row_count": len(frame)}
    if len(frame) < LEAST_ROWS:
        return [{**facts, "kind": "none", "method": "none", "metric": "none", "status": "too_few"}]
    values = as_numbers(frame, features)
    known = [number for number in range(len(features)) if not np.isnan(values[:, number]).all()]
    values, features = values[:, known], [features[number] for number in known]
    rows = []
    for kind in KINDS:
        found: dict[str, list[tuple[float, float]]] = {}
        planted_count = 0
        for seed in range(REPEATS):
            mixed, planted = plant(values, kind, seed)
            keys = np.array([f"{number:09d}" for number in range(len(mixed))])
            naive = np.nan_to_num(mixed[:, features.index(NAIVE[entity])], nan=-np.inf)
            scores = score_all(keys, mixed, features, np.arange(len(mixed))) | {"naive": naive}
            for method, score in scores.items():
                pair = (float(roc_auc_score(planted, score)), found_in_top(score, planted, TOP_SHARE))
                found.setdefault(method, []).append(pair)
            planted_count = int(planted.sum())
        means = {method: np.mean(pairs, axis=0).round(DIGITS) for method, pairs in found.items()}
        rows += [
            {
                **facts,
                "kind": kind,
                "method": method,
                "metric": metric,
                "value": means[method][place],
                "baseline_value": means["naive"][place],
                "planted_count": planted_count,
                "status": "measured",
            }
            for method in (*DETECTORS, "combined")
            for place, metric in enumerate(("auc", "found"))
        ]
    return rows


def _keys(frame: pd.DataFrame) -> np.ndarray:
    return frame["entity_key"].to_numpy(dtype=object).astype(str)
