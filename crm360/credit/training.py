"""Fits the scorecard to how customers paid after month ends, and judges it on later months."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score, roc_curve

from crm360.credit.scorecard import fit_coefficients, log_odds, weights_of_evidence

LEAST_BAD_CUSTOMERS = 20
"""With fewer different customers who paid badly (and as many who did not), nothing is estimated: the status says so."""
VALIDATION_SHARE = 1 / 3
"""Share of the month ends, the newest ones, that the model is judged on."""
DIGITS = 12
TABLE = {
    "part": "string",
    "name": "string",
    "value": "float64",
    "baseline_value": "float64",
    "case_count": "Int64",
    "bad_count": "Int64",
    "bad_customers": "Int64",
    "train_from": "datetime64[us]",
    "train_to": "datetime64[us]",
    "validation_from": "datetime64[us]",
    "validation_to": "datetime64[us]",
    "status": "string",
}
"""Columns of the result of `train`."""


def train(binned: pd.DataFrame) -> pd.DataFrame:
    """The scorecard's coefficients and its evaluation: columns `TABLE`.

    binned: one row per customer, month end and feature: customer_id, snapshot_date, label_known_on, is_bad, late_share
    (of the time before, 0 to 1), feature, bin. part `coefficient`: `(intercept)` and each feature that counts, fitted
    to all cases. part `evaluation`: auc and ks beside those of the late share alone, brier beside the base rate's, from
    a scorecard fitted to cases whose outcome was known on the first day it is judged on; in both, status is fitted,
    too_few_bad_payers or too_few_months (evaluation only). Without a fit the one row of a part has no value.
    """
    cases, bins = _cases(binned)
    is_bad = cases["is_bad"].to_numpy(dtype=float)
    rows = []
    facts = _facts(cases, "train")
    if _is_enough(cases):
        intercept, coefficients = fit_coefficients(bins, is_bad, weights_of_evidence(bins, is_bad))
        for name, value in {"(intercept)": intercept, **coefficients}.items():
            rows.append({**facts, "part": "coefficient", "name": name, "value": value, "status": "fitted"})
    else:
        rows.append({**facts, "part": "coefficient", "name": "(intercept)", "status": "too_few_bad_payers"})
    rows += _evaluate(cases, bins)
    table = pd.DataFrame(rows, columns=list(TABLE)).astype(TABLE)
    return table.round({"value": DIGITS, "baseline_value": DIGITS})


def _cases(binned: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cases (one row per customer and month end) and their bins (columns: features), in the same order."""
    keys = ["customer_id", "snapshot_date"]
    rows = binned.sort_values([*keys, "feature"], kind="stable")
    cases = rows.drop_duplicates(keys)[[*keys, "label_known_on", "is_bad", "late_share"]].reset_index(drop=True)
    bins = rows.pivot(index=keys, columns="feature", values="bin").reset_index(drop=True)
    return cases, bins


def _is_enough(cases: pd.DataFrame) -> bool:
    bad = cases["is_bad"].to_numpy(dtype=bool)
    people = cases["customer_id"].to_numpy(dtype=object)
    return min(len(set(people[bad])), len(set(people[~bad]))) >= LEAST_BAD_CUSTOMERS


def _facts(cases: pd.DataFrame, period: str) -> dict:
    dates = pd.to_datetime(cases["snapshot_date"])
    bad = cases["is_bad"].to_numpy(dtype=bool)
    return {
        "case_count": len(cases),
        "bad_count": int(bad.sum()),
        "bad_customers": cases.loc[bad, "customer_id"].nunique(),
        f"{period}_from": dates.min(),
        f"{period}_to": dates.max(),
    }


def _evaluate(cases: pd.DataFrame, bins: pd.DataFrame) -> list[dict]:
    dates = pd.to_datetime(cases["snapshot_date"])
    months = np.sort(dates.unique())
    number = int(len(months) * VALIDATION_SHARE)
    if not number:
        return [{**_facts(cases, "train"), "part": "evaluation", "name": "none", "status": "too_few_months"}]
    first = months[-number]
    later = (dates >= first).to_numpy()
    known = (pd.to_datetime(cases["label_known_on"]) <= first).to_numpy()
    facts = _facts(cases[known], "train") | _facts(cases[later], "validation")
    if not _is_enough(cases[known]) or not _is_enough(cases[later]):
        return [{**facts, "part": "evaluation", "name": "none", "status": "too_few_bad_payers"}]
    is_bad = cases["is_bad"].to_numpy(dtype=float)
    table = weights_of_evidence(bins[known], is_bad[known])
    intercept, coefficients = fit_coefficients(bins[known], is_bad[known], table)
    probability = 1 / (1 + np.exp(log_odds(bins[later], table, intercept, coefficients)))
    late_share = cases.loc[later, "late_share"].to_numpy(dtype=float)
    truth, rate = is_bad[later], is_bad[known].mean()
    metrics = {
        "auc": (roc_auc_score(truth, probability), roc_auc_score(truth, late_share)),
        "ks": (_ks(truth, probability), _ks(truth, late_share)),
        "brier": (((probability - truth) ** 2).mean(), ((rate - truth) ** 2).mean()),
    }
    return [
        {**facts, "part": "evaluation", "name": name, "value": ours, "baseline_value": baseline, "status": "fitted"}
        for name, (ours, baseline) in metrics.items()
    ]


def _ks(truth: np.ndarray, score: np.ndarray) -> float:
    """Kolmogorov-Smirnov: the largest distance between the distributions of good and bad (0 to 1)."""
    false_rate, true_rate, _ = roc_curve(truth, score)
    return float(np.abs(true_rate - false_rate).max())
