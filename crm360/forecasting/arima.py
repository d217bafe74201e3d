"""ARIMA of many series at once: order by AICc or BIC, estimated by conditional least squares.

Differences by repeated KPSS tests (Kwiatkowski et al. 1992; Hyndman & Khandakar 2008), then every ARMA(p, q) up to
(2, 2), with and without a constant, is started by Hannan & Rissanen's two regressions (1982) and improved by
Gauss–Newton steps. All series and all orders run through the recursion side by side. Matrices as in `smoothing`:
series × periods, aligned at the last one, NaN before the first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm360.forecasting.smoothing import aicc, starts_of

AR, MA = 2, 2
ORDERS = [(p, q, c) for p in range(AR + 1) for q in range(MA + 1) for c in (0, 1)]
RECENT = 400
"""Periods that orders and parameters are estimated from: business series change, and older ones cost time."""
KPSS_LIMIT = 0.463
"""5 % point of the KPSS statistic around a level."""
STEPS = (1.0, 0.4, 0.1)
ROUNDS = 3
RIDGE = 1e-8
EDGE = 0.98
"""Largest modulus of an inverse root, of the AR and of the MA part."""


@dataclass(frozen=True)
class Arima:
    """Chosen models: differences (series), coefficients (series × [constant, AR…, MA…]), index into `ORDERS`."""

    differences: np.ndarray
    coefficients: np.ndarray
    order: np.ndarray


def arima(
    train: np.ndarray, values: np.ndarray, origins: np.ndarray, horizon: int, criterion: str = "aicc"
) -> np.ndarray:
    """Forecasts (series × origins × horizon); arguments as `smoothing.ets`. criterion: "aicc" or "bic"."""
    if not len(values):
        return np.empty((0, len(origins), horizon))
    model = fit(train[:, -RECENT:], criterion)
    window = min(values.shape[1], max(values.shape[1] - int(origins.min()), 0) + RECENT)
    offset = values.shape[1] - window
    recent = values[:, offset:]
    changes = difference(recent, model.differences)
    residuals = _residuals(changes, model.coefficients[:, None, :])[:, 0]
    made = [
        _forecast(recent[:, : origin - offset], changes[:, : origin - offset], residuals, model, horizon)
        for origin in origins
    ]
    return np.stack(made, axis=1)


def fit(train: np.ndarray, criterion: str = "aicc") -> Arima:
    """Differences, order and coefficients of each series."""
    differences = differences_needed(train)
    changes = difference(train, differences)
    count = (~np.isnan(changes)).sum(axis=1)
    masks = np.array([[c, *(i < p for i in range(AR)), *(j < q for j in range(MA))] for p, q, c in ORDERS], dtype=float)
    coefficients = _start(changes, masks)
    allowed = np.ones((len(train), len(ORDERS)), dtype=bool)
    allowed &= ~((differences[:, None] == 0) & (masks[:, 0] == 0))
    allowed &= ~((differences[:, None] == 2) & (masks[:, 0] == 1))
    squares, gram, gradient = _derivatives(changes, coefficients)
    for _ in range(ROUNDS):
        step = _solve(gram, gradient, masks)
        tried = np.stack([_inside(coefficients - share * step) for share in STEPS], axis=2)
        flat = tried.reshape(len(train), -1, tried.shape[-1])
        errors = _sum_of_squares(changes, flat).reshape(tried.shape[:3])
        best = errors.argmin(axis=2)
        better = np.take_along_axis(errors, best[..., None], axis=2)[..., 0] < squares
        moved = np.take_along_axis(tried, best[..., None, None], axis=2)[:, :, 0]
        coefficients = np.where(better[..., None], moved, coefficients)
        squares, gram, gradient = _derivatives(changes, coefficients)
    size = masks.sum(axis=1) + 1
    spread = np.maximum(count, 1)[:, None]
    if criterion == "bic":
        scores = spread * np.log(np.maximum(squares, 1e-300) / spread) + size * np.log(spread)
    else:
        scores = aicc(squares, count[:, None], size)
    order = np.where(allowed, scores, np.inf).argmin(axis=1)
    return Arima(differences, coefficients[np.arange(len(train)), order], order)


def differences_needed(values: np.ndarray) -> np.ndarray:
    """How often each series is differenced (0, 1 or 2) until the KPSS test no longer finds a trend in its level."""
    needed = np.zeros(len(values), dtype=int)
    for times in (1, 2):
        rejected = kpss(difference(values, needed)) > KPSS_LIMIT
        needed = np.where(rejected & (needed == times - 1), times, needed)
    return needed


def kpss(values: np.ndarray) -> np.ndarray:
    """KPSS statistic around a level (series), Bartlett weights up to lag 3 √n / 13; 0 for constants and short ones."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    mean = np.where(known, values, 0).sum(axis=1) / np.maximum(count, 1)
    centred = np.where(known, values - mean[:, None], 0.0)
    sums = (np.cumsum(centred, axis=1) ** 2 * known).sum(axis=1)
    lags = np.trunc(3 * np.sqrt(count) / 13)
    variance = (centred**2).sum(axis=1)
    for lag in range(1, int(lags.max(initial=0)) + 1):
        weight = np.maximum(1 - lag / (lags + 1), 0)
        variance += 2 * weight * (centred[:, lag:] * centred[:, :-lag]).sum(axis=1)
    usable = (count >= 8) & (variance > 1e-12 * np.maximum(mean**2, 1e-300) * count)
    return np.where(usable, sums / np.maximum(variance, 1e-300) / np.maximum(count, 1), 0.0)


def difference(values: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Each series differenced so many times; the matrix keeps its columns."""
    once, twice = (np.full(values.shape, np.nan) for _ in range(2))
    once[:, 1:] = np.diff(values, axis=1)
    twice[:, 1:] = np.diff(once, axis=1)
    return np.select([times[:, None] == 0, times[:, None] == 1], [values, once], twice)


def _start(changes: np.ndarray, masks: np.ndarray) -> np.ndarray:
    """Hannan and Rissanen: a long autoregression gives residuals, a regression on lags of both the coefficients."""
    long = min(8, max(1, changes.shape[1] // 6))
    lags = _lagged(changes, long)
    whole = _regress(np.concatenate([np.ones_like(changes)[None], lags]), changes)
    fitted = whole[:, :1] + np.einsum("sk,kst->st", whole[:, 1:], lags)
    known = np.where(np.isnan(fitted), np.nan, changes - fitted)
    regressors = np.concatenate([np.ones_like(changes)[None], _lagged(changes, AR), _lagged(known, MA)])
    found = []
    for mask in masks:
        used = np.flatnonzero(mask)
        full = np.zeros((len(changes), len(mask)))
        if len(used):
            full[:, used] = _regress(regressors[used], changes)
        found.append(full)
    return _inside(np.stack(found, axis=1))


def _lagged(values: np.ndarray, most: int) -> np.ndarray:
    lagged = np.full((most, *values.shape), np.nan)
    for lag in range(1, most + 1):
        lagged[lag - 1, :, lag:] = values[:, :-lag]
    return lagged


def _regress(regressors: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Least squares of each series (series × regressors) over the columns where everything is known."""
    known = ~(np.isnan(regressors).any(axis=0) | np.isnan(target))
    x, y = np.where(known, regressors, 0.0), np.where(known, target, 0.0)
    gram = np.einsum("ist,jst->sij", x, x)
    ridge = RIDGE * np.maximum(np.einsum("sii->si", gram), 1e-9)
    return np.linalg.solve(gram + np.eye(gram.shape[1]) * ridge[:, None, :], np.einsum("ist,st->si", x, y)[..., None])[
        ..., 0
    ]


def _inside(coefficients: np.ndarray) -> np.ndarray:
    """Coefficients with both parts drawn inside the unit circle; the constant keeps the mean of the process."""
    parts = coefficients.copy()
    mean = parts[..., 0] / np.maximum(1 - parts[..., 1 : AR + 1].sum(axis=-1), 0.05)
    for begin in (1, AR + 1):
        first, second = parts[..., begin], parts[..., begin + 1]
        sign = 1.0 if begin == 1 else -1.0
        root = np.sqrt((first**2 + sign * 4 * second).astype(complex))
        modulus = np.maximum(np.abs(sign * first + root), np.abs(sign * first - root)) / 2
        shrink = np.where(modulus > EDGE, EDGE / np.maximum(modulus, 1e-9), 1.0)
        parts[..., begin] = first * shrink
        parts[..., begin + 1] = second * shrink**2
        if begin == 1:
            moved = shrink < 1
            parts[..., 0] = np.where(moved, mean * (1 - parts[..., 1 : AR + 1].sum(axis=-1)), parts[..., 0])
    return parts


def _residuals(changes: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """One-step errors (series × candidates × columns); zero before the first column whose lags are all known."""
    begin = np.minimum(starts_of(changes) + AR, changes.shape[1])
    known = np.arange(changes.shape[1]) >= begin[:, None]
    lags = np.where(known, _lagged(changes, AR), 0.0)
    errors = np.zeros((*coefficients.shape[:2], changes.shape[1]))
    y = np.where(known, changes, 0.0)[:, None]
    for column in range(changes.shape[1]):
        rows = known[:, column, None]
        error = y[:, :, column] - coefficients[..., 0] * rows
        for lag in range(AR):
            error = error - coefficients[..., 1 + lag] * lags[lag, :, None, column]
        for lag in range(MA):
            if column > lag:
                error = error - coefficients[..., 1 + AR + lag] * errors[..., column - lag - 1]
        errors[..., column] = error * rows
    return errors


def _sum_of_squares(changes: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    return (_residuals(changes, coefficients) ** 2).sum(axis=2)


def _derivatives(changes: np.ndarray, coefficients: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sum of squares, Gram matrix of the residuals' derivatives, and half the gradient (series × candidates × …)."""
    errors = _residuals(changes, coefficients)
    scale = np.sqrt(np.maximum((errors**2).mean(axis=2), 1e-300))
    size = coefficients.shape[-1]
    derivatives = np.empty((size, *errors.shape))
    for part in range(size):
        # A small change of one coefficient: the recursion is linear in constant and AR, nearly so in MA.
        moved = coefficients.copy()
        width = 1e-4 * scale if part == 0 else np.full(scale.shape, 1e-4)
        moved[..., part] += width
        derivatives[part] = (_residuals(changes, moved) - errors) / width[..., None]
    gram = np.einsum("isgt,jsgt->sgij", derivatives, derivatives, optimize=True)
    gradient = np.einsum("isgt,sgt->sgi", derivatives, errors, optimize=True)
    return (errors**2).sum(axis=2), gram, gradient


def _solve(gram: np.ndarray, gradient: np.ndarray, masks: np.ndarray) -> np.ndarray:
    used = masks[:, :, None] * masks[:, None, :]
    size = gram.shape[-1]
    ridge = 1e-6 * np.maximum(np.einsum("sgii->sgi", gram), 1e-9)
    system = gram * used + np.eye(size) * np.where(masks > 0, ridge, 1.0)[:, :, None, :]
    return np.linalg.solve(system, (gradient * masks)[..., None])[..., 0]


def _forecast(values: np.ndarray, changes: np.ndarray, residuals: np.ndarray, model: Arima, horizon: int) -> np.ndarray:
    end = changes.shape[1]
    mean = model.coefficients[:, 0]
    past = [np.nan_to_num(changes[:, end - lag - 1]) for lag in range(AR)]
    errors = [residuals[:, end - lag - 1] for lag in range(MA)]
    ahead = []
    for _ in range(horizon):
        value = mean + sum(model.coefficients[:, 1 + lag] * past[lag] for lag in range(AR))
        value = value + sum(model.coefficients[:, 1 + AR + lag] * errors[lag] for lag in range(MA))
        past, errors = [value, *past[:-1]], [np.zeros_like(value), *errors[:-1]]
        ahead.append(value)
    made = np.stack(ahead, axis=1)
    level, slope = values[:, -1:], np.nan_to_num(values[:, -1:] - values[:, -2:-1])
    once = level + np.cumsum(made, axis=1)
    twice = level + np.cumsum(slope + np.cumsum(made, axis=1), axis=1)
    return np.select([model.differences[:, None] == 0, model.differences[:, None] == 1], [made, once], twice)
