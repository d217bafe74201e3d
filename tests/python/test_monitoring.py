"""Drift and fingerprints recomputed from the demo's tables by other means than SQL."""

import hashlib

import duckdb
import numpy as np
import pytest


@pytest.fixture(scope="module")
def warehouse(demo_warehouse):
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        yield connection


def fingerprint(rows):
    hashes = [hashlib.md5("|".join(row).encode()).hexdigest() for row in rows]
    sums = [sum(int(row_hash[first : first + 15], 16) for row_hash in hashes) for first in (0, 15)]
    return hashlib.md5("|".join(map(str, [len(rows), *sums])).encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("table", "texts", "numbers"),
    [
        ("marts.int_markov_transitions", ["from_state", "to_state"], ["transitions"]),
        ("features.int_basket_lines", ["scope", "basket", "item"], []),
        ("features.int_lifetime_value_spends", ["observation"], ["purchases", "mean_spend", "customers"]),
    ],
)
def test_fingerprints_are_of_the_rows(warehouse, table, texts, numbers):
    rows = warehouse.sql(f"select {', '.join(texts + numbers)} from {table}").fetchall()
    told = [
        [*(text or "(null)" for text in row[: len(texts)]), *(f"{number:.9f}" for number in row[len(texts) :])]
        for row in rows
    ]
    found = warehouse.execute(
        "select data_fingerprint, data_rows from marts.ml_runs where data_table = ?", [table.split(".")[1]]
    ).fetchall()
    assert found == [(fingerprint(told), len(rows))]
    assert found != [(fingerprint(told[1:]), len(rows))]


def test_drift_is_the_population_stability_index(warehouse):
    drift = warehouse.sql("from marts.ml_feature_drift").df().set_index("feature")
    learnt = warehouse.sql("from features.int_churn_training_sample").df()
    learnt = learnt[learnt["snapshot_date"] == learnt["snapshot_date"].max()]
    scored = warehouse.sql("from features.int_churn_scoring").df()
    assert len(drift) == 27
    for feature, row in drift.iterrows():
        before, after = (frame[feature].astype("Float64").to_numpy(float, np.nan) for frame in (learnt, scored))
        known = before[~np.isnan(before)]
        bounds = np.unique(np.quantile(known, np.arange(1, 10) / 10, method="inverted_cdf")) if len(known) else []
        bins = [np.where(np.isnan(values), -1, np.searchsorted(bounds, values)) for values in (before, after)]
        kinds = np.unique(np.concatenate(bins))
        counts = [np.array([(one == kind).sum() + 0.5 for kind in kinds]) for one in bins]
        old, new = (count / count.sum() for count in counts)
        assert row["psi"] == pytest.approx(((new - old) * np.log(new / old)).sum(), abs=1e-8), feature
        assert row["bins"] == len(kinds)
    assert set(drift.loc[drift["psi"] >= 0.25, "drift"]) <= {"large"}
    assert set(drift.loc[drift["psi"] < 0.1, "drift"]) == {"none"}


def test_seconds_are_told_beside_the_models(warehouse):
    models = {name for (name,) in warehouse.sql("select model from marts.ml_runs").fetchall()}
    taken = dict(warehouse.sql("select model, seconds from python_models.ml_run_seconds").fetchall())
    assert set(taken) >= {name for name in models if name.startswith("ml_propensity")}
    assert all(seconds >= 0 for seconds in taken.values())
