"""Uplift: campaigns whose effect is known, drawn 40 times each, and the demo company with its planted persuadables.

No public data set with treated and controls is at hand. `crm360.uplift.planted` draws 4,000 customers, in two campaigns
with 20 and 35 % controls; the functions that the dbt models call have to find what was planted and nothing else.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
from measured import Row

from crm360.uplift.cases import read_cases
from crm360.uplift.evaluation import CONFIDENCE, REPEATS
from crm360.uplift.forward import BASELINES, METHODS, forward_scores
from crm360.uplift.planted import EFFECTS, planted_campaigns, true_qini
from crm360.uplift.qini import QiniResult, mean_of, qini

SEEDS, CUSTOMERS, SIZE = 40, 4000, 0.15
WAREHOUSE = Path(__file__).resolve().parents[2] / "target" / "warehouse.duckdb"
WITHOUT_EFFECT = "marketing:C-2024-06"
PLANTED = "planted campaigns, 40 seeds"


def rows(data: Path) -> list[Row]:
    """The figures; data is not used."""
    out: list[Row] = []
    held: list[bool] = []
    for effect in EFFECTS:
        found, truths, perfect = [], [], []
        for seed in range(SEEDS):
            results, best_possible = judged(effect, seed)
            held += [result.lower <= truth <= result.upper for result, truth in results.values()]
            best = max(METHODS, key=lambda method: results[method][0].qini)
            found.append(results[best][0].lower > 0)
            truths.append(results[best][1])
            perfect.append(best_possible)
        share = float(np.mean(found))
        if effect == "persuadables":
            out += [
                Row(
                    PLANTED,
                    "persuadable 30 % (+15 points) found: Qini interval above 0",
                    share,
                    None,
                    "at least .6",
                    share >= 0.6,
                ),
                Row(
                    PLANTED,
                    "true Qini of the chosen score",
                    round(float(np.mean(truths)), 4),
                    round(float(np.mean(perfect)), 4),
                    source="best possible",
                ),
            ]
        else:
            name = f"false alarms, effect on {effect}" + (" alike" if effect == "everybody" else "")
            out.append(Row(PLANTED, name, share, 0.025, "at most .05", share <= 0.05, "nominal rate"))
    coverage = round(float(np.mean(held)), 3)
    out.append(
        Row(
            PLANTED,
            "intervals that hold the true Qini",
            coverage,
            round(CONFIDENCE, 3),
            "at least .95",
            coverage >= 0.95,
            "nominal",
        )
    )
    return out + of_the_demo()


def judged(effect: str, seed: int) -> tuple[dict[str, tuple[QiniResult, float]], float]:
    """Per method and baseline the measured Qini value and the true one of the same scores, in the means of `evaluate`.

    Second, the true Qini value of the best possible score.
    """
    frame, uplift = planted_campaigns(CUSTOMERS, seed, effect, SIZE)
    cases = read_cases(frame)
    measured: dict[str, list[QiniResult]] = {}
    true: dict[str, list[float]] = {}
    for repeat in range(REPEATS):
        deal = forward_scores(cases, repeat)
        trial = cases.trial.only(deal.judged)
        for method in (*METHODS, *BASELINES):
            measured.setdefault(method, []).append(qini(deal.ranks[method], trial, CONFIDENCE, repeat))
            true.setdefault(method, []).append(true_qini(deal.ranks[method], uplift[deal.judged], trial.weight))
    both = {method: (mean_of(measured[method]), float(np.mean(true[method]))) for method in measured}
    return both, true_qini(uplift, uplift, cases.trial.weight)


def of_the_demo() -> list[Row]:
    """What the demo's last build says in campaign_uplift_evaluation."""
    if not WAREHOUSE.exists():
        return [Row("demo", "Qini of e-mails with an offer", "not measured: run `make build` first")]
    with duckdb.connect(str(WAREHOUSE), read_only=True) as connection:
        [(value, lower, upper, random)] = connection.sql(
            "select qini, qini_lower, qini_upper, random_qini from marts.campaign_uplift_evaluation"
            " where level = 'campaign_type' and campaign_type = 'email with offer' and is_chosen"
        ).fetchall()
        [(verdict,)] = connection.sql(
            "select verdict from marts.campaign_uplift_evaluation"
            f" where level = 'campaign' and campaign_key = '{WITHOUT_EFFECT}' and is_chosen"
        ).fetchall()
    interval = f"{value:.4f} ({lower:.4f} to {upper:.4f})"
    source = "a random score in the same run"
    return [
        Row("demo", "Qini of e-mails with an offer", interval, round(random, 4), "interval above 0", lower > 0, source),
        Row(
            "demo",
            "the campaign planted without effect",
            verdict,
            None,
            "no_effect_shown",
            verdict == "no_effect_shown",
        ),
    ]
