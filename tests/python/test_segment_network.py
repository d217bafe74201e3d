import numpy as np
import pandas as pd
import pytest
from sklearn.naive_bayes import CategoricalNB

from crm360.clustering.network import Coding, best_tree, conditional_information, fit_network
from crm360.clustering.segment_network import TABLE, score, train


def people(rows=1500, seed=0, dependent=True):
    """Segments 1 to 3; colour leans to the segment; shape follows colour, in segment 2 turned round."""
    rng = np.random.default_rng(seed)
    segment = rng.integers(1, 4, rows)
    colour = np.where(rng.uniform(size=rows) < 0.4, segment % 2, rng.integers(0, 2, rows))
    turned = np.where(segment == 2, 1 - colour, colour) if dependent else rng.integers(0, 2, rows)
    shape = np.where(rng.uniform(size=rows) < 0.9, turned, 1 - turned)
    return pd.DataFrame(
        {
            "customer_id": [f"C{number:05d}" for number in range(rows)],
            "cluster_number": segment,
            "colour": np.array(["blue", "red"], dtype=object)[colour],
            "shape": np.array(["round", "square"], dtype=object)[shape],
            "chance": np.array(["a", "b", None], dtype=object)[rng.integers(0, 3, rows)],
        }
    )


def figure(table, model, metric):
    rows = table[(table["model"] == model) & (table["metric"] == metric)]
    return rows["value"].iloc[0]


def test_known_probabilities():
    """Four customers, N0 = 5: P(v1 | s0) = (2 + 5 * 4/6) / (2 + 5), P0(v1) = (3 + 1) / (4 + 2)."""
    network = fit_network(np.array([[1], [1], [1], [0]]), [2], np.array([0, 0, 1, 1]), 2, tree=False)
    assert network.tables[0][0, 0, 1] == pytest.approx((2 + 5 * 4 / 6) / 7)
    assert network.tables[0].sum(axis=2) == pytest.approx(1)
    assert network.prior.tolist() == [0.5, 0.5]


def test_naive_bayes_is_that_of_scikit_learn_but_for_the_smoothing():
    frame = people(20_000)
    coding = Coding.of(frame, ["colour", "shape"])
    codes, segments = coding.codes(frame), frame["cluster_number"].to_numpy() - 1
    ours = fit_network(codes, coding.sizes(), segments, 3, tree=False).probabilities(codes)
    theirs = CategoricalNB(alpha=1e-9).fit(codes, segments).predict_proba(codes)
    np.testing.assert_allclose(ours, theirs, atol=1e-3)


def test_conditional_information_known_answers():
    one = np.array([0, 0, 1, 1] * 2)
    segment = np.array([0] * 4 + [1] * 4)
    assert conditional_information(one, one, segment, (2, 2, 2)) == pytest.approx(np.log(2))
    assert conditional_information(one, np.array([0, 1, 0, 1] * 2), segment, (2, 2, 2)) == pytest.approx(0)


def test_the_tree_links_what_depends_on_each_other_and_nothing_else():
    frame = people()
    coding = Coding.of(frame, ["chance", "colour", "shape"])
    codes, segments = coding.codes(frame), frame["cluster_number"].to_numpy() - 1
    assert best_tree(codes, coding.sizes(), segments, 3) == [-1, -1, 1]


def test_the_better_network_is_chosen_and_beats_the_majority():
    table = train(people())
    assert figure(table, "tree_augmented", "log_loss") < figure(table, "naive_bayes", "log_loss") - 0.05
    assert figure(table, "naive_bayes", "log_loss") < figure(table, "majority", "log_loss")
    assert set(table.loc[table["is_chosen"], "model"]) == {"tree_augmented"}
    assert set(table["status"]) == {"trained"}
    simple = train(people(dependent=False))
    assert set(simple.loc[simple["is_chosen"], "model"]) == {"naive_bayes"}


def test_traits_that_tell_nothing_fall_back_to_the_shares():
    frame = people()
    frame["cluster_number"] = np.random.default_rng(9).integers(1, 4, len(frame))
    table = train(frame)
    assert set(table["status"]) == {"baseline"}
    assert set(table["part"]) == {"evaluation", "prior"}
    assert score(frame, table).to_numpy() == pytest.approx(np.tile(table[table["part"] == "prior"]["value"], (1500, 1)))


def test_the_table_scores_like_the_network_and_knows_unseen_values():
    frame = people()
    table = train(frame)
    coding = Coding.of(frame, ["colour", "shape", "chance"])
    codes = coding.codes(frame)
    network = fit_network(codes, coding.sizes(), frame["cluster_number"].to_numpy() - 1, 3, tree=True)
    np.testing.assert_allclose(score(frame, table).to_numpy(), network.probabilities(codes), atol=1e-12)
    shares = score(frame.assign(colour="green"), table)
    np.testing.assert_allclose(shares.sum(axis=1), 1)


def test_the_same_rows_in_any_order_give_the_same_table():
    frame = people()
    pd.testing.assert_frame_equal(train(frame), train(frame.sample(frac=1, random_state=1)))


@pytest.mark.parametrize("rows", [0, 1, 50])
def test_few_customers(rows):
    table = train(people().head(rows))
    assert list(table.columns) == list(TABLE)
    assert set(table["status"]) == ({"baseline"} if rows else set())
    if rows:
        assert table.loc[table["part"] == "prior", "value"].sum() == pytest.approx(1)
