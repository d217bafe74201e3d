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


def evaluation(purchases: pd.DataFrame, attributes: pd.DataFrame, settings: pd.DataFrame) -> pa.Table:
    """`choosing.evaluate`; schema `EVALUATION`.

    purchases: customer_id, product_key, order_date; attributes: product_key, attribute; settings: one row with
    holdout_days (none in a build with --empty).
    """
    days = float(settings["holdout_days"].iloc[0]) if len(settings) else 1.0
    found = evaluate(Question(_interactions(purchases), attributes=_attributes(attributes)), days)
    return pa.Table.from_pandas(found, schema=EVALUATION, preserve_index=False)


def neighbours(purchases: pd.DataFrame, attributes: pd.DataFrame, evaluated: pd.DataFrame) -> pa.Table:
    """Neighbours of products (item_item, content, ease) and customers (user_user); schema `NEIGHBOURS`, sorted.

    purchases, attributes: as in `evaluation`, with as_of_date, the day that weights are as of. evaluated: what
    `evaluation` gives, for its half-life.
    """
    known = evaluated["half_life_days"].dropna() if len(evaluated) else pd.Series(dtype=float)
    half_life = float(known.iloc[0]) if len(known) else HALF_LIVES[1]
    at = purchases["as_of_date"].max() if len(purchases) else None
    question = Question(_interactions(purchases), attributes=_attributes(attributes), at=at, half_life_days=half_life)
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


def _interactions(purchases: pd.DataFrame) -> pd.DataFrame:
    names = {"customer_id": "user", "product_key": "item", "order_date": "time"}
    return purchases[list(names)].rename(columns=names)


def _attributes(attributes: pd.DataFrame) -> pd.DataFrame:
    return attributes[["product_key", "attribute"]].rename(columns={"product_key": "item"})
