"""What the dbt models call: the evaluation, and the neighbours as one table for SQL to score with."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from crm360.recommending.choosing import COLUMNS, HALF_LIVES, evaluate
from crm360.recommending.ease import ease_weights
from crm360.recommending.methods import Question, content_neighbours, item_neighbours, open_steps, user_neighbours

EVALUATION = pa.schema(
    [
        (name, {"string": pa.string(), "float64": pa.float64(), "Int64": pa.int64()}.get(kind, pa.timestamp("us")))
        for name, kind in COLUMNS.items()
    ]
)
NEIGHBOURS = pa.schema(
    [("method", pa.string()), ("thing", pa.string()), ("neighbour", pa.string()), ("similarity", pa.float64())]
)


def evaluation(interactions: pd.DataFrame, attributes: pd.DataFrame, window_days: float) -> pa.Table:
    """`choosing.evaluate` of (user, item, time) and (item, attribute); schema `EVALUATION`."""
    found = evaluate(Question(interactions, attributes=attributes), window_days)
    return pa.Table.from_pandas(found, schema=EVALUATION, preserve_index=False)


def neighbours(interactions: pd.DataFrame, attributes: pd.DataFrame, evaluated: pd.DataFrame) -> pa.Table:
    """Neighbours of items (item_item, content, ease) and users (user_user); schema `NEIGHBOURS`, sorted.

    interactions: user, item, time and at, the day that weights are as of (one for all rows). evaluated: what
    `evaluation` gives, for its half-life.
    """
    known = evaluated["half_life_days"].dropna() if len(evaluated) else pd.Series(dtype=float)
    half_life = float(known.iloc[0]) if len(known) else HALF_LIVES[1]
    at = interactions["at"].max() if len(interactions) else None
    question = Question(interactions, attributes=attributes, at=at, half_life_days=half_life)
    with open_steps(question) as steps:
        made = {
            "item_item": item_neighbours(steps),
            "user_user": user_neighbours(steps),
            "content": content_neighbours(steps),
        }
        parts = [
            f"select '{method}' as method, thing, neighbour, similarity from {name}" for method, name in made.items()
        ]
        found = steps.arrow(" union all ".join(parts)).to_pandas()
        entries = steps.arrow(f'select taker as "user", item, weight from {steps["entries"]}').to_pandas()
    whole = pd.concat([found, ease_weights(entries).assign(method="ease")], ignore_index=True)
    whole = whole.sort_values(["method", "thing", "neighbour"], kind="stable")
    return pa.Table.from_pandas(whole[NEIGHBOURS.names], schema=NEIGHBOURS, preserve_index=False)
