"""Association rules: counts that are published, brute force, planted bundles."""

from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from crm360.baskets.itemsets import mine
from crm360.baskets.rules import SCHEMA, TABLE, association_rules, rules_by_item
from crm360.steps import Steps

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY.parent / "shared" / "data"
BUNDLES = REPOSITORY / "seeds" / "demo_truth" / "bundles.csv"
NINE = ["abe", "bd", "bc", "abd", "ac", "bc", "ac", "abce", "abc"]


def lines_of(baskets, scope="all"):
    rows = [(scope, number, item) for number, basket in enumerate(baskets) for item in basket]
    return pd.DataFrame(rows, columns=["scope", "basket", "item"])


def rules(lines, *arguments, **options):
    with duckdb.connect() as connection:
        return association_rules(connection, lines, *arguments, **options)


def keyed(table):
    return {(row["scope"], tuple(row["antecedent"]), row["consequent"]): row for row in table.to_pylist()}


def random_baskets(seed, baskets=60, items=7):
    rng = np.random.default_rng(seed)
    return ["".join(np.array(list("abcdefghij"))[:items][rng.random(items) < 0.4]) or "a" for _ in range(baskets)]


def test_nine_baskets():
    found = keyed(rules(lines_of(NINE), 2 / 9, 0.0, min_length=2))
    rule = found["all", ("a",), "e"]
    assert rule["support"] == pytest.approx(2 / 9)
    assert rule["confidence"] == pytest.approx(1 / 3)
    assert rule["lift"] == pytest.approx((1 / 3) / (2 / 9))
    assert rule["leverage"] == pytest.approx(2 / 9 - 6 / 9 * 2 / 9)
    assert rule["conviction"] == pytest.approx((1 - 2 / 9) / (1 - 1 / 3))
    assert found["all", ("e",), "a"]["conviction"] is None  # sure: infinite
    # Itemsets of the textbook (Han, Kamber & Pei, figure 6.2): five, six and two.
    sets = {frozenset((*antecedent, consequent)) for _, antecedent, consequent in found}
    assert {frozenset("abc"), frozenset("abe")} == {one for one in sets if len(one) == 3}
    assert len([one for one in sets if len(one) == 2]) == 6


@pytest.mark.parametrize("seed", range(4))
def test_equals_brute_force(seed):
    baskets = random_baskets(seed)
    held = [set(basket) for basket in baskets]

    def count(items):
        return sum(set(items) <= basket for basket in held)

    least, surest = 6, 0.4
    expected = {}
    for length in range(1, 8):
        for items in combinations("abcdefg", length):
            if count(items) < least:
                continue
            for consequent in items:
                antecedent = tuple(item for item in items if item != consequent)
                confidence = count(items) / count(antecedent)
                general = [
                    count((*part, consequent)) / count(part)
                    for size in range(len(antecedent))
                    for part in combinations(antecedent, size)
                ]
                if confidence >= surest:
                    expected["all", antecedent, consequent] = (confidence, confidence <= max(general, default=0))
    found = keyed(rules(lines_of(baskets), least / len(baskets), surest))
    assert {key: row["is_redundant"] for key, row in found.items()} == {key: row[1] for key, row in expected.items()}
    for key, row in found.items():
        assert row["confidence"] == pytest.approx(expected[key][0], abs=1e-12)
        assert row["basket_count"] == count((*key[1], key[2]))


def test_scopes_are_mined_apart_and_repeats_do_not_count():
    one, other = lines_of(NINE, "x"), lines_of(["ab"] * 4 + ["c"], "y")
    both = pd.concat([one, other, other, pd.DataFrame([("y", None, "q")], columns=one.columns)])
    found = keyed(rules(both, 2 / 9, 0.3))
    for scope, lines in (("x", one), ("y", other)):
        alone = keyed(rules(lines, 2 / 9, 0.3))
        assert {key: row for key, row in found.items() if key[0] == scope} == alone
    assert found["y", ("a",), "b"]["confidence"] == 1


def test_least_counts_bounds_and_lengths():
    lines = lines_of(["abc"] * 3 + ["d"] * 27)
    assert ("all", ("a", "b"), "c") in keyed(rules(lines, 0.1, 0.5))  # three of 30 are a tenth
    assert rules(lines, 0.1, 0.5, min_count=4).num_rows == 1  # {} → d
    assert {row["length"] for row in rules(lines, 0.1, 0.5, max_length=2).to_pylist()} == {1, 2}
    assert keyed(rules(lines, 0.1, 0.9, min_length=2)).keys().isdisjoint({("all", (), "d")})
    for support in (0, 1.1):
        with pytest.raises(ValueError, match="min_support"):
            rules(lines, support, 0.5)


def test_too_many_itemsets_raise_the_bound_of_their_scope():
    """What is found is what the raised bound asks for, at its length and above; a scope with few is left alone."""
    many, few = random_baskets(5, baskets=200, items=9), ["ab", "ab", "a"]
    lines = pd.concat([lines_of(many, "many"), lines_of(few, "few")])
    limited = keyed(rules(lines, 0.001, 0.0, min_count=2, min_length=2, max_itemsets=20))
    whole = keyed(rules(lines, 0.001, 0.0, min_count=2, min_length=2))
    bound = {row["scope"]: row["scope_least_count"] for row in limited.values()}
    assert bound["few"] == 2 < bound["many"]
    by_length = {}
    for (scope, antecedent, consequent), row in limited.items():
        assert row["basket_count"] == whole[scope, antecedent, consequent]["basket_count"]
        by_length.setdefault((scope, row["length"]), set()).add(frozenset((*antecedent, consequent)))
    assert max(map(len, by_length.values())) == len(by_length["many", 2]) <= 20
    longest = max(length for _, length in by_length)
    held = {frozenset((*antecedent, consequent)) for scope, antecedent, consequent in whole if scope == "many"}
    counts = {one: sum(one <= set(basket) for basket in many) for one in held if len(one) == longest}
    assert by_length["many", longest] == {one for one, count in counts.items() if count >= bound["many"]}


def test_nothing_in_nothing_out_and_nothing_left_behind():
    with duckdb.connect() as connection:
        empty = connection.sql("select 'a' as scope, 1 as basket, 'x' as item limit 0")
        found = association_rules(connection, empty, 0.1, 0.5)
        assert found.num_rows == 0 and found.schema == SCHEMA
        assert connection.sql("select * from duckdb_tables()").fetchall() == []


def test_rules_by_item_have_a_row_per_item():
    settings = pd.DataFrame(
        [{"min_support": 2 / 9, "min_confidence": 0.9, "min_count": 1, "max_length": 3, "max_itemsets": 100}]
    )
    with duckdb.connect() as connection:
        assert rules_by_item(connection, lines_of(NINE), settings.iloc[:0]).equals(TABLE.empty_table())
        rows = rules_by_item(connection, lines_of(NINE), settings).to_pylist()
        assert rules_by_item(connection, lines_of(NINE).iloc[:0], settings).schema == TABLE
    assert {row["rule_number"] for row in rows} == set(range(1, max(row["rule_number"] for row in rows) + 1))
    assert [row["antecedent_item"] for row in rows if row["length"] == 3 and row["consequent"] == "b"] == ["a", "e"]


def test_same_in_same_out_whatever_the_order():
    lines = lines_of(random_baskets(5))
    shuffled = lines.sample(frac=1, random_state=3)
    assert rules(lines, 0.1, 0.3).equals(rules(shuffled, 0.1, 0.3))
    assert rules(lines, 0.1, 0.3, is_distinct=True).equals(rules(lines, 0.1, 0.3))


@pytest.mark.skipif(not (DATA / "groceries").exists(), reason="no ../shared/data/groceries")
@pytest.mark.parametrize(
    ("support", "confidence", "least", "lengths"),
    [
        (0.001, 0.5, 1, [11, 1461, 3211, 939, 46]),
        (0.006, 0.25, 2, [150, 297, 16]),
        (0.001, 0.8, 1, None),
        (0.01, 0.2, 1, None),
    ],
)
def test_groceries_as_arules(support, confidence, least, lengths):
    with duckdb.connect() as connection:
        lines = connection.sql(
            "select 'all' as scope, transaction_id as basket, item "
            f"from read_csv('{DATA / 'groceries' / 'groceries_long.csv.gz'}')"
        )
        found = association_rules(connection, lines, support, confidence, min_length=least).to_pandas()
    if lengths is None:
        assert len(found) == {0.001: 410, 0.01: 232}[support]
    else:
        assert found["length"].value_counts().sort_index().tolist() == lengths


def test_itemsets_have_their_members():
    with duckdb.connect() as connection, Steps(connection, "members") as steps:
        mine(steps, lines_of(NINE), 2 / 9)
        wrong = connection.sql(
            f"""
            select itemsets.item_key
            from {steps["itemsets"]} as itemsets
            left join {steps["members"]} as members
                on itemsets.length = members.length and itemsets.itemset = members.itemset
            group by all
            having count(members.item_number) <> max(itemsets.length)
                or bool_or(not contains(itemsets.item_key, ',' || members.item_number || ','))
            """
        ).fetchall()
    assert wrong == []


def test_demo_bundles_are_recovered_and_sql_measures_equal_the_library(demo_warehouse):
    """Of the product pairs with a lift of 3, at least 9 in 10 are planted, and 9 in 10 of the planted are found."""
    planted = pd.read_csv(BUNDLES).groupby("bundle")["sku"].apply(lambda skus: list(combinations(sorted(skus), 2)))
    truth = {pair for pairs in planted for pair in pairs}
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        pairs = connection.sql(
            "select antecedent_keys, consequent_key from marts.basket_rules "
            "where level = 'product' and segment = 'all' and length = 2 and lift >= 3"
        ).fetchall()
        apart = connection.sql(
            """
            select count(*), max(greatest(
                abs(ones.support - others.support), abs(ones.confidence - others.confidence),
                abs(ones.lift - others.lift), abs(ones.leverage - others.leverage),
                abs(coalesce(ones.conviction, 0) - coalesce(others.conviction, 0))
            ))
            from marts.int_basket_rules_measured as ones
            inner join python_models.ml_basket_rules as others using (rule_number)
            """
        ).fetchall()[0]
    found = {tuple(sorted(key.split(":")[-1] for key in pair)) for pair in pairs}
    assert len(found & truth) >= 0.9 * len(found)
    assert len(found & truth) >= 0.9 * len(truth)
    assert apart[0] > 50 and apart[1] < 1e-9
