"""Frequent itemsets of any length over any (scope, basket, item) relation, level by level in SQL.

Apriori's levels (Agrawal & Srikant 1994) on vertical data: level k holds, per basket, the frequent itemsets of k items
that it contains. Two of them in one basket that share their first k - 1 items make a candidate of k + 1 items, and
counting them is the support. So a level joins only what is frequent, and each join is made once: its rows are kept,
counted, and reduced to the frequent ones.

A scope is a part of the data to be mined by itself (a level of the product tree, a segment, or both); the items of all
scopes go through the same queries.
"""

from __future__ import annotations

from typing import Any

from crm360.steps import Steps

MAX_LENGTH = 10
"""As arules' default."""
ITEMSETS = "scope_number, length, itemset, item_key, last_item, basket_count"


def mine(
    steps: Steps,
    lines: Any,
    min_support: float,
    min_count: int = 1,
    max_length: int = MAX_LENGTH,
    is_distinct: bool = False,
    max_itemsets: int | None = None,
) -> None:
    """Make the steps `scopes`, `items` and `itemsets` of the lines.

    lines: relation or frame with the columns scope, basket and item, of any type; repeated and incomplete lines do
    not count. is_distinct: the lines are known to have neither, so that nothing has to be sorted out. min_support:
    share of the scope's baskets (0 to 1, above 0) that an itemset has to be in; min_count: baskets that it has to be
    in at the least. max_itemsets: where a scope has more frequent itemsets of one length than this, the bound rises for
    itemsets of this and greater length until it has not (large baskets hold more combinations than anybody can count);
    default: no limit. Tables made:

    - scopes: scope, scope_number, basket_count, least_count (baskets that make the longest itemsets frequent)
    - items: scope, item, item_number (unique over all scopes, from the rarest item up), basket_count; of the frequent
    - itemsets: scope_number, length, itemset (number within its length), item_key (",1,5,9,": the item numbers,
      ascending), last_item, basket_count. Length 0 is the empty itemset, which all baskets contain.
    - members: length, itemset, item_number; a row per itemset and item of it

    Raises ValueError where a bound makes no sense.
    """
    if not 0 < min_support <= 1 or min_count < 1 or max_length < 1:
        raise ValueError("min_support has to be above 0 and at most 1, min_count and max_length at least 1")
    _first_level(steps, lines, min_support, min_count, is_distinct)
    _single_items(steps)
    length = 1
    while length < max_length and steps.number(f"select count(*) from {steps[f'level_{length}']}"):
        length += 1
        _next_level(steps, length, length == max_length, max_itemsets)
    steps.drop(f"within_{length}")
    _union(steps, "itemsets", "level", ITEMSETS, range(length + 1))
    _union(steps, "members", "members", "length, itemset, item_number", range(1, length + 1))


def _first_level(steps: Steps, lines: Any, min_support: float, min_count: int, is_distinct: bool) -> None:
    given = steps.input("given", lines)
    if not is_distinct:
        given = steps.table(
            "lines",
            f"select distinct scope, basket, item from {given} "
            "where scope is not null and basket is not null and item is not null",
        )
        steps.drop("given")
    # 1e-9: 0.1 * 30 is 3.0000000000000004, and three of 30 baskets are a tenth.
    least = f"cast(ceil({min_support!r} * count(*) - 1e-9) as bigint)"
    steps.table(
        "scopes",
        f"""
        select
            scope,
            cast(row_number() over (order by scope asc nulls last) as int) as scope_number,
            basket_count,
            greatest(least_count, {min_count}) as least_count
        from (
            select scope, count(*) as basket_count, {least} as least_count
            from (select distinct scope, basket from {given}) as baskets
            group by scope
        ) as counted
        """,
    )
    steps.table(
        "items",
        f"""
        select
            counted.scope,
            scopes.scope_number,
            counted.item,
            cast(row_number() over (
                order by counted.basket_count asc nulls last, counted.scope asc nulls last, counted.item asc nulls last
            ) as int) as item_number,
            counted.basket_count
        from (
            select scope, item, count(*) as basket_count from {given} group by scope, item
        ) as counted
        inner join {steps["scopes"]} as scopes on counted.scope = scopes.scope
        where counted.basket_count >= scopes.least_count
        """,
    )
    # Numbers of itemsets are those of their items at level 1; a prefix of no item is the scope.
    steps.table(
        "within_1",
        f"""
        select lines.basket, items.scope_number as prefix, items.item_number as itemset, items.item_number as last_item
        from {given} as lines
        inner join {steps["items"]} as items on lines.scope = items.scope and lines.item = items.item
        """,
    )
    steps.drop("lines")
    steps.drop("given")


def _union(steps: Steps, name: str, level: str, columns: str, lengths: range) -> None:
    parts = [f"select {columns} from {steps[f'{level}_{length}']}" for length in lengths]
    steps.table(name, " union all ".join(parts))
    for length in lengths:
        steps.drop(f"{level}_{length}")


def _single_items(steps: Steps) -> None:
    steps.table(
        "level_0",
        f"""
        select
            scope_number, cast(0 as int) as length, cast(0 as int) as itemset, ',' as item_key,
            cast(0 as int) as last_item, basket_count
        from {steps["scopes"]}
        """,
    )

    steps.table(
        "level_1",
        f"""
        select
            scope_number, cast(1 as int) as length, item_number as itemset,
            ',' || cast(item_number as string) || ',' as item_key, item_number as last_item, basket_count
        from {steps["items"]}
        """,
    )
    steps.table(
        "members_1", f"select cast(1 as int) as length, item_number as itemset, item_number from {steps['items']}"
    )


def _raise_bounds(steps: Steps, counted: str, max_itemsets: int) -> None:
    """Make the step `scopes` again, with bounds by which no scope has more than so many of the itemsets counted."""
    raised = steps.table(
        "raised",
        f"""
        select scopes.scope, scopes.scope_number, scopes.basket_count,
            greatest(scopes.least_count, coalesce(bounds.least_count, scopes.least_count)) as least_count
        from {steps["scopes"]} as scopes
        left join (
            select scope_number, max(case when itemsets > {max_itemsets} then basket_count + 1 end) as least_count
            from (
                select
                    scope_number, basket_count,
                    sum(itemsets) over (partition by scope_number order by basket_count desc nulls last) as itemsets
                from (
                    select scope_number, basket_count, count(*) as itemsets
                    from {counted}
                    group by scope_number, basket_count
                ) as by_count
            ) as running
            group by scope_number
        ) as bounds on scopes.scope_number = bounds.scope_number
        """,
    )
    steps.table("scopes", f"select * from {raised}")
    steps.drop("raised")


def _next_level(steps: Steps, length: int, is_last: bool, max_itemsets: int | None) -> None:
    """Count the candidates of `length` items, keep the frequent ones, and find the baskets that contain them."""
    within, shorter = steps[f"within_{length - 1}"], steps[f"level_{length - 1}"]
    siblings = steps.table(
        "siblings",
        f"""
        select prefixes.basket, prefixes.itemset as prefix, extensions.last_item
        from {within} as prefixes
        inner join {within} as extensions
            on
                prefixes.basket = extensions.basket
                and prefixes.prefix = extensions.prefix
                and prefixes.last_item < extensions.last_item
        """,
    )
    steps.drop(f"within_{length - 1}")
    level = steps.table(
        f"counted_{length}" if max_itemsets else f"level_{length}",
        f"""
        select
            shorter.scope_number,
            cast(row_number() over (
                order by candidates.prefix asc nulls last, candidates.last_item asc nulls last
            ) as int) as itemset,
            cast({length} as int) as length,
            shorter.item_key || cast(candidates.last_item as string) || ',' as item_key,
            candidates.last_item,
            candidates.basket_count,
            candidates.prefix
        from (
            select prefix, last_item, count(*) as basket_count
            from {siblings}
            group by prefix, last_item
        ) as candidates
        inner join {shorter} as shorter on candidates.prefix = shorter.itemset
        inner join {steps["scopes"]} as scopes on shorter.scope_number = scopes.scope_number
        where candidates.basket_count >= scopes.least_count
        """,
    )
    if max_itemsets:
        _raise_bounds(steps, level, max_itemsets)
        level = steps.table(
            f"level_{length}",
            f"""
            select counted.*
            from {level} as counted
            inner join {steps["scopes"]} as scopes on counted.scope_number = scopes.scope_number
            where counted.basket_count >= scopes.least_count
            """,
        )
        steps.drop(f"counted_{length}")
    if not is_last:
        steps.table(
            f"within_{length}",
            f"""
            select siblings.basket, siblings.prefix, level.itemset, siblings.last_item
            from {siblings} as siblings
            inner join {level} as level
                on siblings.prefix = level.prefix and siblings.last_item = level.last_item
            """,
        )
    steps.drop("siblings")
    steps.table(
        f"members_{length}",
        f"""
        select cast({length} as int) as length, level.itemset, members.item_number
        from {level} as level
        inner join {steps[f"members_{length - 1}"]} as members on level.prefix = members.itemset
        union all
        select cast({length} as int) as length, itemset, last_item as item_number from {level}
        """,
    )
