import numpy as np
import pandas as pd
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from crm360.clustering.centres import assign, fit_clusters
from crm360.clustering.comparison import LABELS, TABLE, compare, label_customers
from crm360.clustering.freezing import Schedule
from crm360.clustering.groupings import NOISE, Points, from_rows
from crm360.clustering.methods import dbscan, hdbscan, merge_by_ward, mixture, spend_groups, ward
from crm360.clustering.rules import RULES, apply_rules, explain
from crm360.clustering.selection import select_k

DAY = pd.Timestamp("2025-06-30")
NAMES = pd.DataFrame(columns=["rule_order", "cluster_name", "cluster_name_zh"])
TEXTS = pd.DataFrame(
    [
        ("recency_days", 1, 0, "bought more than {} days ago", "bought at most {} days ago", "超过{}天", "至多{}天"),
        ("discount_share", 100, 1, "above {} %", "up to {} %", "高于{}%", "至多{}%"),
    ],
    columns=["feature", "shown_times", "decimals", "above_en", "up_to_en", "above_zh", "up_to_zh"],
)
FEATURES = ["x", "y", "z"]


@pytest.fixture(scope="module")
def blobs():
    """Three groups of 150, 90 and 60 rows, the smaller the wider."""
    rng = np.random.default_rng(3)
    group = np.repeat([0, 1, 2], [150, 90, 60])
    middles = np.array([[0.0, 0, 0], [9, 0, 0], [0, 12, 0]])
    return middles[group] + rng.normal(size=(300, 3)) * np.array([0.5, 0.7, 1.0])[group][:, None], group


@pytest.fixture(scope="module")
def customers():
    """Two groups by recency and discounts, their clusters, and the frame."""
    rng = np.random.default_rng(0)
    group = np.arange(400) % 2
    frame = pd.DataFrame(
        {
            "customer_id": [f"C{number:03d}" for number in range(400)],
            "recency_days": np.round(np.where(group == 0, rng.uniform(0, 30, 400), rng.uniform(200, 300, 400))),
            "discount_share": np.where(group == 0, 0.3, 0.05) + rng.uniform(-0.02, 0.02, 400),
        }
    )
    return frame, fit_clusters(frame, select_k(frame, None, Schedule(DAY, 90)), NAMES)


@pytest.mark.parametrize("method", [lambda x: ward(x, 3), mixture, hdbscan], ids=["ward", "mixture", "hdbscan"])
def test_every_method_finds_separate_groups_the_largest_first(method, blobs):
    rows, group = blobs
    labels = method(rows).label(rows)
    known = labels != NOISE
    assert known.mean() > 0.85
    assert adjusted_rand_score(labels[known], group[known]) > 0.99
    assert np.bincount(labels)[1:].tolist() == sorted(np.bincount(labels)[1:], reverse=True)


def test_outliers_are_noise():
    rng = np.random.default_rng(0)
    rows = np.vstack([rng.normal(size=(200, 2)), rng.normal((12, 0), size=(200, 2)), [[60.0, 60], [-70, 10]]])
    for method in (hdbscan, dbscan):
        grouping = method(rows)
        labels = grouping.label(rows)
        assert labels[-2:].tolist() == [NOISE, NOISE]
        assert labels[0] != labels[250]
        assert grouping.label(np.array([[500.0, 500.0]])).tolist() == [NOISE]


def test_ward_equals_scipy(blobs):
    rows, _ = blobs
    ours = merge_by_ward(rows[::2], np.ones(150), 7)
    theirs = fcluster(linkage(rows[::2], "ward"), 7, "maxclust")
    assert adjusted_rand_score(ours, theirs) == 1.0


def test_ward_weighs_micro_clusters_like_the_rows_they_stand_for():
    points = np.array([[0.0], [1.0], [2.2]])
    repeated = np.repeat(points, [10, 1, 1], axis=0)
    weighted = merge_by_ward(points, np.array([10.0, 1, 1]), 2)
    assert weighted.tolist() == merge_by_ward(repeated, np.ones(12), 2)[[0, 10, 11]].tolist() == [0, 1, 1]


def test_mixture_equals_scikit_learn(blobs):
    rows, _ = blobs
    ours = mixture(rows, most=3)
    theirs = GaussianMixture(3, reg_covar=1e-2, random_state=0, max_iter=200).fit(rows)
    np.testing.assert_allclose(ours.probabilities(rows), theirs.predict_proba(rows), atol=1e-9)


def test_groupings_come_back_from_their_rows(blobs):
    rows, _ = blobs
    for grouping in (mixture(rows), hdbscan(rows), ward(rows, 3)):
        table = pd.DataFrame(grouping.to_rows(FEATURES)).reindex(
            columns=["item", "label", "reach", "weight", "feature", "other_feature", "value"]
        )
        again = from_rows(table.sample(frac=1, random_state=0), FEATURES)
        np.testing.assert_array_equal(again.label(rows), grouping.label(rows))


def test_the_baseline_splits_by_one_feature():
    rows = np.column_stack([np.arange(100.0), np.zeros(100)])
    assert sorted(np.bincount(spend_groups(rows, 4).label(rows))[1:].tolist()) == [25, 25, 25, 25]
    assert Points(rows[:0], np.array([], dtype=int), np.array([])).label(rows).tolist() == [NOISE] * 100


def test_methods_are_compared_and_applied(customers):
    frame, centres = customers
    table = compare(frame, centres)
    figures = table[(table["part"] == "evaluation").to_numpy(dtype=bool)].set_index("method")
    assert list(table.columns) == list(TABLE)
    assert figures.loc["kmeans", ["clusters", "agreement", "noise_share"]].tolist() == [2, 1.0, 0.0]
    assert figures.loc["ward", "agreement"] == 1.0
    assert figures["stability"].notna().all()
    labels = label_customers(frame, table, centres)
    assert labels.columns.tolist() == LABELS.names
    assert adjusted_rand_score(labels["ward"], assign(frame, centres)) == 1.0
    assert labels["mixture_probability"].between(0.1, 1).all()
    parts = pd.concat([label_customers(frame.iloc[a : a + 150], table, centres) for a in (0, 150, 300)])
    pd.testing.assert_frame_equal(parts.reset_index(drop=True), labels)
    pd.testing.assert_frame_equal(compare(frame.sample(frac=1, random_state=1), centres), table)


def test_methods_and_rules_stay_with_their_clusters(customers):
    frame, centres = customers
    other = frame.assign(recency_days=frame["recency_days"] * 2)
    for make in (lambda f, c, p: compare(f, c, p), lambda f, c, p: explain(f, c, TEXTS, p)):
        table = make(frame, centres, None)
        pd.testing.assert_frame_equal(make(other, centres, table), table)
        newer = make(other, centres.assign(model_version=2), table)
        assert set(newer["model_version"]) == {2}


def test_rules_say_what_separates_the_groups(customers):
    frame, centres = customers
    rules = explain(frame, centres, TEXTS)
    assert list(rules.columns) == list(RULES)
    assert len(rules) == 2
    number = apply_rules(frame, rules, centres)
    cluster = rules.set_index("rule_number")["cluster_number"]
    assert (cluster.loc[number].to_numpy(dtype=int) == assign(frame, centres)).all()
    assert all(text.startswith(("bought", "above", "up to")) for text in rules["rule"])
    bound = rules["above"].fillna(rules["up_to"]).unique()
    assert len(bound) == 1


def test_a_rule_is_shown_as_it_is_applied():
    """A threshold of .12345 is shown as 12.3 %, so it is .123."""
    frame = pd.DataFrame(
        {"customer_id": [f"{n:03d}" for n in range(200)], "discount_share": np.repeat([0.1, 0.1469], 100)}
    )
    centres = fit_clusters(frame, select_k(frame, None, Schedule(DAY, 90)), NAMES)
    rules = explain(frame, centres, TEXTS)
    assert len(rules) <= 2
    for row in rules.dropna(subset="feature").itertuples():
        bound = row.above if not np.isnan(row.above) else row.up_to
        assert f"{bound * 100:.1f} %" in row.rule
        assert abs(bound * 1000 - round(bound * 1000)) < 1e-9


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_few_customers(rows, customers):
    frame = customers[0].head(rows)
    centres = fit_clusters(frame, select_k(frame, None, Schedule(DAY, 90)), NAMES)
    table, rules = compare(frame, centres), explain(frame, centres, TEXTS)
    assert (len(table) > 0, len(rules) > 0) == (rows > 0, rows > 0)
    assert len(label_customers(frame, table, centres)) == rows
    if rows == 1:
        assert rules["rule"].tolist() == ["every customer"]
