"""Scores of items for users, in SQL.

Of neighbours of items:   score(u, j) = sum over the items i of u of w(u, i) * s(i, j)
Of neighbours of users:   score(u, j) = sum over the neighbours v of u of s(u, v) * w(v, j)
Of popularity:            score(j) = sum over all users v of w(v, j), divided by the number of users

The steps that they read: `entries` (taker, item, weight), `asked` (taker), `owned` (taker, item) and `allowed` (item).
"""

from __future__ import annotations

from crm360.steps import Steps

CANDIDATES = 100
"""Items kept per user and method, to be blended."""


def by_items(steps: Steps, neighbours: str) -> str:
    """Step `scores` (taker, item, score) from item neighbours (thing, neighbour, similarity)."""
    return steps.table(
        "scores",
        f"""
        select entries.taker, neighbours.neighbour as item, sum(entries.weight * neighbours.similarity) as score
        from {steps["entries"]} as entries
        inner join {steps["asked"]} as asked on entries.taker = asked.taker
        inner join {neighbours} as neighbours on entries.item = neighbours.thing
        group by entries.taker, neighbours.neighbour
        """,
    )


def by_users(steps: Steps, neighbours: str) -> str:
    """Step `scores` from user neighbours."""
    return steps.table(
        "scores",
        f"""
        select asked.taker, entries.item, sum(neighbours.similarity * entries.weight) as score
        from {steps["asked"]} as asked
        inner join {neighbours} as neighbours on asked.taker = neighbours.thing
        inner join {steps["entries"]} as entries on neighbours.neighbour = entries.taker
        group by asked.taker, entries.item
        """,
    )


def by_popularity(steps: Steps, most: int) -> str:
    """Step `scores`, the same for every user: of as many items as leave `most` to the user who owns the most."""
    return steps.table(
        "scores",
        f"""
        select asked.taker, popular.item, popular.score
        from (
            select weighed.item, weighed.score,
                row_number() over (
                    order by round(weighed.score, 10) desc nulls last, weighed.item asc nulls last
                ) as place
            from (
                select item, sum(weight) / max(users) as score
                from {steps["entries"]}
                cross join (select cast(count(distinct taker) as double) as users from {steps["entries"]}) as counted
                group by item
            ) as weighed
            inner join {steps["allowed"]} as allowed on weighed.item = allowed.item
        ) as popular
        cross join (
            select coalesce(max(items), 0) as items
            from (
                select count(*) as items
                from {steps["owned"]} as owned
                inner join {steps["asked"]} as asked on owned.taker = asked.taker
                group by owned.taker
            ) as counts
        ) as longest
        cross join {steps["asked"]} as asked
        where popular.place <= {most} + longest.items
        """,
    )


def best(steps: Steps, most: int) -> str:
    """The query of the best `most` items per user that are allowed and not owned: user, item, score (above 0), rank.

    Scores are rounded to 10 digits first: sums in another order do not change a rank. Ties go by the item's name.
    """
    return f"""
        select taker, item, score, cast(place as int) as place
        from (
            select
                scores.taker, scores.item, round(scores.score, 10) as score,
                row_number() over (
                    partition by scores.taker
                    order by round(scores.score, 10) desc nulls last, scores.item asc nulls last
                ) as place
            from {steps["scores"]} as scores
            inner join {steps["allowed"]} as allowed on scores.item = allowed.item
            left join {steps["owned"]} as owned on scores.taker = owned.taker and scores.item = owned.item
            where owned.item is null and round(scores.score, 10) > 0
        ) as ranked
        where place <= {most}
        order by taker asc nulls last, place asc nulls last
    """
