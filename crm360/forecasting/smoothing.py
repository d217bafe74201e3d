"""Exponential smoothing of many series at once: simple, with trend, with damped trend (ETS), and the Theta method.

Series are the rows of a matrix (series × periods), aligned at their last period, NaN before their first one, longest
first: so the series that have begun by a column are its first rows, and one pass over the columns runs them all, for
a whole grid of parameters side by side. State equations: Hyndman, Koehler, Ord & Snyder (2008), additive errors.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

ALPHAS = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.9, 1.0])
BETAS = np.array([0.0, 0.03, 0.1, 0.25, 0.5, 1.0])
PHIS = np.array([0.8, 0.9, 0.95, 0.98])
ZOOMS = 2
"""After the grid, this many finer grids around each series' best point."""
FIRST = 10
"""The first slope is the mean change over this many periods."""


@dataclass(frozen=True)
class Smoothing:
    """Parameters (series × candidates): alpha and beta (0…1, beta a share of alpha's correction), phi (0: no trend)."""

    alpha: np.ndarray
    beta: np.ndarray
    phi: np.ndarray

    def pick(self, best: np.ndarray) -> Smoothing:
        """One candidate for each series."""
        rows = np.arange(len(best))
        size = (len(best), self.alpha.shape[1])
        chosen = (np.broadcast_to(part, size)[rows, best][:, None] for part in (self.alpha, self.beta, self.phi))
        return Smoothing(*chosen)


def starts_of(values: np.ndarray) -> np.ndarray:
    """First column of each series; the number of columns where it has no value."""
    known = ~np.isnan(values)
    return np.where(known.any(axis=1), known.argmax(axis=1), values.shape[1])


def run(values: np.ndarray, parameters: Smoothing, keep: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Squared one-step errors summed up (series × candidates), and level and slope (series × candidates × len(keep))
    after so many columns (`keep`, ascending). The error of a series' first period is not counted.
    """
    starts = starts_of(values)
    size = (len(values), max(part.shape[1] for part in (parameters.alpha, parameters.beta, parameters.phi)))
    alpha, beta, phi = (
        np.ascontiguousarray(np.broadcast_to(part, size))
        for part in (parameters.alpha, parameters.alpha * parameters.beta, parameters.phi)
    )
    first, change = _first_state(values, starts)
    level = np.repeat(first[:, None], size[1], axis=1)
    slope = np.where(phi > 0, change[:, None], 0.0)
    errors = np.zeros(size)
    levels, slopes = np.empty((*size, len(keep))), np.empty((*size, len(keep)))
    begun = np.searchsorted(starts, np.arange(values.shape[1]), side="left")
    kept = 0
    for column in range(values.shape[1] + 1):
        while kept < len(keep) and keep[kept] == column:
            levels[:, :, kept], slopes[:, :, kept] = level, slope
            kept += 1
        if column == values.shape[1] or kept == len(keep) > 0:
            break
        rows = begun[column]
        if rows:
            trend = phi[:rows] * slope[:rows]
            expected = level[:rows] + trend
            error = values[:rows, column, None] - expected
            errors[:rows] += error * error
            level[:rows] = expected + alpha[:rows] * error
            slope[:rows] = trend + beta[:rows] * error
    return errors, levels, slopes


def fit(values: np.ndarray, alphas: np.ndarray, betas: np.ndarray, phis: np.ndarray) -> tuple[Smoothing, np.ndarray]:
    """The parameters with the least squared error of each series (series × 1), and that error (series)."""
    grid = np.meshgrid(alphas, betas, phis, indexing="ij")
    found = Smoothing(*(part.reshape(1, -1) for part in grid))
    steps = [_spacing(part) for part in (alphas, betas, phis)]
    nothing = np.array([], dtype=int)
    for _ in range(ZOOMS + 1):
        errors, _, _ = run(values, found, nothing)
        best = errors.argmin(axis=1) if len(values) else np.zeros(0, dtype=int)
        chosen, least = found.pick(best), errors.min(axis=1, initial=np.inf)
        steps = [step / 2.5 for step in steps]
        found = _around(chosen, steps)
    return chosen, least


def ets(train: np.ndarray, values: np.ndarray, origins: np.ndarray, horizon: int) -> np.ndarray:
    """Forecasts (series × origins × horizon) by the ETS form of the lowest AICc: level; level and trend; damped trend.

    train: the columns to fit to. values: the columns to run over (`train` and what came after it). origins: after how
    many columns forecasts are made, ascending.
    """
    forms = [
        (3, fit(train, ALPHAS, np.zeros(1), np.zeros(1))),
        (5, fit(train, ALPHAS, BETAS, np.ones(1))),
        (6, fit(train, ALPHAS, BETAS, PHIS)),
    ]
    count = (~np.isnan(train)).sum(axis=1) - 1
    scores = np.stack([aicc(error, count, size) for size, (_, error) in forms], axis=1)
    stacked = Smoothing(*(np.hstack([getattr(p, name) for _, (p, _) in forms]) for name in ("alpha", "beta", "phi")))
    chosen = stacked.pick(scores.argmin(axis=1))
    _, level, slope = run(values, chosen, origins)
    ahead = np.cumsum(chosen.phi[:, :, None] ** np.arange(1, horizon + 1), axis=2)
    return level[:, 0, :, None] + slope[:, 0, :, None] * ahead


def theta(train: np.ndarray, values: np.ndarray, origins: np.ndarray, horizon: int) -> np.ndarray:
    """Forecasts (series × origins × horizon) by the Theta method: simple exponential smoothing with half the slope of
    the linear trend as drift (Assimakopoulos & Nikolopoulos 2000, in the form of Hyndman & Billah 2003).
    """
    chosen, _ = fit(train, ALPHAS, np.zeros(1), np.zeros(1))
    _, level, _ = run(values, chosen, origins)
    slope, count = _slopes(values, origins)
    alpha = chosen.alpha
    past = (1 - (1 - alpha) ** count) / alpha
    steps = np.arange(horizon) + past[:, :, None]
    return level[:, 0, :, None] + slope[:, :, None] / 2 * steps


def aicc(squares: np.ndarray, count: np.ndarray, parameters: int | np.ndarray) -> np.ndarray:
    """Akaike's criterion for small samples from a sum of squared errors over `count` periods; infinite where there are
    too few of them.
    """
    spare = count - parameters - 1
    with np.errstate(divide="ignore"):
        fit_term = count * np.log(np.maximum(squares, 1e-300) / np.maximum(count, 1))
    return np.where(spare > 0, fit_term + 2.0 * parameters * count / np.maximum(spare, 1), np.inf)


def _first_state(values: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    last = values.shape[1] - 1
    if last < 0:
        return np.zeros(len(values)), np.zeros(len(values))
    rows, begin = np.arange(len(values)), np.minimum(starts, last)
    end = np.minimum(begin + FIRST, last)
    first = np.nan_to_num(values[rows, begin])
    return first, (np.nan_to_num(values[rows, end]) - first) / np.maximum(end - begin, 1)


def _slopes(values: np.ndarray, origins: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope of the regression line over all periods up to each origin, and their number (series × origins)."""
    known = ~np.isnan(values)
    time = np.arange(values.shape[1], dtype=float)
    first, _ = _first_state(values, starts_of(values))
    shifted = np.nan_to_num(values - first[:, None])
    sums = [
        np.cumsum(part, axis=1)[:, origins - 1]
        for part in (known.astype(float), known * time, known * time**2, shifted, shifted * time)
    ]
    count, t, tt, y, ty = sums
    spread = tt - t**2 / np.maximum(count, 1)
    return np.where(count > 1, (ty - t * y / np.maximum(count, 1)) / np.maximum(spread, 1e-12), 0.0), count


def _spacing(values: np.ndarray) -> float:
    return float(np.diff(values).max()) if len(values) > 1 else 0.0


def _around(centre: Smoothing, steps: list[float]) -> Smoothing:
    moves = [np.array([-1.0, 0.0, 1.0]) if step else np.zeros(1) for step in steps]
    grid = [part.reshape(1, -1) for part in np.meshgrid(*moves, indexing="ij")]
    limits = [(0.005, 1.0), (0.0, 1.0), (0.0, 1.0)]
    parts = [
        np.clip(part + move * step, *limit) if step else np.broadcast_to(part, (len(part), move.shape[1]))
        for part, move, step, limit in zip((centre.alpha, centre.beta, centre.phi), grid, steps, limits, strict=True)
    ]
    return replace(centre, alpha=parts[0], beta=parts[1], phi=parts[2])
