"""Neighbours by cosine, in SQL: of items by who takes them, of users by what they take, of items by their attributes.

    cosine(i, j) = sum over holders h of w(h, i) * w(h, j) / (norm(i) * norm(j)),   norm(i) = sqrt(sum of w(h, i)^2)
    similarity = cosine * n / (n + shrinkage),   n = holders that i and j share

(Sarwar et al. 2001; shrinkage: Koren & Bell 2011). One chance companion would otherwise make a perfect cosine.
"""

from __future__ import annotations

from crm360.steps import Steps

NEIGHBOURS = 100


def cosine_neighbours(
    steps: Steps,
    name: str,
    entries: str,
    thing: str,
    holder: str,
    shrinkage: float,
    most: int = NEIGHBOURS,
    wanted: str | None = None,
) -> str:
    """Make the step `name`: thing, neighbour, similarity (above 0 to 1), shared (holders); the best `most` per thing.

    entries: a step with a row per thing and holder (the names of its columns) and a weight above 0. wanted: a step of
    the things to find neighbours of (default: all).
    """
    steps.table(
        "norms",
        f"""
        select {thing} as thing, sqrt(sum(cast(weight as double) * weight)) as norm
        from {entries}
        group by {thing}
        """,
    )
    steps.table(
        "shared",
        f"""
        select
            ones.{thing} as thing, others.{thing} as neighbour, count(*) as shared,
            sum(cast(ones.weight as double) * others.weight) as product
        from {entries} as ones
        {f"inner join {wanted} as wanted on ones.{thing} = wanted.{thing}" if wanted else ""}
        inner join {entries} as others on ones.{holder} = others.{holder} and ones.{thing} <> others.{thing}
        group by ones.{thing}, others.{thing}
        """,
    )
    steps.table(
        name,
        f"""
        select thing, neighbour, similarity, shared
        from (
            select
                thing, neighbour, similarity, shared,
                row_number() over (
                    partition by thing order by similarity desc nulls last, neighbour asc nulls last
                ) as place
            from (
                select
                    pairs.thing, pairs.neighbour, pairs.shared,
                    round(
                        pairs.product / (ones.norm * others.norm)
                        * (pairs.shared * 1e0 / (pairs.shared + {float(shrinkage)}e0)), 12
                    ) as similarity
                from {steps["shared"]} as pairs
                inner join {steps["norms"]} as ones on pairs.thing = ones.thing
                inner join {steps["norms"]} as others on pairs.neighbour = others.thing
            ) as compared
        ) as ranked
        where place <= {most}
        """,
    )
    steps.drop("shared")
    steps.drop("norms")
    return steps[name]


def rarity_weights(steps: Steps, name: str, attributes: str) -> str:
    """Make the step `name`: item, attribute, weight = ln((1 + items) / (1 + items with it)) + 1 (inverse frequency).

    attributes: a step of item and attribute, each pair once.
    """
    return steps.table(
        name,
        f"""
        select pairs.item, pairs.attribute, ln((1 + totals.items) / (1e0 + counted.items)) + 1e0 as weight
        from {attributes} as pairs
        inner join (
            select attribute, count(*) as items from {attributes} group by attribute
        ) as counted on pairs.attribute = counted.attribute
        cross join (
            select count(*) as items from (select distinct item from {attributes}) as named
        ) as totals
        """,
    )
