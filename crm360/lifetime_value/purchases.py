"""How often customers will buy: the BG/NBD model.

Fader, Hardie, Lee (2005), "Counting your customers" the easy way: an alternative to the Pareto/NBD model, Marketing
Science 24(2), 275-284. While alive a customer buys at a rate of their own; after each purchase they may leave for good.
Rates are gamma (r, alpha) and leaving probabilities beta (a, b) distributed over the customers.

A customer is x repeat purchases (days with a purchase after the first), t_x the time from the first to the last one,
T the time from the first to the end of the observation. Times are in one unit (weeks throughout crm360).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betaincinv, betaln, expit, gammaln, psi

from crm360.lifetime_value.likelihood import Maximum, maximise

NODE_STEP = 1 / 16
NODE_REACH = 3.2
"""Double exponential quadrature (Takahasi & Mori 1974) on (0, 1): weights beyond the reach are below 1e-16."""
SAME_LIKELIHOOD = 1e-6
"""Relative: BG/NBD stops somewhere on its way to the limit."""
BLOCK = 1 << 20
"""Values of the integrand that are held at a time."""


@dataclass(frozen=True)
class BgNbd:
    """The four parameters: r and alpha (unit of time) of the rates, a and b of the leaving probabilities.

    With a = 0 nobody leaves: the NBD model (Ehrenberg 1959), which BG/NBD contains as its limit.
    """

    r: float
    alpha: float
    a: float
    b: float

    def probability_alive(self, x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> np.ndarray:
        """Probability that a customer has not left at T; 1 where x is 0, as nobody leaves before a repeat purchase."""
        if self.a == 0:
            return np.ones(np.broadcast(x, t_x, T).shape)
        odds = (
            np.log(self.a)
            - np.log(self.b + np.maximum(x, 1) - 1)
            + (self.r + x) * (np.log(self.alpha + T) - np.log(self.alpha + t_x))
        )
        return np.where(x > 0, expit(-odds), 1.0)

    def expected_if_alive(self, x: np.ndarray, T: np.ndarray, t: np.ndarray) -> np.ndarray:
        """Expected purchases between T and T + t of a customer who is alive at T.

        Times the probability alive it is equation 10 of the paper. Their form, with 2F1, cancels digits near a = 1 and
        overflows for large x; ours is the same expectation before that integral is solved. Of a customer alive at T,
        the rate is gamma (r + x, alpha + T) and the leaving probability p is beta (a, b + x), so the expectation is
        that over p of (1 - (1 + p t / (alpha + T)) ** -(r + x)) / p, by quadrature over the quantiles of p.
        """
        x, T, t = np.broadcast_arrays(*(np.asarray(values, dtype=float) for values in (x, T, t)))
        levels, which = np.unique(x, return_inverse=True)
        quantiles, weights = self._quantiles(levels)
        expected, which = np.empty(x.size), which.reshape(-1)
        shape, ratio = self.r + x.reshape(-1), t.reshape(-1) / (self.alpha + T.reshape(-1))
        size = max(1, BLOCK // len(weights))
        for begin in range(0, x.size, size):
            rows = slice(begin, begin + size)
            p = quantiles[which[rows]]
            integrand = -np.expm1(-shape[rows, None] * np.log1p(p * ratio[rows, None])) / p
            # Not a product of matrices: its last digits depend on where in the table a row stands.
            expected[rows] = (integrand * weights).sum(axis=1)
        return expected.reshape(x.shape)

    def expected_purchases(self, x: np.ndarray, t_x: np.ndarray, T: np.ndarray, t: np.ndarray) -> np.ndarray:
        """Expected purchases between T and T + t of a customer of that history (equation 10)."""
        return self.probability_alive(x, t_x, T) * self.expected_if_alive(x, T, t)

    def expected_since_first(self, t: np.ndarray) -> np.ndarray:
        """Expected repeat purchases in the time t after the first purchase of any customer (equation 9)."""
        return self.expected_if_alive(np.zeros_like(np.asarray(t, dtype=float)), np.zeros(1), t)

    def _quantiles(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Leaving probabilities of customers alive with x repeat purchases (rows) at the nodes (columns), weights."""
        places = np.arange(-NODE_REACH, NODE_REACH + NODE_STEP / 2, NODE_STEP)
        nodes = expit(np.pi * np.sinh(places))
        weights = NODE_STEP * np.pi * np.cosh(places) * nodes * expit(-np.pi * np.sinh(places))
        quantiles = betaincinv(self.a, self.b + x[:, None], nodes) if self.a > 0 else np.zeros((len(x), len(nodes)))
        return np.clip(quantiles, 1e-300, 1.0), weights / weights.sum()


def fit_bg_nbd(x: np.ndarray, t_x: np.ndarray, T: np.ndarray, weights: np.ndarray) -> Maximum:
    """Parameters r, alpha, a, b of most likelihood (equation 6) over distinct histories.

    All arrays are of one length, not empty; weights count the customers of each history, T is above zero for some.
    Special functions are taken of the distinct x only, so that a step costs one exponential and two logarithms a row.

    Where the likelihood grows towards a = 0 (nobody is seen to leave: long pauses fit rates that differ), the maximum
    is that of the NBD model, with a = 0, b = 1, which then means nothing, and no standard errors of the two.
    """
    x, t_x, T, weights = (np.asarray(values, dtype=float) for values in (x, t_x, T, weights))
    levels, which = np.unique(x, return_inverse=True)
    by_level = np.bincount(which, weights)
    customers = weights.sum()
    repeat = x > 0
    before, since = np.maximum(levels, 1.0)[which], levels > 0

    def log_likelihood(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        r, alpha, a, b = parameters
        of_level = gammaln(r + levels) - gammaln(r) + betaln(a, b + levels) - betaln(a, b)
        silent = np.log(alpha + T)
        # Odds of having left to being alive; log1p keeps both terms of the sum in range.
        log_odds = np.where(
            repeat, np.log(a / (b + levels - 1 + ~since))[which] + (r + x) * (silent - np.log(alpha + t_x)), -np.inf
        )
        left = expit(log_odds)
        value = (
            by_level @ of_level
            + customers * r * np.log(alpha)
            + weights @ (np.logaddexp(0.0, log_odds) - (r + x) * silent)
        )
        weighted_left = weights * left
        gradient_r = (
            by_level @ (psi(r + levels) - psi(r))
            + customers * np.log(alpha)
            - weights @ silent
            + weighted_left @ (silent - np.log(alpha + t_x))
        )
        gradient_alpha = (
            customers * r / alpha
            - weights @ ((r + x) / (alpha + T))
            + weighted_left @ ((r + x) * (1 / (alpha + T) - 1 / (alpha + t_x)))
        )
        total = psi(a + b + levels) - psi(a + b)
        gradient_a = by_level @ (psi(a) - psi(a) - total) + weighted_left.sum() / a
        gradient_b = by_level @ (psi(b + levels) - psi(b) - total) - weighted_left @ (1 / (b + before - 1))
        return float(value), np.array([gradient_r, gradient_alpha, gradient_a, gradient_b])

    typical = float(weights @ T / customers)
    found = maximise(log_likelihood, np.array([0.5, 0.5 * max(typical, 1e-6), 1.0, 2.0]), float(customers))
    if found.converged:
        return found
    limit = _fit_nbd(x, T, weights)
    is_as_good = limit.log_likelihood >= found.log_likelihood - SAME_LIKELIHOOD * abs(found.log_likelihood)
    return limit if limit.converged and is_as_good else found


def _fit_nbd(x: np.ndarray, T: np.ndarray, weights: np.ndarray) -> Maximum:
    """The likelihood of BG/NBD at a = 0."""
    levels, which = np.unique(x, return_inverse=True)
    by_level, customers = np.bincount(which, weights), weights.sum()

    def log_likelihood(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        r, alpha = parameters
        silent = np.log(alpha + T)
        value = by_level @ (gammaln(r + levels) - gammaln(r)) + customers * r * np.log(alpha)
        gradient_r = by_level @ (psi(r + levels) - psi(r)) + customers * np.log(alpha) - weights @ silent
        gradient_alpha = customers * r / alpha - weights @ ((r + x) / (alpha + T))
        return float(value - weights @ ((r + x) * silent)), np.array([gradient_r, gradient_alpha])

    typical = float(weights @ T / customers)
    found = maximise(log_likelihood, np.array([0.5, 0.5 * max(typical, 1e-6)]), float(customers))
    parameters = np.append(found.parameters, [0.0, 1.0])
    return replace(found, parameters=parameters, standard_errors=np.append(found.standard_errors, [np.nan, np.nan]))
