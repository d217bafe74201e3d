"""Recommendations on Online Retail: what customers bought for the first time in the last 30 days.

The 30 days before choose the half-life and the blend. Every method is the function that the dbt models call; popularity
(decayed) is the baseline. recall@10 is over min(10, targets), as resellers buy dozens of new items at once.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import duckdb
import pandas as pd

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY))

from measured import Row  # noqa: E402

from crm360.recommending.choosing import evaluate  # noqa: E402
from crm360.recommending.methods import Question  # noqa: E402

WINDOW_DAYS = 30


def purchases(data: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Purchases (user, item, time) with a customer, and the words of the products' descriptions (item, attribute)."""
    file = data / "online_retail" / "online_retail_2010_2011.parquet"
    with duckdb.connect() as connection:
        lines = connection.sql(
            f"""
            select
                cast(cast(CustomerID as int) as varchar) as "user", upper(StockCode) as item, InvoiceDate as time,
                Description as description
            from '{file}'
            where
                CustomerID is not null and Quantity > 0 and UnitPrice > 0 and InvoiceNo not like 'C%'
                and regexp_matches(StockCode, '^[0-9]{{5}}')
            order by all
            """
        ).df()
    descriptions = lines.groupby("item")["description"].first()
    words = {item: sorted(set(re.findall("[a-z]{3,}", text.lower()))) for item, text in descriptions.items()}
    attributes = pd.DataFrame(
        [(item, word) for item, found in words.items() for word in found], columns=["item", "attribute"]
    )
    return lines[["user", "item", "time"]], attributes


def rows(data: Path) -> list[Row]:
    """Every figure of the subject."""
    interactions, attributes = purchases(data)
    started = time.perf_counter()
    found = evaluate(Question(interactions, attributes=attributes), WINDOW_DAYS)
    seconds = time.perf_counter() - started
    name = f"Online Retail, {WINDOW_DAYS} days held out"
    measured = []
    for row in found.itertuples():
        is_baseline = row.method == "popularity"
        is_judged = not is_baseline and row.metric != "coverage"
        measured.append(
            Row(
                name,
                f"{row.method}: {row.metric}",
                round(row.value, 4),
                None if is_baseline else round(row.baseline_value, 4),
                "above popularity" if is_judged else "",
                row.value > row.baseline_value if is_judged else None,
                "popularity, same run",
            )
        )
    blend = found[found["metric"] == "ndcg_at_10"].set_index("method")
    weights = ", ".join(f"{method} {weight:.2f}" for method, weight in blend["blend_weight"].dropna().items())
    return [
        *measured,
        Row(name, "customers, new items", f"{found['users'].iloc[0]:,}, {found['targets'].iloc[0]:,}"),
        Row(name, "chosen on the window before", f"{weights}; half-life {found['half_life_days'].iloc[0]:.0f} days"),
        Row(name, "seconds, all methods, choosing and measuring", round(seconds)),
    ]
