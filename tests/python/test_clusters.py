import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from crm360.clustering.centres import CENTRES, assign, fit_clusters
from crm360.clustering.freezing import Schedule
from crm360.clustering.measures import bootstrap_stability, gap_choice, gap_statistic
from crm360.clustering.months import kept_labels
from crm360.clustering.names import NAMES, date_names, match_centres, name_clusters, number_clusters
from crm360.clustering.selection import SELECTION, STABLE, select_k
from crm360.scaling import fit_scales

RULES = pd.DataFrame(
    [
        (1, "Big spenders", "高消费客户", "any", "high"),
        (2, "Lapsed", "流失客户", "high", "any"),
        (3, "Others", "其他客户", "any", "any"),
    ],
    columns=["rule_order", "cluster_name", "cluster_name_zh", "recency_days", "spend_365d"],
)


def world(customers=900, seed=1, shift=1.0, centres=((10, 1000), (300, 10), (60, 100))):
    """Groups around recency and spend, in equal parts; returns the frame and the group of each customer."""
    rng = np.random.default_rng(seed)
    group = np.arange(customers) % len(centres)
    typical = np.array(centres, dtype=float)[group]
    frame = pd.DataFrame(
        {
            "customer_id": [f"C{number:05d}" for number in range(customers)],
            "recency_days": typical[:, 0] * rng.lognormal(0, 0.2, customers),
            "spend_365d": typical[:, 1] * rng.lognormal(0, 0.2, customers) * shift,
        }
    )
    return frame, group


def agree(one, two):
    """Whether two groupings are the same up to their labels, but for one customer in a hundred."""
    return adjusted_rand_score(one, two) > 0.97


def test_six_points_are_two_groups():
    points = pd.DataFrame([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]], columns=["x", "y"])
    points["customer_id"] = list("abcdef")
    selection = select_k(points)
    assert selection.loc[selection["is_chosen"].astype(bool), "k"].tolist() == [2]
    centres = fit_clusters(points, selection, RULES)
    assert agree(assign(points, centres), [0, 0, 0, 1, 1, 1])
    wide = centres.pivot(index="cluster_number", columns="feature", values="centre")
    assert sorted(wide["x"].round(6)) == [1, 10]
    assert wide["y"].round(6).tolist() == [2, 2]


def test_planted_groups_are_found_and_described():
    frame, group = world()
    selection = select_k(frame)
    chosen = selection[selection["is_chosen"].astype(bool)]
    assert chosen["k"].tolist() == [3]
    assert selection["reason"].notna().all()
    assert chosen["silhouette"].iloc[0] > 0.7
    centres = fit_clusters(frame, selection, RULES)
    assert agree(assign(frame, centres), group)
    wide = centres.pivot(index="cluster_number", columns="feature", values="centre")
    np.testing.assert_allclose(wide.loc[1], [10, 1000], rtol=0.1)
    assert wide.index.tolist() == [1, 2, 3]
    assert wide["spend_365d"].is_monotonic_decreasing
    assert centres.drop_duplicates("cluster_number")["cluster_name"].tolist() == ["Big spenders", "Others", "Lapsed"]


def test_same_rows_in_any_order_give_the_same_clusters():
    frame, _ = world()
    shuffled = frame.sample(frac=1, random_state=5)
    pd.testing.assert_frame_equal(select_k(frame), select_k(shuffled))
    selection = select_k(frame)
    pd.testing.assert_frame_equal(fit_clusters(frame, selection, RULES), fit_clusters(shuffled, selection, RULES))


def test_numbers_and_names_stay_from_run_to_run():
    frame, _ = world()
    first = fit_clusters(frame, select_k(frame), RULES)
    renumbered = first.assign(cluster_number=first["cluster_number"].map({1: 7, 2: 4, 3: 9}), highest_number=9)
    renumbered["cluster_name"] = renumbered["cluster_number"].map({7: "Stars", 4: "Middle", 9: "Gone"}).astype("string")
    later, _ = world(seed=2, shift=1.1)
    second = fit_clusters(later, select_k(later), RULES, previous=renumbered)
    names = second.drop_duplicates("cluster_number").set_index("cluster_number")
    assert names["cluster_name"].to_dict() == {7: "Stars", 4: "Middle", 9: "Gone"}
    assert second.pivot(index="cluster_number", columns="feature", values="centre").loc[7, "spend_365d"] > 900


def test_a_new_cluster_gets_a_number_never_used():
    frame, _ = world(centres=((10, 1000), (300, 10)))
    first = fit_clusters(frame, select_k(frame), RULES).assign(highest_number=5)
    more, _ = world(centres=((10, 1000), (300, 10), (10, 10)))
    second = fit_clusters(more, select_k(more), RULES, previous=first)
    assert sorted(second["cluster_number"].unique()) == [1, 2, 6]
    assert set(second["highest_number"]) == {6}
    assert second.drop_duplicates("cluster_number")["cluster_name"].is_unique


def test_k_of_the_last_run_is_kept_while_it_is_nearly_as_good():
    frame, _ = world()
    frame["recency_days"] = np.random.default_rng(0).uniform(1, 100, len(frame))
    frame["spend_365d"] = np.random.default_rng(1).uniform(1, 100, len(frame))
    selection = select_k(frame)
    chosen = selection[selection["is_chosen"].astype(bool)].iloc[0]
    good = selection[(selection["silhouette"] > chosen["silhouette"] - 0.02) & (selection["stability"] >= STABLE)]
    for k in good["k"]:
        previous = selection.assign(is_chosen=selection["k"] == k)
        again = select_k(frame, previous)
        best = again.loc[again["is_chosen"].astype(bool)].iloc[0]
        assert best["k"] == k or best["silhouette"] > good.set_index("k").loc[k, "silhouette"] + 0.02


@pytest.mark.parametrize("rows", [0, 1, 2, 3])
def test_few_customers(rows):
    frame, _ = world()
    frame = frame.head(rows)
    selection = select_k(frame)
    centres = fit_clusters(frame, selection, RULES)
    assert list(selection.columns) == list(SELECTION)
    assert list(centres.columns) == list(CENTRES)
    assert int(selection["is_chosen"].sum()) == min(rows, 1)
    if rows:
        assert len(assign(frame, centres)) == rows


def test_identical_and_unknown_values():
    frame, _ = world(customers=300)
    assert select_k(frame.assign(recency_days=1.0, spend_365d=2.0))["k"].tolist() == [1]
    frame.loc[::5, "spend_365d"] = np.nan
    centres = fit_clusters(frame, select_k(frame), RULES)
    assert centres["centre"].notna().all()
    assert len(assign(frame, centres)) == 300


def test_matching_takes_the_cheapest_pairs_and_refuses_far_ones():
    old = np.array([[0.0, 0.0], [1.0, 1.0], [5.0, 5.0]])
    new = np.array([[1.1, 1.0], [0.1, 0.0], [9.0, 9.0]])
    assert match_centres(old, new) == {0: 1, 1: 0}
    assert match_centres(np.empty((0, 2)), new) == {}


def test_numbers_go_by_importance_after_the_highest_ever():
    assert number_clusters(np.array([5.0, 9.0, 7.0]), {}, [], 0) == [3, 1, 2]
    assert number_clusters(np.array([5.0, 9.0, 7.0]), {2: 0}, [4], 6) == [8, 7, 4]


def test_names_are_unique_and_kept():
    scaled = pd.DataFrame({"recency_days": [0.0, 0.0, 2.0], "spend_365d": [1.0, 1.0, 0.0]})
    names = name_clusters(scaled, [1, 2, 3], {}, RULES)
    assert [names[number][0] for number in (1, 2, 3)] == ["Big spenders", "Others", "Lapsed"]
    names = name_clusters(scaled, [1, 2, 3], {3: ("Big spenders", "高消费客户")}, RULES.head(1))
    assert [names[number][0] for number in (1, 2, 3)] == ["Big spenders 1", "Big spenders 2", "Big spenders"]


def test_skewed_features_are_put_on_a_log_scale():
    rng = np.random.default_rng(0)
    skewed, even = rng.lognormal(3, 1, 1000), rng.normal(5, 1, 1000)
    scales = fit_scales(np.column_stack([skewed, even]), ["skewed", "even"])
    assert [scale.transform for scale in scales] == ["log1p", "none"]
    np.testing.assert_allclose(scales[0].restore(scales[0].apply(skewed)), skewed)
    assert abs(scales[0].apply(skewed).std() - 1) < 1e-9


DAY = pd.Timestamp("2025-06-30")


def run(frame, day, previous=(None, None), days=90, refit=False):
    """One build: selection and centres."""
    selection = select_k(frame, previous[0], Schedule(day, days, refit))
    return selection, fit_clusters(frame, selection, RULES, previous[1])


def test_the_gap_statistic_counts_blobs_and_sees_none_in_a_cloud():
    """Tibshirani, Walther & Hastie (2001), scenarios (a) and (b): one uniform cloud; three separate ones."""
    rng = np.random.default_rng(0)
    cloud = rng.uniform(size=(300, 4))
    assert gap_choice(gap_statistic(cloud, [1, 2, 3, 4, 5])) == 1
    blobs = rng.normal(size=(300, 2)) + np.array([[0, 0], [0, 8], [8, 0]])[np.arange(300) % 3]
    assert gap_choice(gap_statistic(blobs, [1, 2, 3, 4, 5])) == 3


def test_gap_choice_is_the_first_within_one_error_of_the_next():
    assert gap_choice({1: (0.1, 0.0), 2: (0.5, 0.1), 3: (0.55, 0.1), 4: (0.9, 0.0)}) == 2
    assert gap_choice({1: (0.1, 0.0), 2: (0.5, 0.1)}) is None


def test_the_bootstrap_tells_groups_from_cuts_through_a_cloud():
    frame, group = world(300)
    apart = np.log(frame[["recency_days", "spend_365d"]].to_numpy())
    assert bootstrap_stability(apart, group, 3) > 0.99
    cloud = np.random.default_rng(0).normal(size=(300, 5))
    assert bootstrap_stability(cloud, np.random.default_rng(1).integers(0, 3, 300), 3) < 0.1


def test_clusters_are_frozen_for_a_period_and_then_found_anew():
    frame, _ = world(300)
    first = run(frame, DAY)
    moved, _ = world(300, seed=2, shift=1.3)
    kept = run(moved, DAY + pd.Timedelta(days=89), first)
    pd.testing.assert_frame_equal(kept[0], first[0])
    pd.testing.assert_frame_equal(kept[1], first[1])
    later = run(moved, DAY + pd.Timedelta(days=90), first)
    assert later[1]["trained_on"].unique().tolist() == [DAY + pd.Timedelta(days=90)]
    assert later[1]["model_version"].unique().tolist() == [2]
    assert not np.allclose(later[1]["mean"], first[1]["mean"])
    assert later[1]["cluster_number"].tolist() == first[1]["cluster_number"].tolist()
    assert later[1]["valid_from"].unique().tolist() == [DAY]


@pytest.mark.parametrize("case", ["refit", "earlier", "grown", "features"])
def test_what_ends_a_freeze(case):
    frame, _ = world(300)
    first, day = run(frame, DAY), DAY
    if case == "earlier":
        day = DAY - pd.Timedelta(days=1)
    if case == "grown":
        frame, _ = world(600)
    if case == "features":
        frame = frame.assign(tenure_days=np.random.default_rng(0).uniform(size=300))
    again = run(frame, day, first, refit=case == "refit")
    assert set(again[0]["model_version"]) == {2}
    assert set(again[1]["model_version"]) == {2}
    assert set(again[1]["trained_on"]) == {day}


def test_the_table_of_a_release_without_versions_is_taken_over():
    frame, _ = world(300)
    old_selection, old = (table.drop(columns=["model_version", "trained_on"]) for table in run(frame, DAY))
    _, centres = run(frame, DAY, (old_selection, old.drop(columns="valid_from")))
    assert set(centres["model_version"]) == {1}
    assert sorted(centres["cluster_number"].unique()) == [1, 2, 3]


def test_names_are_dated_and_the_gone_are_remembered():
    frame, _ = world(300)
    _, centres = run(frame, DAY)
    names = date_names(centres)
    assert list(names.columns) == list(NAMES)
    assert names["valid_to"].isna().all()
    fewer, _ = world(300, centres=((10, 1000), (300, 10)))
    _, two = run(fewer, DAY + pd.Timedelta(days=100), (None, centres))
    later = date_names(two, names).set_index("cluster_number")
    gone = later.index.difference(two["cluster_number"].unique())
    assert later.loc[gone, "valid_to"].tolist() == [DAY + pd.Timedelta(days=100)] * len(gone)
    assert len(gone) >= 1
    assert later.loc[1, "valid_from"] == DAY
    assert len(date_names(centres.head(0), names)) == len(names)


def test_frozen_clusters_keep_more_labels_than_blind_refits():
    rng = np.random.default_rng(0)
    base = rng.normal(size=(400, 3))
    months = {}
    for number in range(4):
        base = base + rng.normal(scale=0.15, size=base.shape)
        frame = pd.DataFrame(base, columns=["a", "b", "c"])
        months[DAY + pd.Timedelta(days=30 * number)] = frame.assign(customer_id=[f"C{n:03d}" for n in range(400)])
    kept = kept_labels(months, 90)
    assert kept["frozen"] > 0.8
    assert kept["frozen"] > kept["blind"]
    assert kept["matched"] > kept["blind"]
