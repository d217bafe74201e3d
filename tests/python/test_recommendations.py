"""Recommendations: formulas against numpy, planted tastes, windows, blends."""

from dataclasses import replace

import duckdb
import numpy as np
import pandas as pd
import pytest

from crm360.recommending.blending import blend, choose_weights
from crm360.recommending.choosing import COLUMNS, evaluate
from crm360.recommending.ease import ease_weights
from crm360.recommending.evaluation import measure, targets_of
from crm360.recommending.interactions import weigh
from crm360.recommending.methods import METHODS, Question
from crm360.recommending.modelling import EVALUATION, NEIGHBOURS, evaluation, neighbours
from crm360.recommending.neighbours import attribute_neighbours, cosine_neighbours
from crm360.steps import Steps


def tastes(users=240, items=40, days=360, per_user=16, seed=3):
    """Users of two tastes: nine in ten of their items come from their half of the catalogue."""
    rng = np.random.default_rng(seed)
    rows = []
    for user in range(users):
        own = np.arange(items // 2) + (user % 2) * items // 2
        for _ in range(per_user):
            item = rng.choice(own) if rng.random() < 0.9 else rng.integers(items)
            rows.append(
                (f"u{user:03d}", f"i{item:02d}", pd.Timestamp("2024-01-01") + pd.Timedelta(days=rng.random() * days))
            )
    return pd.DataFrame(rows, columns=["user", "item", "time"])


ATTRIBUTES = pd.DataFrame(
    [(f"i{item:02d}", "left" if item < 20 else "right") for item in range(40)]
    + [(f"i{item:02d}", f"shade {item % 5}") for item in range(40)],
    columns=["item", "attribute"],
)


@pytest.fixture(scope="module")
def world():
    return tastes()


def dense(entries):
    table = entries.pivot(index="user", columns="item", values="weight").fillna(0)
    return table, table.to_numpy()


def test_weights_halve_and_the_newest_items_stay():
    rows = pd.DataFrame(
        [("u", "a", "2024-01-01"), ("u", "a", "2024-01-31"), ("u", "b", "2024-01-01"), ("u", "c", "2024-03-01")],
        columns=["user", "item", "time"],
    )
    found = weigh(rows, pd.Timestamp("2024-01-31"), half_life_days=30)
    assert found.to_dict("list") == {"user": ["u", "u"], "item": ["a", "b"], "weight": [1.0, 0.5]}
    assert weigh(rows, half_life_days=30, max_items=1)["item"].tolist() == ["c"]


def test_cosine_equals_numpy(world):
    entries = weigh(world)
    table, values = dense(entries)
    norms = np.sqrt((values**2).sum(axis=0))
    shared = (values > 0).T.astype(float) @ (values > 0)
    expected = values.T @ values / np.outer(norms, norms) * shared / (shared + 10)
    with duckdb.connect() as connection, Steps(connection, "t") as steps:
        given = steps.input("entries", entries.rename(columns={"user": "taker"}))
        found = steps.arrow(f"select * from {cosine_neighbours(steps, 'n', given, 'item', 'taker', 10.0)}").to_pandas()
    names = list(table.columns)
    assert len(found) == ((shared > 0).sum() - len(names))
    for row in found.itertuples():
        assert row.similarity == pytest.approx(expected[names.index(row.thing), names.index(row.neighbour)], abs=1e-9)


def described(attributes, taken, most=100, max_kinds=1000):
    with duckdb.connect() as connection, Steps(connection, "test") as steps:
        steps.input("attributes", attributes)
        steps.input("taken", taken)
        found = attribute_neighbours(steps, "near", steps["attributes"], steps["taken"], most, max_kinds)
        return steps.arrow(f"select * from {found}").to_pandas()


def test_attribute_cosine_equals_numpy(world):
    rng = np.random.default_rng(5)
    rows = pd.DataFrame(
        {"item": [f"i{n:02d}" for n in rng.integers(40, size=160)], "attribute": rng.integers(9, size=160)}
    )
    rows = rows.drop_duplicates().astype(str)
    found = described(rows, world.rename(columns={"user": "taker"})[["item", "taker"]], most=10)

    held = pd.crosstab(rows["item"], rows["attribute"])
    weight = held.to_numpy() * (np.log((1 + len(held)) / (1 + held.to_numpy().sum(axis=0))) + 1)
    unit = weight / np.linalg.norm(weight, axis=1, keepdims=True)
    cosine = pd.DataFrame(unit @ unit.T, index=held.index, columns=held.index)
    assert len(found) == 40 * 10
    assert found["similarity"].to_numpy() == pytest.approx(
        [cosine.loc[thing, neighbour] for thing, neighbour in zip(found["thing"], found["neighbour"], strict=True)]
    )
    for thing, similarities in found.groupby("thing")["similarity"]:
        best = cosine.loc[thing].drop(thing).sort_values(ascending=False).head(10)
        assert sorted(similarities, reverse=True) == pytest.approx(best.tolist())


def test_many_items_of_one_brand_do_not_become_pairs():
    """A catalogue with two brands: pairs of items would be 800 million, kinds are 400; the taken ones come first."""
    items = [f"item {number:05d}" for number in range(40_000)]
    brand = pd.DataFrame(
        {"item": items, "attribute": ["large brand" if n % 10 else "small brand" for n in range(40_000)]}
    )
    shelf = pd.DataFrame({"item": items, "attribute": [f"shelf {n // 200}" for n in range(40_000)]})
    taken = pd.DataFrame({"item": ["item 00157", "item 00157", "item 00003"], "taker": ["a", "b", "a"]})
    found = described(pd.concat([brand, shelf]), taken, most=5)
    assert len(found) == 40_000 * 5
    assert found.loc[found["thing"] == "item 00001", "neighbour"].tolist()[:2] == ["item 00157", "item 00003"]
    assert (found["neighbour"].str[5:].astype(int) // 200 == found["thing"].str[5:].astype(int) // 200).all()


def test_attributes_of_too_many_kinds_do_not_count():
    """Everything shares the brand; with two kinds as the limit only the shelf tells."""
    rows = pd.DataFrame(
        [(f"i{n}", attribute) for n in range(6) for attribute in ("brand", f"shelf {n // 2}")],
        columns=["item", "attribute"],
    )
    nobody = pd.DataFrame({"item": [], "taker": []}, dtype=str)
    assert len(described(rows, nobody)) == 6 * 5
    assert len(described(rows, nobody, max_kinds=2)) == 6


def test_ease_solves_its_equations(world):
    """B minimises |X - XB|² + penalty |B|² with a zero diagonal: the gradient is 0 off the diagonal (Steck 2019)."""
    entries = weigh(world)
    table, values = dense(entries)
    long = ease_weights(entries, penalty=20.0)
    weights = long.pivot(index="thing", columns="neighbour", values="similarity").fillna(0).to_numpy()
    gram = values.T @ values
    gradient = gram @ weights - gram + 20.0 * weights
    np.fill_diagonal(gradient, 0)
    assert weights.shape == (len(table.columns),) * 2
    assert np.abs(gradient).max() < 1e-8


def test_scores_of_items_and_users_equal_numpy(world):
    entries = weigh(world)
    table, values = dense(entries)
    similar = ease_weights(entries)
    weights = similar.pivot(index="thing", columns="neighbour", values="similarity").fillna(0).to_numpy()
    expected = pd.DataFrame(values @ weights, index=table.index, columns=table.columns)
    found = METHODS["ease"](Question(world, top=40, keep_owned=True))
    for row in found.itertuples():
        assert row.score == pytest.approx(expected.loc[row.user, row.item], abs=1e-9)
    popular = METHODS["popularity"](Question(world, users=["u000"], top=40, keep_owned=True)).set_index("item")["score"]
    assert popular.to_dict() == pytest.approx(dict(zip(table.columns, values.mean(axis=0), strict=True)), abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_lists_are_filtered_ranked_and_repeatable(world, method):
    allowed = [f"i{number:02d}" for number in range(0, 40, 2)]
    question = Question(world, items=allowed, attributes=ATTRIBUTES, top=5)
    found = METHODS[method](question)
    owned = world[["user", "item"]].drop_duplicates()
    assert found.merge(owned, on=["user", "item"]).empty
    assert set(found["item"]) <= set(allowed)
    assert found.groupby("user")["rank"].apply(lambda ranks: list(ranks) == list(range(1, len(ranks) + 1))).all()
    assert found["rank"].max() == 5
    shuffled = replace(question, interactions=world.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(found, METHODS[method](shuffled))


@pytest.mark.parametrize("method", [name for name in METHODS if name != "popularity"])
def test_planted_tastes_are_found(world, method):
    found = METHODS[method](Question(world, attributes=ATTRIBUTES, top=3))
    same = (found["user"].str[1:].astype(int) % 2) == (found["item"].str[1:].astype(int) >= 20)
    assert same.mean() > 0.85


@pytest.mark.parametrize("method", METHODS)
def test_nothing_in_nothing_out(method):
    nothing = pd.DataFrame({"user": [], "item": [], "time": pd.to_datetime([])})
    assert METHODS[method](Question(nothing)).empty


def test_models_of_nothing_have_their_columns():
    purchases = pd.DataFrame({"customer_id": [], "product_key": [], "order_date": [], "as_of_date": []})
    attributes, settings = pd.DataFrame({"product_key": [], "attribute": []}), pd.DataFrame({"holdout_days": []})
    for options in (settings, pd.DataFrame({"holdout_days": [30]})):
        found = evaluation(purchases, attributes, options)
        assert found.schema == EVALUATION and set(found["status"].to_pylist()) == {"no_data"}
        made = neighbours(purchases, attributes, found.to_pandas())
        assert made.num_rows == 0 and made.schema == NEIGHBOURS


def test_neighbours_are_the_same_whatever_the_order(world):
    names = {"user": "customer_id", "item": "product_key", "time": "order_date"}
    purchases = world.rename(columns=names).assign(as_of_date=pd.Timestamp("2025-01-01"))
    attributes, evaluated = ATTRIBUTES.rename(columns={"item": "product_key"}), pd.DataFrame({"half_life_days": [90.0]})
    made = neighbours(purchases, attributes, evaluated)
    assert made.num_rows > 5000
    assert made.equals(neighbours(purchases.sample(frac=1, random_state=2), attributes, evaluated))


def test_later_rows_do_not_count(world):
    at = pd.Timestamp("2024-06-30")
    cut = world[world["time"] <= at]
    for method in METHODS.values():
        pd.testing.assert_frame_equal(
            method(Question(world, users=["u000", "u001"], at=at, attributes=ATTRIBUTES)),
            method(Question(cut, users=["u000", "u001"], at=at, attributes=ATTRIBUTES)),
        )


def test_metrics_by_hand():
    targets = pd.DataFrame([("a", "x"), ("a", "y"), ("b", "x")], columns=["user", "item"])
    lists = pd.DataFrame([("a", "z", 1), ("a", "x", 2)], columns=["user", "item", "rank"])
    found = measure(lists, targets, known_items=4)
    assert found["recall_at_10"] == pytest.approx((1 / 2 + 0) / 2)
    assert found["ndcg_at_10"] == pytest.approx((1 / np.log2(3)) / (1 + 1 / np.log2(3)) / 2)
    assert found["coverage"] == 0.5


def test_targets_are_new_items_of_known_users():
    rows = pd.DataFrame(
        [("a", "x", 1), ("a", "x", 5), ("a", "y", 5), ("b", "y", 1), ("c", "x", 5), ("a", "w", 5), ("b", "x", 9)],
        columns=["user", "item", "day"],
    )
    rows["time"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(rows["day"], unit="D")
    found = targets_of(rows, pd.Timestamp("2024-01-03"), pd.Timestamp("2024-01-08"))
    assert found.to_numpy().tolist() == [["a", "y"]]


def test_blend_takes_the_method_that_helps():
    users = [f"u{number:02d}" for number in range(40)]
    targets = pd.DataFrame({"user": users, "item": "good"})

    def lists(item):
        return pd.DataFrame({"user": users, "item": item, "score": 2.0})

    found = {"popularity": lists("bad"), "ease": lists("good")}
    weights = choose_weights(found, targets)
    assert weights == {"popularity": 0.0, "ease": 1.0}
    mixed = blend(found, {"popularity": 0.25, "ease": 0.75})
    assert mixed.loc[mixed["user"] == "u00", ["item", "score", "rank"]].to_numpy().tolist() == [
        ["good", 0.75, 1],
        ["bad", 0.25, 2],
    ]
    assert choose_weights(found, targets.iloc[:0]) == {"popularity": 1.0, "ease": 0.0}


def test_evaluation_beats_popularity_or_falls_back(world):
    found = evaluate(Question(world, attributes=ATTRIBUTES), window_days=60)
    assert list(found.columns) == list(COLUMNS) and set(found["status"]) == {"trained"}
    blended = found[(found["method"] == "blend") & (found["metric"] == "ndcg_at_10")].iloc[0]
    assert blended["value"] > 1.2 * blended["baseline_value"]
    assert found[found["metric"] == "coverage"]["blend_weight"].sum() == pytest.approx(1)
    few = evaluate(Question(world[world["user"] < "u010"]), window_days=30)
    assert set(few["status"]) == {"baseline"}
    assert few.loc[few["blend_weight"] == 1, "method"].unique().tolist() == ["popularity"]
    none = evaluate(Question(world.iloc[:0]), window_days=30)
    assert set(none["status"]) == {"no_data"}


def test_sql_scores_equal_the_library(demo_warehouse):
    """The build's blend, in SQL from the tables of the models, is the library's on the same purchases, to 1e-9."""
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        purchases = connection.sql(
            'select customer_id as "user", product_key as item, order_date as time, as_of_date '
            "from features.int_recommendation_training"
        ).df()
        attributes = connection.sql("select product_key as item, attribute from features.int_product_attributes").df()
        available = connection.sql("select product_key from marts.int_recommendation_available").fetchall()
        evaluation = connection.sql("select * from python_models.ml_recommendation_evaluation").df()
        ours = connection.sql("select * from marts.int_recommendation_scores").df()
    assert ours["customer_id"].nunique() > 1000
    question = Question(
        purchases,
        items=[key for (key,) in available],
        attributes=attributes,
        at=purchases["as_of_date"].max(),
        half_life_days=evaluation["half_life_days"].iloc[0],
        top=100,
    )
    for method in sorted(ours["method"].unique()):
        expected = METHODS[method](question)
        both = ours[ours["method"] == method].merge(
            expected, left_on=["customer_id", "product_key"], right_on=["user", "item"], suffixes=("", "_library")
        )
        assert len(both) == len(expected) == (ours["method"] == method).sum()
        assert np.abs(both["score"] - both["score_library"]).max() < 1e-9


def test_every_open_customer_of_the_demo_gets_ten(demo_warehouse):
    """…unless less than ten products are left that the customer does not own."""
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        wrong = connection.sql(
            """
            with counted as (
                select customers.customer_id, count(recommended.place) as places,
                    (select count(*) from marts.int_recommendation_available) as products,
                    max(owned.products) as owned
                from marts.dim_customers as customers
                left join marts.customer_recommendations as recommended using (customer_id)
                left join (
                    select customer_id, count(distinct product_key) as products
                    from features.int_recommendation_purchases group by 1
                ) as owned using (customer_id)
                where customers.closed_at is null
                group by 1
            )
            select * from counted where places > 10 or places < least(10, products - coalesce(owned, 0))
            """
        ).fetchall()
    assert wrong == []
