"""Purchase propensity: the regressions on Bank Marketing (who takes up a deposit), and all three questions on the demo.

Bank Marketing without `duration`, the length of the call, which is known only when the answer is. The file is ordered
by date, from 3 % takers in its first tenth to 47 % in its last: random folds, as SOURCE.md has them, flatter any model.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from measured import Row
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits

from crm360.churn.candidates import BY_NAME, fit_candidate
from crm360.churn.metrics import metrics_of
from crm360.churn.periods import Period
from crm360.propensity import category, purchase, spend

REPOSITORY = Path(__file__).resolve().parents[2]
BANK, DEMO = "bank_marketing", "demo company"
SOURCE = "bank_marketing/SOURCE.md, logistic regression, stratified five folds"
CUTS = (0.5, 0.75, 0.9)
"""Shares of the file, in its order, that are learnt from."""


def rows(data: Path) -> list[Row]:
    """Every figure of the subject; data: folder of the public data sets."""
    with threadpool_limits(limits=1):
        return [*bank_rows(data), *demo_rows()]


def bank_rows(data: Path) -> list[Row]:
    """The models of `crm360.propensity.purchase` on 45,211 calls, in random folds and forwards in time."""
    whole = bank(data)
    found = []
    for name in purchase.MODELS:
        measured = across_folds(whole, name)
        auc = round(measured["auc"], 4)
        text = f"Brier {measured['brier']:.4f}, calibration error {measured['calibration_error']:.4f}"
        found += [
            Row(BANK, f"AUC, ten folds, {name}", auc, 0.7654, "at least .76", auc >= 0.76, SOURCE),
            Row(BANK, f"the same folds, {name}", text),
        ]
    for cut in CUTS:
        texts = []
        for name in purchase.MODELS:
            measured = forwards(whole, name, cut)
            texts.append(f"{name} AUC {measured['auc']:.4f}, calibration error {measured['calibration_error']:.3f}")
        found.append(Row(BANK, f"forwards in time, the last {1 - cut:.0%} of the calls", "; ".join(texts)))
    return found


def demo_rows(warehouse: Path | None = None) -> list[Row]:
    """Nine months of the demo, each judged by models of the months known before; needs a build of the demo."""
    warehouse = warehouse or Path(os.environ.get("CRM360_WAREHOUSE", REPOSITORY / "target/warehouse.duckdb"))
    if not warehouse.exists():
        return [Row(DEMO, "all figures", "not measured: build the demo first (dbt build)")]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        sample = connection.sql("from features.int_propensity_sample").df()
        choices = connection.sql("from features.int_category_sample").df()
    found = []
    asked = [
        ("purchase within 30 days", purchase.train(sample), ("auc", "brier", "calibration_error", "lift_at_10")),
        ("category of the next purchase", category.train(choices), ("hit_at_1", "hit_at_3", "auc", "brier")),
        ("spend of the next quarter", spend.train(sample), ("mae", "r2")),
    ]
    lower = ("brier", "mae")
    for question, table, metrics in asked:
        told = table[table["part"] == "evaluation"]
        chosen = told[told["is_chosen"].astype(bool)].set_index("name")
        model = chosen["model"].iloc[0]
        for metric in metrics:
            value, baseline = float(chosen.loc[metric, "value"]), float(chosen.loc[metric, "baseline_value"])
            must = metric in ("auc", "brier", "mae", "r2")
            better = value < baseline if metric in lower else value > baseline
            found.append(
                Row(
                    DEMO,
                    f"{question}: {metric} ({model})",
                    round(value, 4),
                    round(baseline, 4),
                    "better than naive" if must else "",
                    better if must else None,
                    f"{_baseline(told, metric, baseline)} of the same run",
                )
            )
        others = told[~told["is_chosen"].astype(bool)]
        for name, values in others.groupby("model", sort=False):
            text = ", ".join(
                f"{metric} {value:.4f}" for metric, value in zip(values["name"], values["value"], strict=True)
            )
            found.append(Row(DEMO, f"{question}: {name}", text))
    return found


def bank(data: Path) -> Period:
    """The calls in the order of the file; -1 days since an earlier campaign means none."""
    table = pd.read_csv(data / BANK / "bank_full.csv.gz").drop(columns="duration")
    labels = (table.pop("deposit") == "yes").to_numpy(dtype=float)
    table["pdays"] = table["pdays"].where(table["pdays"] >= 0)
    texts = [column for column in table if not pd.api.types.is_numeric_dtype(table[column])]
    table = pd.concat([table.drop(columns=texts), pd.get_dummies(table[texts])], axis=1).astype(float)
    return Period(list(table.columns), table.to_numpy(), labels, np.arange(len(labels)))


def across_folds(whole: Period, name: str, folds: int = 10) -> dict[str, float]:
    """Stratified folds; a quarter of each training part tunes. AUC is the mean of the folds'."""
    auc, labels, probability = [], [], []
    for past, judged in StratifiedKFold(folds, shuffle=True, random_state=0).split(whole.values, whole.labels):
        quarters = StratifiedKFold(4, shuffle=True, random_state=1).split(whole.values[past], whole.labels[past])
        fit, tune = next(quarters)
        model, _ = fit_candidate(BY_NAME[name], whole.rows(past[fit]), whole.rows(past[tune]))
        said = model.probability(whole.values[judged])
        auc.append(metrics_of(whole.labels[judged], said, said)["auc"])
        labels.append(whole.labels[judged])
        probability.append(said)
    together = np.concatenate(probability)
    return metrics_of(np.concatenate(labels), together, together) | {"auc": float(np.mean(auc))}


def forwards(whole: Period, name: str, cut: float) -> dict[str, float]:
    """Learnt from the first calls (of which the last quarter tunes), judged by the others."""
    first = int(len(whole.labels) * cut)
    tune = np.arange(first) >= first * 0.75
    past, later = whole.rows(np.arange(first)), whole.rows(np.arange(first, len(whole.labels)))
    model, _ = fit_candidate(BY_NAME[name], past.rows(~tune), past.rows(tune))
    said = model.probability(later.values)
    return metrics_of(later.labels, said, said)


def _baseline(told: pd.DataFrame, metric: str, value: float) -> str:
    naive = told[(told["name"] == metric) & (told["value"] == value)]
    return str(naive["model"].iloc[0])
