"""Maximum likelihood of positive parameters, with standard errors from the Hessian."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

BOUND = 12.0
"""Logarithms of parameters are sought between -BOUND and BOUND from their start: beyond, they are not identified."""
NEWTON_STEPS = 25
SMALL_STEP = 1e-9
DIFFERENCE = 1e-5

LikelihoodFunction = Callable[[np.ndarray], tuple[float, np.ndarray]]
"""Parameters → log-likelihood and its gradient."""


@dataclass(frozen=True)
class Maximum:
    """Parameters, their standard errors (NaN where not identified), the log-likelihood, and whether it is a maximum."""

    parameters: np.ndarray
    standard_errors: np.ndarray
    log_likelihood: float
    converged: bool


def maximise(function: LikelihoodFunction, start: np.ndarray, observations: float) -> Maximum:
    """The parameters, all above zero, that make the log-likelihood largest.

    function: see `LikelihoodFunction`. observations: sum of the weights; the search is in their mean, so that its
    tolerances hold for any number. L-BFGS on the logarithms finds the neighbourhood, Newton's method the point, on
    which neither start nor machine then depend but for the last digits. The Hessian is the central difference of the
    gradient. Standard errors: square roots of the diagonal of the inverse of the negative Hessian, in the parameters
    themselves. converged is False at the edge of the search or without a negative definite Hessian.
    """
    origin = np.log(start)

    def negative(logarithms: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = function(np.exp(logarithms))
        return -value / observations, -gradient * np.exp(logarithms) / observations

    def hessian(logarithms: np.ndarray) -> np.ndarray:
        steps = np.eye(len(logarithms)) * DIFFERENCE
        rows = [(negative(logarithms + step)[1] - negative(logarithms - step)[1]) / (2 * DIFFERENCE) for step in steps]
        return (np.array(rows) + np.array(rows).T) / 2

    limits = [(middle - BOUND, middle + BOUND) for middle in origin]
    point, converged = origin, False
    for tolerances in ({}, {"ftol": 1e-15, "gtol": 1e-10}):  # The second where the first stops on a slope.
        options = {"maxiter": 2000, "maxfun": 4000, **tolerances}
        point = minimize(negative, point, jac=True, method="L-BFGS-B", bounds=limits, options=options).x
        point, converged = _polish(negative, hessian, point)
        if converged:
            break
    converged = converged and bool(np.all(np.abs(point - origin) < BOUND - 0.01))
    errors = np.full(len(point), np.nan)
    if converged:
        errors = np.exp(point) * np.sqrt(np.diag(np.linalg.inv(hessian(point) * observations)))
    return Maximum(np.exp(point), errors, -negative(point)[0] * observations, converged)


def _polish(
    negative: LikelihoodFunction, hessian: Callable[[np.ndarray], np.ndarray], point: np.ndarray
) -> tuple[np.ndarray, bool]:
    for _ in range(NEWTON_STEPS):
        value, gradient = negative(point)
        curvature = hessian(point)
        if not np.all(np.isfinite(curvature)) or np.linalg.eigvalsh(curvature).min() <= 0:
            return point, False
        step = np.linalg.solve(curvature, gradient)
        step *= min(1.0, 1.0 / np.abs(step).max())
        while np.abs(step).max() > SMALL_STEP and negative(point - step)[0] > value + 1e-12 * abs(value):
            step /= 2
        point = point - step
        if np.abs(step).max() < SMALL_STEP:
            return point, True
    return point, False
