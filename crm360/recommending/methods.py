"""Every method as one function over any (user, item, time) table; `METHODS` names them.

    METHODS["ease"](Question(interactions)) -> user, item, score, rank

All take a `Question`; the scores of one method compare with one another, not with other methods'.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb
import pandas as pd

from crm360.recommending.ease import PENALTY, ease_weights
from crm360.recommending.interactions import HALF_LIFE_DAYS, weigh
from crm360.recommending.neighbours import NEIGHBOURS, attribute_neighbours, cosine_neighbours
from crm360.recommending.scoring import best, by_items, by_popularity, by_users
from crm360.steps import Steps

SHRINKAGE = 10.0
"""Shared holders at which a cosine counts half."""


@dataclass(frozen=True)
class Question:
    """What is asked of a method.

    interactions: user, item, time. users: whom to answer for (default: all). items: what may be recommended (default:
    every item of the interactions). attributes: item, attribute (for the content method). at: the moment of asking;
    later rows do not count. top: items per user. keep_owned: whether items that the user has may come again.
    """

    interactions: pd.DataFrame
    users: list[str] | None = None
    items: list[str] | None = None
    attributes: pd.DataFrame | None = None
    at: pd.Timestamp | None = None
    top: int = 10
    keep_owned: bool = False
    half_life_days: float = HALF_LIFE_DAYS
    options: dict[str, float] = field(default_factory=dict)


def popularity(question: Question) -> pd.DataFrame:
    """What most users took lately: the baseline."""
    with open_steps(question) as steps:
        by_popularity(steps, question.top)
        return _answer(steps, question)


def item_item(question: Question) -> pd.DataFrame:
    """Items that the same users take (cosine, shrunk, decayed)."""
    with open_steps(question) as steps:
        by_items(steps, item_neighbours(steps, question.options.get("shrinkage", SHRINKAGE)))
        return _answer(steps, question)


def user_user(question: Question) -> pd.DataFrame:
    """Items that users with the same items take."""
    with open_steps(question) as steps:
        by_users(steps, user_neighbours(steps, question.options.get("shrinkage", SHRINKAGE)))
        return _answer(steps, question)


def content(question: Question) -> pd.DataFrame:
    """Items with the attributes of the user's items (cosine of inverse frequencies); none without attributes."""
    with open_steps(question) as steps:
        by_items(steps, content_neighbours(steps))
        return _answer(steps, question)


def ease(question: Question) -> pd.DataFrame:
    """Items by EASE's weights, decayed as the others."""
    with open_steps(question) as steps:
        entries = steps.arrow(f'select taker as "user", item, weight from {steps["entries"]}').to_pandas()
        weights = ease_weights(entries, question.options.get("penalty", PENALTY), NEIGHBOURS)
        by_items(steps, steps.input("ease", weights))
        return _answer(steps, question)


METHODS: dict[str, Callable[[Question], pd.DataFrame]] = {
    "popularity": popularity,
    "item_item": item_item,
    "user_user": user_user,
    "content": content,
    "ease": ease,
}


def item_neighbours(steps: Steps, shrinkage: float = SHRINKAGE) -> str:
    """Step `item_neighbours` of the step `entries`."""
    return cosine_neighbours(steps, "item_neighbours", steps["entries"], "item", "taker", shrinkage)


def user_neighbours(steps: Steps, shrinkage: float = SHRINKAGE) -> str:
    """Step `user_neighbours` of the step `entries`, of the users that are asked for."""
    return cosine_neighbours(
        steps, "user_neighbours", steps["entries"], "taker", "item", shrinkage, wanted=steps["asked"]
    )


def content_neighbours(steps: Steps) -> str:
    """Step `content_neighbours` of the step `attributes` (item, attribute)."""
    return attribute_neighbours(steps, "content_neighbours", steps["attributes"], steps["entries"])


@contextmanager
def open_steps(question: Question):
    """The steps that scoring reads, in a database of its own."""
    entries = weigh(question.interactions, question.at, question.half_life_days).rename(columns={"user": "taker"})
    rows = question.interactions
    if question.at is not None:
        rows = rows[pd.to_datetime(rows["time"]) <= pd.Timestamp(question.at)]
    owned = rows[["user", "item"]].dropna().astype(str).drop_duplicates().rename(columns={"user": "taker"})
    asked = entries["taker"].unique() if question.users is None else question.users
    allowed = owned["item"].unique() if question.items is None else question.items
    attributes = question.attributes
    if attributes is None:
        attributes = pd.DataFrame({"item": [], "attribute": []})
    attributes = attributes[["item", "attribute"]].astype(str).drop_duplicates()
    attributes = attributes[attributes["item"].isin({*owned["item"], *map(str, allowed)})]
    with duckdb.connect() as connection, Steps(connection, "ask") as steps:
        connection.execute("set enable_progress_bar = false")
        steps.input("entries", entries.astype({"taker": str, "item": str}))
        steps.input("owned", owned.iloc[:0] if question.keep_owned else owned)
        steps.input("asked", pd.DataFrame({"taker": sorted(map(str, set(asked)))}, dtype=str))
        steps.input("allowed", pd.DataFrame({"item": sorted(map(str, set(allowed)))}, dtype=str))
        steps.input("attributes", attributes)
        yield steps


def _answer(steps: Steps, question: Question) -> pd.DataFrame:
    found = steps.arrow(best(steps, question.top)).to_pandas()
    return found.rename(columns={"taker": "user", "place": "rank"})
