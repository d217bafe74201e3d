"""Neighbours by cosine, in SQL: of items by who takes them, of users by what they take, of items by their attributes.

    cosine(i, j) = sum over holders h of w(h, i) * w(h, j) / (norm(i) * norm(j)),   norm(i) = sqrt(sum of w(h, i)^2)
    similarity = cosine * n / (n + shrinkage),   n = holders that i and j share

(Sarwar et al. 2001; shrinkage: Koren & Bell 2011). One chance companion would otherwise make a perfect cosine.
"""

from __future__ import annotations

from crm360.steps import Steps

NEIGHBOURS = 100
MAX_KINDS = 1_000
"""Kinds of items (of the same attributes) that may share an attribute before it no longer tells them apart."""


def cosine_neighbours(
    steps: Steps,
    name: str,
    entries: str,
    thing: str,
    holder: str,
    shrinkage: float,
    most: int = NEIGHBOURS,
    wanted: str | None = None,
    with_itself: bool = False,
) -> str:
    """Make the step `name`: thing, neighbour, similarity (above 0 to 1), shared (holders); the best `most` per thing.

    entries: a step with a row per thing and holder (the names of its columns) and a weight above 0. wanted: a step of
    the things to find neighbours of (default: all). with_itself: a thing may be its own neighbour.
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
        inner join {entries} as others on ones.{holder} = others.{holder}
        {"" if with_itself else f"where ones.{thing} <> others.{thing}"}
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


def attribute_neighbours(
    steps: Steps, name: str, attributes: str, taken: str, most: int = NEIGHBOURS, max_kinds: int = MAX_KINDS
) -> str:
    """Make the step `name`: thing, neighbour, similarity (above 0 to 1): the `most` most alike items per item.

    The cosine of the items' attributes, each weighing ln((1 + items) / (1 + items with it)) + 1 (inverse frequency).
    Items with the same attributes are a kind, and kinds are compared: thousands of items of one brand would make
    millions of pairs that are all alike. An attribute of more than `max_kinds` kinds does not count. Ties go to the
    item that most users took, then by name. attributes: a step of item and attribute, each pair once. taken: a step
    of item and taker.
    """
    steps.table(
        "item_kinds",
        f"""
        select
            described.item, min(described.item) over (partition by described.attributes) as kind,
            row_number() over (
                partition by described.attributes
                order by coalesce(counted.takers, 0) desc nulls last, described.item asc nulls last
            ) as place,
            coalesce(counted.takers, 0) as takers,
            count(*) over (partition by described.attributes) as items
        from (
            select item, string_agg(attribute, chr(10) order by attribute) as attributes from {attributes} group by item
        ) as described
        left join (select item, count(*) as takers from {taken} group by item) as counted
            on described.item = counted.item
        """,
    )
    steps.table(
        "kind_weights",
        f"""
        select
            kinds.kind as item, pairs.attribute,
            ln((1 + totals.items) / (1e0 + sum(kinds.items) over (partition by pairs.attribute))) + 1e0 as weight
        from {attributes} as pairs
        inner join {steps["item_kinds"]} as kinds on pairs.item = kinds.item and kinds.place = 1
        cross join (select count(*) as items from {steps["item_kinds"]}) as totals
        qualify count(*) over (partition by pairs.attribute) <= {max_kinds}
        """,
    )
    cosine_neighbours(
        steps, "kind_neighbours", steps["kind_weights"], "item", "attribute", 0.0, most + 1, with_itself=True
    )
    steps.table(
        "near_kind",
        f"""
        select near.thing as kind, others.item, others.takers, near.similarity
        from {steps["kind_neighbours"]} as near
        inner join {steps["item_kinds"]} as others on near.neighbour = others.kind and others.place <= {most + 1}
        qualify row_number() over (
            partition by near.thing order by near.similarity desc, others.takers desc, others.item
        ) <= {most + 1}
        """,
    )
    steps.table(
        name,
        f"""
        select things.item as thing, near.item as neighbour, near.similarity
        from {steps["item_kinds"]} as things
        inner join {steps["near_kind"]} as near on things.kind = near.kind and things.item <> near.item
        qualify row_number() over (
            partition by things.item order by near.similarity desc, near.takers desc, near.item
        ) <= {most}
        """,
    )
    for step in ("item_kinds", "kind_weights", "kind_neighbours", "near_kind"):
        steps.drop(step)
    return steps[name]
