"""One score out of four: the mean of the ranks.

Ranks put the detectors on one scale without a label, and their plain mean leaves nothing to be tuned (Aggarwal &
Sathe 2015, "Theoretical foundations and algorithms for outlier ensembles", SIGKDD Explorations 17: averaging is the
combination that is safe when nobody knows which detector is good).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata

from crm360.anomalies.detectors import fit_detectors
from crm360.anomalies.norms import fit_norms, mad_scores
from crm360.anomalies.tails import ecod_scores, tail_surprises

DETECTORS = ("mad", "isolation", "lof", "ecod")


def rank_shares(scores: np.ndarray) -> np.ndarray:
    """Share of the rows that a row's score is at least as high as, equal scores sharing their mean rank (0 to 1)."""
    return rankdata(scores, method="average") / len(scores) if len(scores) else np.zeros(0)


def mean_rank(scores: Sequence[np.ndarray]) -> np.ndarray:
    """The mean of the rank shares of several detectors' scores, per row (0 to 1; higher = stranger)."""
    return np.mean([rank_shares(one) for one in scores], axis=0)


def score_all(keys: np.ndarray, values: np.ndarray, features: Sequence[str], sample: np.ndarray) -> dict[str, np.ndarray]:
    """Scores of every detector (`DETECTORS`) and `combined`, of rows that are their own population.

    keys: distinct, text; values: rows × features, NaN = unknown; sample: whether (bool) or which (places) rows the
    forest and LOF are fitted to.
    """
    norms = fit_norms(values, features)
    left, right = tail_surprises(values)
    isolation, lof = fit_detectors(keys[sample], values[sample], norms).scores(keys, values)
    scores = {
        "mad": mad_scores(norms.z_scores(values), norms),
        "isolation": isolation,
        "lof": lof,
        "ecod": ecod_scores(left, right, norms.skew_sign),
    }
    return scores | {"combined": mean_rank(list(scores.values()))}
