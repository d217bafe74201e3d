"""How good a churn score is on a later period, next to the naive one. 1 = churned is the positive class throughout."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

METRICS = ("auc", "average_precision", "brier", "lift_at_10")
LIFT_SHARE = 0.10


def metrics_of(labels: np.ndarray, ranking: np.ndarray, probability: np.ndarray) -> dict[str, float]:
    """The four metrics of a score.

    labels 0/1, ranking any score that orders customers by risk, probability 0…1; all of one length with both classes
    present. auc: chance that a churner ranks above a stayer. average_precision: area under precision and recall.
    brier: mean squared error of the probability (lower is better). lift_at_10: churn rate among the riskiest 10 %
    over the rate among all.
    """
    return {
        "auc": float(roc_auc_score(labels, ranking)),
        "average_precision": float(average_precision_score(labels, ranking)),
        "brier": float(brier_score_loss(labels, probability)),
        "lift_at_10": lift(labels, ranking, LIFT_SHARE),
    }


def lift(labels: np.ndarray, ranking: np.ndarray, share: float) -> float:
    """Positive rate among the `share` of rows with the highest ranking, over the rate among all; rows tied at the
    limit count in part.
    """
    wanted = share * len(labels)
    limit = np.sort(ranking)[::-1][max(int(np.ceil(wanted)) - 1, 0)]
    above, tied = ranking > limit, ranking == limit
    hits = labels[above].sum() + labels[tied].mean() * (wanted - above.sum())
    return float(hits / wanted / labels.mean())
