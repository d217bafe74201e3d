"""Expected purchases of customers who are alive, for each question (purchases so far, age, horizon).

They do not depend on the last purchase, so that there are far fewer questions than customers; SQL multiplies them with
the probability alive.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from crm360.lifetime_value.estimation import DAYS_PER_WEEK, bg_nbd_of

SCHEMA = pa.schema(
    {
        "observation": pa.string(),
        "purchases": pa.int64(),
        "age_days": pa.int64(),
        "horizon_days": pa.int64(),
        "expected_if_alive": pa.float64(),
    }
)


def expect(questions: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Answers each question by itself (columns of `SCHEMA`), so that a table may come in pieces.

    questions: observation, purchases (repeat purchase days), age_days (first purchase to the end of the observation),
    horizon_days (from that end on). table: see `crm360.lifetime_value.estimation.estimate`.
    expected_if_alive: purchase days within the horizon if the customer is alive at its begin; NaN without a model.
    """
    answers = pd.DataFrame({name: questions[name] for name in SCHEMA.names[:-1]}).reset_index(drop=True)
    expected = np.full(len(answers), np.nan)
    for observation in sorted(set(answers["observation"])):
        model = bg_nbd_of(table, observation)
        if model is not None:
            rows = (answers["observation"] == observation).to_numpy(dtype=bool)
            x, age, horizon = (
                answers.loc[rows, name].to_numpy(dtype=float) for name in ("purchases", "age_days", "horizon_days")
            )
            expected[rows] = model.expected_if_alive(x, age / DAYS_PER_WEEK, horizon / DAYS_PER_WEEK)
    return answers.assign(expected_if_alive=expected)
