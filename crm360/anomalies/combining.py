"""One score out of four: Fisher's combination of their ranks.

    rank share r = (mean rank of the row's score) / n,  combined = mean over detectors of -ln(1 - r + 1 / (2 n))

1 - r is the share of rows that are stranger still, a p-value without a label, and the sum of -ln p is Fisher's (1932,
"Statistical Methods for Research Workers", 4th edition, section 21.1) test of several p-values. All four count, and a
row that one of them finds very strange stands out, which a plain mean of ranks levels. That was measured without a
label, on rows planted in the demo and in ADBench's features (docs/anomalies.md), and no weight is tuned.
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


def combined_ranks(scores: Sequence[np.ndarray]) -> np.ndarray:
    """Fisher's combination of several detectors' scores, per row; 0 and more, higher = stranger."""
    return np.mean([-np.log(1.0 - rank_shares(one) + 0.5 / max(len(one), 1)) for one in scores], axis=0)


def score_all(
    keys: np.ndarray, values: np.ndarray, features: Sequence[str], sample: np.ndarray
) -> dict[str, np.ndarray]:
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
    return scores | {"combined": combined_ranks(list(scores.values()))}
