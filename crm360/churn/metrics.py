"""How good a churn score is on a later period, next to the naive one. 1 = churned is the positive class throughout."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

METRICS = ("auc", "average_precision", "brier", "lift_at_10")
COMPARED = ("accuracy", "precision", "recall", "f1", "auc", "average_precision", "brier", "calibration_error")
LIFT_SHARE = 0.10
CUT_OFF = 0.5
BINS = 10


def metrics_of(labels: np.ndarray, ranking: np.ndarray, probability: np.ndarray) -> dict[str, float]:
    """The metrics of a score, `METRICS` and `COMPARED`.

    labels 0/1, ranking any score that orders customers by risk, probability 0…1; all of one length with both classes
    present. accuracy, precision, recall and f1 count who is above `CUT_OFF` as a churner; without any such, precision
    and f1 are 0. auc: chance that a churner ranks above a stayer. average_precision: area under precision and recall.
    brier: mean squared error of the probability (lower is better). lift_at_10: churn rate among the riskiest 10 % over
    the rate among all. calibration_error: see `calibration_error`.
    """
    named, churned = probability >= CUT_OFF, labels == 1
    hits = float((named & churned).sum())
    precision, recall = hits / max(named.sum(), 1), hits / churned.sum()
    return {
        "accuracy": float((named == churned).mean()),
        "precision": float(precision),
        "recall": float(recall),
        "f1": float(2 * hits / (named.sum() + churned.sum())),
        "auc": float(roc_auc_score(labels, ranking)),
        "average_precision": float(average_precision_score(labels, ranking)),
        "brier": float(brier_score_loss(labels, probability)),
        "calibration_error": calibration_error(labels, probability),
        "lift_at_10": lift(labels, ranking, LIFT_SHARE),
    }


def calibration_error(labels: np.ndarray, probability: np.ndarray) -> float:
    """Expected calibration error: rows in ten groups of equal size by probability; mean distance of a group's churn
    rate from its mean probability (Naeini et al. 2015, here with groups of equal size).
    """
    groups = np.array_split(np.argsort(probability, kind="stable"), BINS)
    gaps = [len(rows) * abs(labels[rows].mean() - probability[rows].mean()) for rows in groups if len(rows)]
    return float(sum(gaps) / len(labels))


def lift(labels: np.ndarray, ranking: np.ndarray, share: float) -> float:
    """Positive rate among the `share` of rows with the highest ranking, over the rate among all; rows tied at the
    limit count in part.
    """
    wanted = share * len(labels)
    limit = np.sort(ranking)[::-1][max(int(np.ceil(wanted)) - 1, 0)]
    above, tied = ranking > limit, ranking == limit
    hits = labels[above].sum() + labels[tied].mean() * (wanted - above.sum())
    return float(hits / wanted / labels.mean())
