"""From a model's score to a probability that can be believed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

ISOTONIC_ROWS, ISOTONIC_CLASS = 10_000, 2_000
"""Isotonic calibration overfits small samples (Niculescu-Mizil & Caruana 2005); below this a sigmoid (Platt 1999)."""
LEAST, MOST = 0.001, 0.999
"""Probabilities are kept off 0 and 1, since no customer is certain."""


@dataclass(frozen=True)
class Calibration:
    """Log-odds s → probability.

    sigmoid: 1 / (1 + exp(-(x[0] · s + y[0]))); isotonic: the line through the points (x, y); constant: y[0], or NaN.
    """

    kind: str
    x: list[float]
    y: list[float]

    def apply(self, log_odds: np.ndarray) -> np.ndarray:
        """Probabilities from `LEAST` to `MOST`."""
        if self.kind == "sigmoid":
            probability = 1 / (1 + np.exp(-np.clip(self.x[0] * log_odds + self.y[0], -500, 500)))
        elif self.kind == "isotonic":
            probability = np.interp(log_odds, self.x, self.y)
        else:
            probability = np.full(len(log_odds), self.y[0] if self.y else np.nan)
        return np.clip(probability, LEAST, MOST)


UNCALIBRATED = Calibration("sigmoid", [1.0], [0.0])


def calibrate(log_odds: np.ndarray, labels: np.ndarray) -> Calibration:
    """The calibration that rows not used for fitting ask for: isotonic where there are very many, else a sigmoid."""
    smaller = min(labels.sum(), len(labels) - labels.sum())
    if len(labels) >= ISOTONIC_ROWS and smaller >= ISOTONIC_CLASS:
        return isotonic(log_odds, labels)
    sigmoid = LogisticRegression(C=1e3).fit(log_odds[:, None], labels)
    return Calibration("sigmoid", [float(sigmoid.coef_[0, 0])], [float(sigmoid.intercept_[0])])


def isotonic(scores: np.ndarray, labels: np.ndarray) -> Calibration:
    """The rate by score, never falling."""
    curve = IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
    return Calibration("isotonic", curve.X_thresholds_.tolist(), curve.y_thresholds_.tolist())
