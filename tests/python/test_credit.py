"""The credit scorecard against answers by hand."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from crm360.credit.scorecard import (
    fit_coefficients,
    log_odds,
    scaling,
    stability_index,
    to_woe,
    weights_of_evidence,
)
from crm360.credit.training import LEAST_BAD_CUSTOMERS, TABLE, train


def test_weights_of_evidence_by_hand():
    """Bin 1: 3 good, 1 bad; bin 2: 1 good, 3 bad; of 4 and 4. Shares with a half added: 3.5 / 4.5 and 1.5 / 4.5."""
    bins = pd.DataFrame({"x": [1, 1, 1, 1, 2, 2, 2, 2]})
    table = weights_of_evidence(bins, np.array([0.0, 0, 0, 1, 0, 1, 1, 1]))
    assert table["woe"].tolist() == pytest.approx([np.log(3.5 / 1.5), -np.log(3.5 / 1.5)])
    assert table["information_value"].sum() == pytest.approx(2 * (2 / 4.5) * np.log(3.5 / 1.5))
    assert to_woe(pd.DataFrame({"x": [2, 9]}), table, ["x"])[:, 0] == pytest.approx([-np.log(3.5 / 1.5), 0])


def test_points_of_siddiqi():
    """600 points at 50 to 1, 20 points double the odds: his factor 28.8539 and offset 487.123."""
    factor, offset = scaling(600, 50, 20)
    assert (factor, offset) == (pytest.approx(28.8539, abs=1e-4), pytest.approx(487.123, abs=1e-3))
    assert offset + factor * np.log(100) == pytest.approx(620)


def test_stability_index_by_hand():
    expected, actual = np.array([49.5, 49.5]), np.array([24.5, 74.5])
    assert stability_index(expected, actual) == pytest.approx(-0.25 * np.log(0.5) + 0.25 * np.log(1.5))
    assert stability_index(expected, expected) == 0


def cases(customers=400, months=9, seed=1, effect=2.0):
    """Late share in three bins, of which the second and third pay worse; a feature of noise."""
    rng = np.random.default_rng(seed)
    rows = []
    for customer in range(customers):
        level = rng.integers(0, 3)
        for month in range(months):
            bad = rng.random() < 1 / (1 + np.exp(2.5 - effect * level / 2))
            start = pd.Timestamp("2024-01-31") + pd.offsets.MonthEnd(month)
            shared = (f"C{customer:04d}", start, start + pd.Timedelta(days=105), bool(bad), level / 2)
            rows += [(*shared, "late_share", level), (*shared, "noise", int(rng.integers(0, 3)))]
    columns = ["customer_id", "snapshot_date", "label_known_on", "is_bad", "late_share", "feature", "bin"]
    return pd.DataFrame(rows, columns=columns)


def test_the_scorecard_finds_what_was_drawn():
    table = train(cases())
    found = table[table["part"] == "coefficient"].set_index("name")["value"]
    assert set(found.index) == {"(intercept)", "late_share"}
    assert found["late_share"] == pytest.approx(1, abs=0.1)  # a weight of evidence is a log-odds already
    brier = table[table["name"] == "brier"].iloc[0]
    assert brier["value"] < brier["baseline_value"]
    auc = table[table["name"] == "auc"].iloc[0]
    assert auc["value"] == pytest.approx(auc["baseline_value"], abs=0.01)  # nothing else to be known
    assert auc["value"] > 0.6
    assert auc["train_to"] + pd.Timedelta(days=105) <= auc["validation_from"]


def test_a_feature_that_tells_nothing_gets_no_coefficient():
    table = train(cases(effect=0.0))
    assert table[table["part"] == "coefficient"]["name"].tolist() == ["(intercept)"]
    assert table["status"].unique().tolist() == ["fitted"]


def test_no_coefficient_has_the_wrong_sign():
    """Two copies of one feature, one of them with a little noise: whatever is left is above 0."""
    rng = np.random.default_rng(2)
    level = rng.integers(0, 3, 2000)
    is_bad = (rng.random(2000) < 0.1 + 0.2 * level).astype(float)
    bins = pd.DataFrame({"a": level, "b": np.where(rng.random(2000) < 0.3, rng.integers(0, 3, 2000), level)})
    table = weights_of_evidence(bins, is_bad)
    intercept, coefficients = fit_coefficients(bins, is_bad, table)
    assert min(coefficients.values()) > 0
    odds = log_odds(bins, table, intercept, coefficients)
    assert 1 / (1 + np.exp(odds.mean())) < is_bad.mean() + 0.05
    assert np.corrcoef(odds, is_bad)[0, 1] < -0.3


def test_too_few_bad_payers_are_said_to_be_so():
    few = cases(customers=LEAST_BAD_CUSTOMERS + 5)
    bad = few[few["is_bad"]]["customer_id"].unique()[: LEAST_BAD_CUSTOMERS - 1]
    table = train(few.assign(is_bad=few["is_bad"] & few["customer_id"].isin(bad)))
    assert table["status"].tolist() == ["too_few_bad_payers", "too_few_bad_payers"]
    assert table["value"].isna().all()
    short = train(cases(months=2))
    assert short[short["part"] == "evaluation"]["status"].tolist() == ["too_few_months"]
    empty = train(few.head(0))
    assert list(empty.columns) == list(TABLE)
    assert empty["status"].tolist() == ["too_few_bad_payers", "too_few_months"]


def test_same_rows_in_any_order_give_the_same_table():
    rows = cases(customers=100)
    pd.testing.assert_frame_equal(train(rows), train(rows.sample(frac=1, random_state=2)))


def test_sql_scores_equal_the_library(demo_truth):
    training = demo_truth.sql("select * from features.int_credit_training").df()
    table = train(training)
    found = table[table["part"] == "coefficient"].set_index("name")["value"]
    wide = training.pivot(index=["customer_id", "snapshot_date"], columns="feature", values="bin")
    is_bad = training.drop_duplicates(["customer_id", "snapshot_date"]).set_index(["customer_id", "snapshot_date"])
    is_bad = is_bad.loc[wide.index, "is_bad"].to_numpy(dtype=float)
    weights = weights_of_evidence(wide, is_bad)
    card = demo_truth.sql("select * from marts.int_credit_woe order by feature, bin").df()
    assert (
        card[["feature", "bin", "goods", "bads"]].to_numpy().tolist()
        == weights[["feature", "bin", "goods", "bads"]].to_numpy().tolist()
    )
    assert card["woe"].to_numpy() == pytest.approx(weights["woe"].to_numpy(), abs=1e-9)
    today = demo_truth.sql("select * from features.int_credit_binned where is_as_of").df()
    bins = today.pivot(index="customer_id", columns="feature", values="bin")
    factor, offset = scaling(600, 50, 20)
    odds = log_odds(bins, weights, found["(intercept)"], found.drop("(intercept)").to_dict())
    scored = demo_truth.sql("select * from marts.customer_credit_scores order by customer_id").df()
    assert scored["customer_id"].tolist() == bins.index.tolist()
    assert np.abs(scored["credit_score"].to_numpy() - (offset + factor * odds)).max() < 1e-9
    assert np.abs(scored["bad_probability"].to_numpy() - 1 / (1 + np.exp(odds))).max() < 1e-9


def test_sql_stability_equals_the_library(demo_truth):
    drift = demo_truth.sql("select * from marts.credit_score_drift").df()
    for variable, rows in drift.groupby("variable"):
        ours = stability_index(rows["expected_cases"].to_numpy(float), rows["actual_cases"].to_numpy(float))
        assert rows["stability_index"].to_numpy() == pytest.approx([ours] * len(rows), abs=1e-9), variable
    assert "credit_score" in set(drift["variable"])


def test_planted_late_payers_have_low_scores(ask):
    """Measured: AUC .93 of the planted late payers by today's score."""
    rows = ask(
        "select -credit_score, late_payer = '1', reason_1 from marts.customer_credit_scores"
        " inner join people using (customer_id) where claims >= 3"
    )
    assert roc_auc_score([row[1] for row in rows], [row[0] for row in rows]) >= 0.85
    worst = sorted(rows, key=lambda row: -row[0])[:10]
    assert all(row[2] for row in worst)
