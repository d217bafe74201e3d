"""What a purchase is worth: the Gamma-Gamma model.

Fader, Hardie (2013), The Gamma-Gamma model of monetary value (note 025, brucehardie.com); Fader, Hardie, Lee (2005),
RFM and CLV, Journal of Marketing Research 42, 415-430. The money of a customer's purchases varies (gamma, shape p)
about a mean of their own; the means vary over customers (inverse gamma, q and gamma). It supposes that what customers
spend at a time says nothing of how often they buy; the correlation of the two is to be looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, psi

from crm360.lifetime_value.likelihood import Maximum, maximise


@dataclass(frozen=True)
class GammaGamma:
    """The three parameters: p within customers, q and gamma (unit of money) between them."""

    p: float
    q: float
    gamma: float

    @property
    def mean(self) -> float:
        """Mean spend of a purchase over all customers; infinite where q is at most 1."""
        return self.p * self.gamma / (self.q - 1) if self.q > 1 else float("inf")

    def expected_spend(self, x: np.ndarray, mean_spend: np.ndarray) -> np.ndarray:
        """Expected mean spend of a customer of x purchases of that mean: a weighted mean of theirs and everybody's."""
        x = np.asarray(x, dtype=float)
        return self.p * (self.gamma + np.where(x > 0, x * mean_spend, 0.0)) / (self.p * x + self.q - 1)


def fit_gamma_gamma(x: np.ndarray, mean_spend: np.ndarray, weights: np.ndarray) -> Maximum:
    """Parameters p, q, gamma of most likelihood (equation 1a of the note).

    x: repeat purchases, at least 1. mean_spend: their mean, above zero. weights: customers of each pair. Not empty.
    """
    x, spend, weights = (np.asarray(values, dtype=float) for values in (x, mean_spend, weights))
    levels, which = np.unique(x, return_inverse=True)
    by_level = np.bincount(which, weights)
    customers = weights.sum()
    total, log_total = x * spend, np.log(x * spend)
    fixed = float(weights @ np.log(spend))
    weighted_x = weights * x

    def log_likelihood(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        p, q, gamma = parameters
        log_sum = np.log(gamma + total)
        share = log_total - log_sum
        value = (
            by_level @ (gammaln(p * levels + q) - gammaln(p * levels))
            - customers * gammaln(q)
            + q * (customers * np.log(gamma) - weights @ log_sum)
            + p * (weighted_x @ share)
            - fixed
        )
        gradient_p = by_level @ (levels * (psi(p * levels + q) - psi(p * levels))) + weighted_x @ share
        gradient_q = by_level @ psi(p * levels + q) - customers * (psi(q) - np.log(gamma)) - weights @ log_sum
        gradient_gamma = customers * q / gamma - weights @ ((p * x + q) / (gamma + total))
        return float(value), np.array([gradient_p, gradient_q, gradient_gamma])

    typical = float(weights @ spend / customers)
    return maximise(log_likelihood, np.array([2.0, 3.0, typical]), float(customers))
