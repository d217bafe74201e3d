"""Which way of telling whom a campaign moves is best, and whether it is better than chance: judged on other customers.

Per campaign, and per campaign type over its campaigns: three methods (`METHODS`) and two baselines (a random score; the
probability to buy without the campaign, which many mailing lists are made by) score customers by models that have not
seen them (`crm360.uplift.forward`), in `REPEATS` deals of the folds, and the Qini value of each is measured with its
interval (`crm360.uplift.qini`).

The method of the highest Qini value is chosen; as it is the best of three, every interval has the confidence 1 - 0.05 /
3 (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from crm360.uplift.cases import Cases, read_cases
from crm360.uplift.forward import BASELINES, METHODS, Deal, forward_scores
from crm360.uplift.models import COEFFICIENTS, fit_regressions
from crm360.uplift.qini import QiniResult, mean_of, qini, share_of_perfect
from crm360.uplift.trial import imbalance, is_enough, pooled

REPEATS = 3
DIGITS = 12
"""Decimals of the results: the sums behind them depend on the machine beyond."""
UNTOLD = ("no_controls", "too_few")
"""Statuses of campaigns that nothing is estimated for."""
CONFIDENCE = 1 - 0.05 / len(METHODS)
TABLE = {
    "part": "string",
    "level": "string",
    "campaign_type": "string",
    "campaign_key": "string",
    "method": "string",
    "is_chosen": "boolean",
    "status": "string",
    "depth": "float64",
    "value": "float64",
    "lower_bound": "float64",
    "upper_bound": "float64",
    "baseline_value": "float64",
    "expected_value": "float64",
    "q0": "float64",
    "effect": "float64",
    "effect_lower": "float64",
    "effect_upper": "float64",
    "imbalance": "float64",
    "campaigns": "Int64",
    "treated": "Int64",
    "controls": "Int64",
    "treated_converted": "Int64",
    "controls_converted": "Int64",
    "contact_from": "datetime64[us]",
    "contact_to": "datetime64[us]",
}
"""Columns of the result of `evaluate`."""


def evaluate(frame: pd.DataFrame) -> pd.DataFrame:
    """The competition per campaign and campaign type; columns `TABLE`.

    part `qini`: a row per level (campaign, campaign_type) and method with the Qini value, its interval and the random
    score's value; a subject that nothing can be estimated for has one row, method `none`. part `curve`: a row per depth
    with the gain, its interval, what a random order gains, and what the scores expected. status: compared; no_controls;
    too_few (controls, treated or buyers among them); unequal_groups (they differed before the campaign).
    """
    with threadpool_limits(limits=1):  # sums in a fixed order: the same result on any machine
        rows = [row for subject in _subjects(read_cases(frame)) for row in _judge(*subject)]
    return _rounded(pd.DataFrame(rows, columns=list(TABLE)).astype(TABLE))


def estimate(frame: pd.DataFrame) -> pd.DataFrame:
    """The regressions of each campaign type, on all its cases: columns campaign_type and `COEFFICIENTS`.

    A type with too few customers or buyers has no rows.
    """
    found = []
    with threadpool_limits(limits=1):
        for status, facts, cases in _subjects(read_cases(frame)):
            if facts["level"] == "campaign_type" and status not in UNTOLD:
                trial = cases.trial
                fitted = fit_regressions(cases.values, cases.features, trial.treated, trial.converted, trial.weight)
                found.append(fitted.to_rows().assign(campaign_type=facts["campaign_type"]))
    columns = ["campaign_type", *COEFFICIENTS]
    table = pd.concat(found)[columns] if found else pd.DataFrame(columns=columns)
    texts = dict.fromkeys(("campaign_type", "arm", "feature", "transform"), "string")
    return _rounded(table.astype(dict.fromkeys(columns, "float64") | texts).reset_index(drop=True))


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    return table.round(dict.fromkeys(table.select_dtypes("float64").columns, DIGITS))


def _subjects(cases: Cases) -> Iterator[tuple[str, dict, Cases]]:
    """Status, facts and rows of each campaign, and of each type (its campaigns with enough in both arms: `pooled`)."""
    frame = cases.frame
    types = frame["campaign_type"].to_numpy(dtype=object).astype(str)
    keys = frame["campaign_key"].to_numpy(dtype=object).astype(str)
    usable = pooled(keys, cases.trial.treated) if len(keys) else np.zeros(0, bool)
    for kind in np.unique(types):
        chosen = (types == kind) & usable
        if chosen.any():
            yield _subject("campaign_type", kind, None, cases.only(chosen))
        else:
            status, facts, own = _subject("campaign_type", kind, None, cases.only(types == kind))
            yield "no_controls" if status == "no_controls" else "too_few", facts, own
    for key in np.unique(keys):
        inside = keys == key
        yield _subject("campaign", types[inside][0], key, cases.only(inside))


def _subject(level: str, kind: str, key: str | None, cases: Cases) -> tuple[str, dict, Cases]:
    trial, dates = cases.trial, pd.to_datetime(cases.frame["contact_date"])
    arms = [trial.treated == arm for arm in (1, 0)]
    differ, unequal = imbalance(cases.values, trial.treated, trial.weight)
    facts = {
        "level": level,
        "campaign_type": kind,
        "campaign_key": key,
        "imbalance": differ if all(arm.any() for arm in arms) else None,
        "campaigns": cases.frame["campaign_key"].nunique(),
        "treated": int(arms[0].sum()),
        "controls": int(arms[1].sum()),
        "treated_converted": int(trial.converted[arms[0]].sum()),
        "controls_converted": int(trial.converted[arms[1]].sum()),
        "contact_from": dates.min(),
        "contact_to": dates.max(),
    }
    if facts["controls"] == 0 or facts["treated"] == 0:
        return "no_controls", facts, cases
    if not is_enough(trial.treated, trial.converted):
        return "too_few", facts, cases
    return "unequal_groups" if unequal else "compared", facts, cases


def _judge(status: str, facts: dict, cases: Cases) -> Iterator[dict]:
    facts = {**facts, "status": status}
    if status in UNTOLD:
        yield {**facts, "part": "qini", "method": "none", "is_chosen": True}
        return
    deals = [forward_scores(cases, repeat) for repeat in range(REPEATS)]
    trials = [cases.trial.only(deal.judged) for deal in deals]
    measured: dict[str, list[QiniResult]] = {method: [] for method in (*METHODS, *BASELINES)}
    for seed, deal in enumerate(deals):
        for method, found in measured.items():
            found.append(qini(deal.ranks[method], trials[seed], CONFIDENCE, seed))
    results = {method: mean_of(found) for method, found in measured.items()}
    average = qini(np.zeros(len(cases.frame)), cases.trial)
    chosen = max(METHODS, key=lambda method: results[method].qini)
    for method, result in results.items():
        shared = {**facts, "method": method, "is_chosen": method == chosen}
        yield {
            **shared,
            "part": "qini",
            "value": result.qini,
            "lower_bound": result.lower,
            "upper_bound": result.upper,
            "baseline_value": results["random"].qini,
            "q0": share_of_perfect(result.qini, result.effect),
            "effect": average.effect,
            "effect_lower": average.effect_lower,
            "effect_upper": average.effect_upper,
        }
        foreseen = [
            _foreseen(deal, method, trial.weight, result.depth) for deal, trial in zip(deals, trials, strict=True)
        ]
        for number, depth in enumerate(result.depth.tolist()):
            yield {
                **shared,
                "part": "curve",
                "depth": round(depth, 1),
                "value": result.gain[number],
                "lower_bound": result.gain_lower[number],
                "upper_bound": result.gain_upper[number],
                "baseline_value": depth * result.effect,
                "expected_value": np.mean(foreseen, axis=0)[number],
            }


def _foreseen(deal: Deal, method: str, weight: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """What the scores expect the best share `depth` of the judged to bring, per customer; NaN for baselines."""
    if method not in deal.expected:
        return np.full(len(depth), np.nan)
    order = np.argsort(-deal.ranks[method], kind="stable")
    total = np.cumsum(weight[order])
    gained = np.cumsum((weight * deal.expected[method])[order])
    return np.interp(depth, total / total[-1], gained / total[-1])
