"""Parameters of BG/NBD, Gamma-Gamma and the naive baseline as one table, for each observation of the customers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crm360.lifetime_value.likelihood import Maximum
from crm360.lifetime_value.purchases import BgNbd, fit_bg_nbd
from crm360.lifetime_value.spend import GammaGamma, fit_gamma_gamma

DAYS_PER_WEEK = 7
MIN_CUSTOMERS, MIN_REPEATERS = 200, 50
"""Fewer customers, or fewer of them with a repeat purchase, than this: no model is fitted."""
FEW_PURCHASES = 1.05
"""Repeat purchases of a repeater, on average, from which spread within and between customers can be told apart."""
TABLE = {
    "observation": "string",
    "model": "string",
    "parameter": "string",
    "value": "float64",
    "standard_error": "float64",
    "customers": "Int64",
    "status": "string",
    "note": "string",
}
PURCHASE_PARAMETERS = ("r", "alpha", "a", "b")
SPEND_PARAMETERS = ("p", "q", "gamma")


def estimate(histories: pd.DataFrame, spends: pd.DataFrame) -> pd.DataFrame:
    """The parameters of every observation (columns `TABLE`), in the order observation, model, as the models list them.

    histories: distinct purchase histories: observation (name of a set of customers observed up to a day, such as
    today or holdout), purchases (repeat purchase days), last_purchase_days (first to last purchase), age_days (first
    purchase to the end), customers (how many have that history). spends: observation, purchases (at least 1),
    mean_spend (money a repeat purchase day), customers.

    Models and their rows: bg_nbd (r, alpha in weeks, a, b, log_likelihood), gamma_gamma (p, q, gamma in money,
    log_likelihood, mean, correlation of mean spend and purchases), baseline (weekly_rate: repeat purchases per
    customer and week; mean_spend). status: fitted; thin (not enough customers to fit); not_converged (no maximum, as
    where all are alike); without a value where not fitted. note: why.
    """
    rows: list[dict] = []
    spends = spends[spends["mean_spend"] > 0]
    for observation in sorted(set(histories["observation"]) | set(spends["observation"])):
        history = _of(histories, observation, ["purchases", "last_purchase_days", "age_days"])
        spend = _of(spends, observation, ["purchases", "mean_spend"])
        for model, values in (
            ("bg_nbd", _purchases(history)),
            ("gamma_gamma", _spend(spend)),
            ("baseline", _baseline(history, spend)),
        ):
            rows += [{"observation": observation, "model": model, **row} for row in values]
    return pd.DataFrame(rows, columns=list(TABLE)).astype(TABLE)


def bg_nbd_of(table: pd.DataFrame, observation: str) -> BgNbd | None:
    """The fitted purchase model of an observation; None where there is none."""
    values = _values_of(table, observation, "bg_nbd")
    return BgNbd(*(values[name] for name in PURCHASE_PARAMETERS)) if values else None


def gamma_gamma_of(table: pd.DataFrame, observation: str) -> GammaGamma | None:
    """The fitted spend model of an observation; None where there is none."""
    values = _values_of(table, observation, "gamma_gamma")
    return GammaGamma(*(values[name] for name in SPEND_PARAMETERS)) if values else None


def _purchases(history: pd.DataFrame) -> list[dict]:
    x, t_x, age, weights = _weeks(history)
    customers, repeaters = int(weights.sum()), int(weights[x > 0].sum())
    if customers < MIN_CUSTOMERS or repeaters < MIN_REPEATERS:
        note = (
            f"{customers} customers, {repeaters} with a repeat purchase; at least {MIN_CUSTOMERS} and {MIN_REPEATERS}"
        )
        return _rows(PURCHASE_PARAMETERS, None, customers, "thin", note)
    found = fit_bg_nbd(x, t_x, age, weights)
    status, note = _judged(found)
    if status == "fitted" and found.parameters[2] == 0:
        note = "nobody is seen to leave: the likelihood is highest at a = 0, where BG/NBD is NBD"
    return _rows(PURCHASE_PARAMETERS, found, customers, status, note)


def _spend(spend: pd.DataFrame) -> list[dict]:
    x, mean_spend, weights = (spend[name].to_numpy(dtype=float) for name in ("purchases", "mean_spend", "customers"))
    customers = int(weights.sum())
    if customers < MIN_REPEATERS or weights @ x < FEW_PURCHASES * customers:
        note = (
            f"{customers} customers with a repeat purchase of known spend; at least {MIN_REPEATERS}, some with several"
        )
        return _rows(SPEND_PARAMETERS, None, customers, "thin", note)
    found = fit_gamma_gamma(x, mean_spend, weights)
    status, note = _judged(found)
    if status == "fitted" and found.parameters[1] <= 1:
        status, note = "not_converged", "the mean spend is infinite (q at most 1): a few customers spend too much more"
    rows = _rows(SPEND_PARAMETERS, found, customers, status, note)
    facts = {"customers": customers, "status": status, "note": note}
    mean = GammaGamma(*found.parameters).mean if status == "fitted" else np.nan
    return [
        *rows,
        {"parameter": "mean", "value": mean, **facts},
        {"parameter": "correlation", "value": _correlation(x, mean_spend, weights), **facts},
    ]


def _baseline(history: pd.DataFrame, spend: pd.DataFrame) -> list[dict]:
    x, _, age, weights = _weeks(history)
    weeks, spenders = float(weights @ age), spend["customers"].to_numpy(dtype=float)
    rate = float(weights @ x) / weeks if weeks > 0 else np.nan
    total = float(spenders @ spend["mean_spend"].to_numpy(dtype=float))
    mean = total / spenders.sum() if spenders.sum() > 0 else np.nan
    return [
        {"parameter": name, "value": value, "customers": int(count), "status": "fitted" if value == value else "thin"}
        for name, value, count in (("weekly_rate", rate, weights.sum()), ("mean_spend", mean, spenders.sum()))
    ]


def _rows(names: tuple[str, ...], found: Maximum | None, customers: int, status: str, note: str | None) -> list[dict]:
    fitted = found is not None and status == "fitted"
    values = [*found.parameters, found.log_likelihood] if fitted else [np.nan] * (len(names) + 1)
    errors = [*found.standard_errors, np.nan] if fitted else [np.nan] * (len(names) + 1)
    return [
        {
            "parameter": name,
            "value": float(value),
            "standard_error": float(error),
            "customers": customers,
            "status": status,
            "note": note,
        }
        for name, value, error in zip((*names, "log_likelihood"), values, errors, strict=True)
    ]


def _judged(found: Maximum) -> tuple[str, str | None]:
    if found.converged:
        return "fitted", None
    return "not_converged", "the likelihood has no maximum: the customers differ too little"


def _of(frame: pd.DataFrame, observation: str, key: list[str]) -> pd.DataFrame:
    rows = frame[frame["observation"] == observation]
    return rows.groupby(key, as_index=False, sort=True)["customers"].sum()


def _weeks(history: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    x, t_x, age, weights = (
        history[name].to_numpy(dtype=float) for name in ("purchases", "last_purchase_days", "age_days", "customers")
    )
    return x, t_x / DAYS_PER_WEEK, age / DAYS_PER_WEEK, weights


def _correlation(x: np.ndarray, spend: np.ndarray, weights: np.ndarray) -> float:
    x, spend = x - np.average(x, weights=weights), spend - np.average(spend, weights=weights)
    spread = np.sqrt((weights @ x**2) * (weights @ spend**2))
    return float(weights @ (x * spend) / spread) if spread > 0 else np.nan


def _values_of(table: pd.DataFrame, observation: str, model: str) -> dict[str, float] | None:
    rows = table[(table["observation"] == observation) & (table["model"] == model) & (table["status"] == "fitted")]
    return dict(zip(rows["parameter"], rows["value"], strict=True)) or None
