"""Association rules from frequent itemsets, in SQL: one item follows from the others of its itemset.

With n baskets, of which A holds the antecedent, B the consequent and AB both (Agrawal, Imielinski & Swami 1993; lift
and conviction: Brin et al. 1997; leverage: Piatetsky-Shapiro 1991):

    support = AB / n                confidence = AB / A
    lift = confidence / (B / n)     leverage = AB / n - (A / n) * (B / n)
    conviction = (1 - B / n) / (1 - confidence); NULL where the confidence is 1, as it is then infinite

A rule is redundant if a more general one is at least as sure: the same consequent, some (or all) of the items of the
antecedent left out, and no lower confidence (Bayardo, Agrawal & Gunopulos 1999: improvement not above zero).
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa

from crm360.baskets.itemsets import MAX_LENGTH, mine
from crm360.steps import Steps

SCHEMA = pa.schema(
    [
        ("scope", pa.string()),
        ("antecedent", pa.list_(pa.string())),
        ("consequent", pa.string()),
        ("length", pa.int32()),
        ("basket_count", pa.int64()),
        ("antecedent_count", pa.int64()),
        ("consequent_count", pa.int64()),
        ("scope_basket_count", pa.int64()),
        ("scope_least_count", pa.int64()),
        ("support", pa.float64()),
        ("confidence", pa.float64()),
        ("lift", pa.float64()),
        ("leverage", pa.float64()),
        ("conviction", pa.float64()),
        ("improvement", pa.float64()),
        ("is_redundant", pa.bool_()),
    ]
)

TABLE = pa.schema(
    [
        ("rule_number", pa.int64()),
        ("antecedent_item", pa.string()),
        *[field for field in SCHEMA if field.name != "antecedent"],
    ]
)


def association_rules(
    session: Any,
    lines: Any,
    min_support: float,
    min_confidence: float,
    min_count: int = 1,
    min_length: int = 1,
    max_length: int = MAX_LENGTH,
    is_distinct: bool = False,
    max_itemsets: int | None = None,
    prefix: str = "rules",
) -> pa.Table:
    """Every rule of at least `min_confidence`, of every scope, redundant ones marked; columns `SCHEMA`.

    session: DuckDB connection or Spark session; lines, min_support, min_count, is_distinct, max_itemsets: as in
    `itemsets.mine`; scope_least_count: its `least_count`;
    min_length and max_length: items of the rule, both sides together. With min_length 1 the rule of no antecedent
    counts too (arules' `minlen = 1`). antecedent: its items as texts in alphabetical order. improvement: confidence
    above the best more general rule's (share, 0 to 1; of a rule without antecedent the confidence itself). Sorted by
    scope, lift and names, so that equal input gives equal rows. prefix: names the temporary tables of this run.
    """
    with Steps(session, prefix) as steps:
        mine(steps, lines, min_support, min_count, max_length, is_distinct, max_itemsets)
        _confidences(steps)
        _improvements(steps)
        found = steps.arrow(_measures(steps, min_confidence, min_length))
        return _with_names(found, steps.arrow(f"select item_number, item from {steps['items']}"))


def _confidences(steps: Steps) -> None:
    """Step `confidences`: a row per itemset and item of it (the consequent), with the count of the others."""
    steps.table(
        "confidences",
        f"""
        select
            itemsets.scope_number,
            itemsets.length,
            itemsets.itemset,
            members.item_number as consequent_number,
            antecedents.item_key as antecedent_key,
            itemsets.basket_count,
            antecedents.basket_count as antecedent_count,
            itemsets.basket_count * 1e0 / nullif(cast(antecedents.basket_count as double), 0e0) as confidence
        from {steps["itemsets"]} as itemsets
        inner join {steps["members"]} as members
            on itemsets.length = members.length and itemsets.itemset = members.itemset
        inner join {steps["itemsets"]} as antecedents
            on
                itemsets.scope_number = antecedents.scope_number
                and replace(itemsets.item_key, ',' || cast(members.item_number as string) || ',', ',')
                = antecedents.item_key
        """,
    )


def _improvements(steps: Steps) -> None:
    """Step `compared`: `confidences` and the best confidence of the more general rules (0 for no antecedent).

    Rules of one item less are enough to look at: they hand on the best of the still more general ones.
    """
    longest = steps.number(f"select max(length) from {steps['itemsets']}")
    compared = [
        steps.table("best_1", f"select *, cast(0 as double) as best from {steps['confidences']} where length = 1")
    ]
    for length in range(2, longest + 1):
        sql = f"""
            select
                rules.scope_number, rules.length, rules.itemset, rules.consequent_number, rules.antecedent_key,
                rules.basket_count, rules.antecedent_count, rules.confidence,
                max(greatest(general.confidence, general.best)) as best
            from {steps["confidences"]} as rules
            inner join {steps["members"]} as members
                on
                    rules.length = members.length
                    and rules.itemset = members.itemset
                    and rules.consequent_number <> members.item_number
            inner join {compared[-1]} as general
                on
                    rules.scope_number = general.scope_number
                    and rules.consequent_number = general.consequent_number
                    and replace(rules.antecedent_key, ',' || cast(members.item_number as string) || ',', ',')
                    = general.antecedent_key
            where rules.length = {length}
            group by
                rules.scope_number, rules.length, rules.itemset, rules.consequent_number, rules.antecedent_key,
                rules.basket_count, rules.antecedent_count, rules.confidence
        """
        compared.append(steps.table(f"best_{length}", sql))
    steps.table("compared", " union all ".join(f"select * from {name}" for name in compared))


def _measures(steps: Steps, min_confidence: float, min_length: int) -> str:
    # The bounds are compared as counts are, so that 0.3 of 10 baskets are three of them.
    return f"""
        with counted as (
            select
                scopes.scope,
                rules.antecedent_key,
                items.item as consequent,
                rules.length,
                rules.basket_count,
                rules.antecedent_count,
                items.basket_count as consequent_count,
                scopes.basket_count as scope_basket_count,
                scopes.least_count as scope_least_count,
                rules.confidence,
                rules.best,
                rules.antecedent_count * 1e0 / cast(scopes.basket_count as double) as antecedent_share,
                items.basket_count * 1e0 / cast(scopes.basket_count as double) as consequent_share
            from {steps["compared"]} as rules
            inner join {steps["scopes"]} as scopes on rules.scope_number = scopes.scope_number
            inner join {steps["items"]} as items on rules.consequent_number = items.item_number
            where
                rules.length >= {min_length}
                and rules.basket_count >= {min_confidence!r} * rules.antecedent_count - 1e-9
        )

        select
            scope, antecedent_key, consequent, length, basket_count, antecedent_count, consequent_count,
            scope_basket_count, scope_least_count,
            basket_count * 1e0 / cast(scope_basket_count as double) as support,
            confidence,
            confidence / consequent_share as lift,
            basket_count * 1e0 / cast(scope_basket_count as double) - antecedent_share * consequent_share as leverage,
            case
                when basket_count < antecedent_count then (1e0 - consequent_share) / (1e0 - confidence)
            end as conviction,
            confidence - best as improvement,
            confidence <= best as is_redundant
        from counted
    """


def _with_names(found: pa.Table, items: pa.Table) -> pa.Table:
    """The rules with the names of the antecedent's items, sorted; columns `SCHEMA`."""
    names = dict(zip(items["item_number"].to_pylist(), map(str, items["item"].to_pylist()), strict=True))
    rows = [
        {**row, "scope": str(row["scope"]), "consequent": str(row["consequent"]), "antecedent": antecedent}
        for row in found.to_pylist()
        for antecedent in [sorted(names[int(number)] for number in row.pop("antecedent_key").split(",") if number)]
    ]
    rows.sort(key=lambda row: (row["scope"], -row["lift"], row["consequent"], row["antecedent"]))
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def rules_by_item(session: Any, lines: Any, settings: pd.DataFrame) -> pa.Table:
    """The rules for a table: one row per rule and item of its antecedent; columns `TABLE`.

    lines: as in `association_rules`, each once. settings: one row with min_support, min_confidence, min_count,
    max_length and max_itemsets; without it (a build with --empty) there are no rules. rule_number: from 1, the same for
    the rows of one rule. Rules of at least two items only.
    """
    if settings.empty:
        return TABLE.empty_table()
    chosen = settings.iloc[0]
    found = association_rules(
        session,
        lines,
        min_support=float(chosen["min_support"]),
        min_confidence=float(chosen["min_confidence"]),
        min_count=int(chosen["min_count"]),
        min_length=2,
        max_length=int(chosen["max_length"]),
        is_distinct=True,
        max_itemsets=int(chosen["max_itemsets"]),
    )
    rows = [
        {**row, "rule_number": number, "antecedent_item": item}
        for number, row in enumerate(found.to_pylist(), start=1)
        for item in row["antecedent"]
    ]
    return pa.Table.from_pylist(rows, schema=TABLE)
