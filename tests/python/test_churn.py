import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from crm360.churn.metrics import lift
from crm360.churn.model import TABLE, load
from crm360.churn.periods import split_by_time
from crm360.churn.scoring import SCHEMA, score, strongest_reasons
from crm360.churn.training import train
from crm360.churn.trees import Tree, apply_trees, export_boosting

TEXTS = pd.DataFrame(
    [
        (feature, direction, theme, explains)
        for feature, theme, high, low in [
            ("recency_days", "rhythm", "higher", "lower"),
            ("open_complaints", "service", "higher", "lower"),
            ("last_csat_score", "satisfaction", "lower", "higher"),
            ("noise", "noise", "both", "both"),
        ]
        for direction, explains in [("high", high), ("low", low), ("unknown", "none")]
    ],
    columns=["feature", "direction", "theme", "explains"],
)


def world(customers=400, months=14, seed=1, share_of_truth=1.0):
    """Churn depends on recency, open complaints and satisfaction; `truth` is the probability that made the label."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2024-01-31", periods=months, freq="ME")
    rows = customers * months
    recency, complaints = rng.exponential(60, rows).round(), rng.poisson(0.2, rows).astype(float)
    csat = np.where(rng.random(rows) < 0.3, np.nan, rng.integers(1, 6, rows))
    effect = 1.6 * complaints - 0.5 * (np.nan_to_num(csat, nan=3.0) - 3)
    truth = 1 / (1 + np.exp(-(0.02 * (recency - 120) + share_of_truth * effect)))
    frame = pd.DataFrame(
        {
            "customer_id": [f"C{number:05d}" for number in range(customers)] * months,
            "snapshot_date": np.repeat(dates, customers),
            "recency_days": recency,
            "open_complaints": complaints,
            "last_csat_score": csat,
            "noise": rng.normal(size=rows),
            "is_churned": rng.random(rows) < truth,
        }
    )
    frame["label_known_on"] = frame["snapshot_date"] + pd.Timedelta(days=90)
    return frame, truth


@pytest.fixture(scope="module")
def trained():
    snapshots, _ = world()
    return train(snapshots)


def today(seed=9):
    frame, truth = world(customers=3000, months=1, seed=seed)
    return frame.drop(columns=["is_churned", "label_known_on"]), truth, frame["is_churned"]


def metric(table, name, model=None):
    rows = table[(table["part"] == "evaluation") & (table["name"] == name)]
    rows = rows[rows["is_chosen"].fillna(False)] if model is None else rows[rows["model"] == model]
    return rows.iloc[0]


def test_planted_causes_are_found_and_beat_recency(trained):
    for name in ("auc", "average_precision", "lift_at_10"):
        assert metric(trained, name)["value"] > metric(trained, name)["baseline_value"]
    assert metric(trained, "brier")["value"] < metric(trained, "brier")["baseline_value"]
    assert set(trained["status"]) == {"trained"}
    assert metric(trained, "auc")["value"] - metric(trained, "auc")["baseline_value"] > 0.04


def test_probabilities_are_calibrated(trained):
    features, truth, churned = today()
    probability = score(features, trained, TEXTS)["churn_probability"].to_numpy()
    assert abs(probability.mean() - churned.mean()) < 0.03
    for low, high in [(0, 0.3), (0.3, 0.6), (0.6, 1)]:
        band = (probability >= low) & (probability < high)
        assert band.sum() > 100
        assert abs(probability[band].mean() - truth[band].mean()) < 0.06


def test_training_labels_are_known_before_the_first_validation_snapshot(trained):
    row = metric(trained, "auc")
    assert row["train_to"] + pd.Timedelta(days=90) <= row["validation_from"]


def test_split_needs_months_enough_for_the_gap():
    dates = pd.date_range("2024-01-31", periods=18, freq="ME")
    months = pd.DataFrame({"snapshot_date": dates, "label_known_on": dates + pd.Timedelta(days=90)})
    split = split_by_time(months)
    assert split.fit[-1] < split.calibrate[0] <= split.calibrate[-1] < split.validate[0]
    assert split.calibrate[-1] + pd.Timedelta(days=90) <= split.validate[0]
    assert len(split.validate) == 3
    assert split_by_time(months.head(4)) is None
    assert split_by_time(months.head(0)) is None


def test_a_label_that_changes_after_training_does_not_change_the_model():
    """Point in time: what happens between training and validation months does not reach the validated models."""
    snapshots, _ = world(customers=150)
    row = metric(train(snapshots), "auc", "recency")
    changed = snapshots.copy()
    gap = (changed["snapshot_date"] > row["train_to"]) & (changed["snapshot_date"] < row["validation_from"])
    assert gap.any()
    changed.loc[gap, "is_churned"] = ~changed.loc[gap, "is_churned"]
    evaluation = [
        table[table["part"] == "evaluation"]["value"].tolist() for table in (train(snapshots), train(changed))
    ]
    assert evaluation[0] == evaluation[1]


def test_same_rows_in_any_order_give_the_same_table():
    snapshots, _ = world(customers=120)
    pd.testing.assert_frame_equal(train(snapshots), train(snapshots.sample(frac=1, random_state=3)))


def test_a_feature_known_in_some_months_only_is_left_out():
    snapshots, _ = world(customers=150)
    leak = np.where(snapshots["snapshot_date"] > "2024-08-01", snapshots["is_churned"].astype(float), np.nan)
    table = train(snapshots.assign(web_sessions_90d=leak))
    assert "web_sessions_90d" not in set(table.loc[table["part"] == "feature", "name"])


@pytest.mark.parametrize(
    ("rows", "status", "model"),
    [
        (lambda frame: frame.head(0), "no_data", "none"),
        (lambda frame: frame.assign(is_churned=True), "base_rate", "base_rate"),
        (lambda frame: frame.head(20), "base_rate", "base_rate"),
        (lambda frame: frame[frame["snapshot_date"] <= "2024-02-29"], "baseline", "recency"),
        (lambda frame: frame[frame["customer_id"] < "C00010"], "baseline", "recency"),
    ],
)
def test_too_little_data_falls_back_and_says_so(rows, status, model):
    snapshots, _ = world(customers=150)
    table = train(rows(snapshots))
    assert set(table["status"]) == {status}
    assert table["note"].notna().all()
    assert list(table.columns) == list(TABLE)
    features, _, _ = today()
    scored = score(features, table, TEXTS)
    assert set(scored["model_name"]) == {model}
    assert scored["churn_probability"].isna().all() == (model == "none")
    assert len(scored) == len(features)


def test_no_customers_to_score(trained):
    features, _, _ = today()
    scored = score(features.head(0), trained, TEXTS)
    assert len(scored) == 0
    assert list(scored.columns) == SCHEMA.names


def test_stored_model_is_the_trained_model(trained):
    """Everything that scoring needs is in the rows, in whatever order and type a database returns them."""
    stored = trained.astype({"position": "float64", "is_chosen": object})
    stored["details"] = [None if pd.isna(text) else str(text) for text in stored["details"]]
    stored = stored.sample(frac=1, random_state=0)
    features, _, _ = today()
    one, two = score(features, trained, TEXTS), score(features, stored, TEXTS)
    np.testing.assert_allclose(one["churn_probability"], two["churn_probability"], atol=2e-6)


def test_scores_do_not_depend_on_the_other_customers(trained):
    features, _, _ = today()
    alone = score(features.iloc[[7]], trained, TEXTS).iloc[0]
    among = score(features, trained, TEXTS).set_index("customer_id").loc[alone["customer_id"]]
    assert alone["churn_probability"] == among["churn_probability"]
    assert alone["reason_1_feature"] == among["reason_1_feature"]


def test_reasons_name_the_planted_cause(trained):
    features, _, _ = today()
    usual = {"recency_days": 40.0, "last_csat_score": 3.0, "noise": 0.0}
    angry = features.head(1).assign(**usual, open_complaints=4.0)
    scored = score(angry, trained, TEXTS).iloc[0]
    assert (scored["reasons_for"], scored["reason_1_feature"], scored["reason_1_direction"]) == (
        "higher",
        "open_complaints",
        "high",
    )
    calm = features.head(1).assign(**usual | {"recency_days": 1.0}, open_complaints=0.0)
    scored = score(calm, trained, TEXTS).iloc[0]
    assert (scored["reasons_for"], scored["reason_1_feature"], scored["reason_1_direction"]) == (
        "lower",
        "recency_days",
        "low",
    )


def test_one_reason_per_theme_and_none_that_contradicts(trained):
    model = load(trained)
    texts = TEXTS.assign(theme=TEXTS["theme"].replace({"satisfaction": "service"}))
    features, _, _ = today()
    values = features[model.features].to_numpy(dtype=float)
    contributions = model.contributions(values)
    reasons = strongest_reasons(contributions, values, model, texts)
    theme_of = dict(zip(texts["feature"], texts["theme"], strict=True))
    for row in range(len(values)):
        named = [theme_of[feature[row]] for feature, _ in reasons if feature[row] is not None]
        assert len(named) == len(set(named))
    explains = {(row.feature, row.direction): row.explains for row in texts.itertuples()}
    kind = np.where(contributions.sum(axis=1) >= 0, "higher", "lower")
    for feature, direction in reasons:
        for row in np.flatnonzero(feature):
            assert explains[feature[row], direction[row]] in (kind[row], "both")


def test_exported_trees_are_the_classifier():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(2000, 5))
    values[rng.random(values.shape) < 0.2] = np.nan
    labels = (np.nan_to_num(values[:, 0]) + np.isnan(values[:, 1]) + rng.normal(size=2000)) > 0.4
    classifier = HistGradientBoostingClassifier(max_iter=30, early_stopping=False, random_state=0).fit(values, labels)
    trees, bias = export_boosting(classifier)
    trees = [Tree.from_json(tree.to_json()) for tree in trees]
    log_odds = bias + apply_trees(trees, values).sum(axis=1)
    np.testing.assert_allclose(log_odds, classifier.decision_function(values), atol=1e-9)


def test_lift_counts_ties_in_part():
    labels = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0.0])
    assert lift(labels, np.arange(10)[::-1], 0.2) == pytest.approx(5.0)
    assert lift(labels, np.zeros(10), 0.2) == pytest.approx(1.0)
