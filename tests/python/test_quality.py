"""The build's judgements against the truth that the demo company was made with, and figures made without DuckDB."""

import csv
from collections import Counter
from pathlib import Path

import duckdb
import pandas as pd
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DEMO = REPOSITORY / "seeds" / "demo"

# Raw extract → the entity that it is staged as.
ENTITIES = {
    "crm/contacts": "customers",
    "shop/accounts": "customers",
    "shop/products": "products",
    "shop/orders": "orders",
    "shop/order_lines": "order_items",
    "shop/payments": "payments",
    "shop/reviews": "reviews",
    "helpdesk/users": "customers",
    "helpdesk/tickets": "tickets",
    "survey/contacts": "customers",
    "survey/responses": "survey_responses",
    "web/events": "web_events",
    "marketing/subscribers": "customers",
    "marketing/campaigns": "campaigns",
    "marketing/sends": "campaign_touches",
    "marketing/spend": "marketing_spend",
    "social/profiles": "customers",
    "social/posts": "reviews",
    "billing/subscribers": "customers",
    "billing/invoices": "payments",
    "billing/usage": "service_usage",
    "market/benchmarks": "market_benchmarks",
}


@pytest.fixture(scope="module")
def ask(demo_warehouse):
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        yield lambda query: connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def frame(demo_warehouse):
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        yield lambda query: connection.execute(query).df()


@pytest.fixture(scope="module")
def truth():
    with (REPOSITORY / "seeds/demo_truth/bad_rows.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [row | {"entity": ENTITIES[f"{row['system']}/{row['entity']}"]} for row in rows]


def test_rejected_are_exactly_the_planted(ask, truth):
    """File, row and rule of every refused record, none too few and none too many."""
    planted = {
        (
            row["system"],
            row["entity"],
            int(row["source_row"]),
            row["reason"].replace("order_no: unknown", "order_id: unknown"),
        )
        for row in truth
        if row["judgement"] == "rejected"
    }
    found = ask("select source_system, entity, source_row, reject_reason from marts.rejected_records")
    assert len(planted) > 400
    assert set(found) == planted
    assert len(found) == len(planted)


def test_rejected_name_their_file_and_keep_their_content(ask):
    """The raw record is the one that stands at that row of that file."""
    lines = {}
    for system, entity, file, row, content in ask(
        "select source_system, entity, source_file, source_row, raw_record from marts.rejected_records "
        "where reject_reason not like '%unknown order'"
    ):
        assert ENTITIES[f"{system}/{Path(file).stem}"] == entity
        name = f"{system}/{Path(file).stem}"
        if name not in lines:
            with (DEMO / f"{name}.csv").open(newline="") as opened:
                lines[name] = list(csv.reader(opened))
        values = [
            value.strip()
            for value in lines[name][row]
            if value.strip() and value.isascii() and '"' not in value and "\\" not in value
        ]
        assert all(value.lower() in content.lower() for value in values if value.lower() not in NOTHING), (name, row)


NOTHING = {"", "n/a", "na", "nan", "null", "none", "unknown", "-"}


def test_superseded_are_exactly_the_planted(ask, truth):
    planted = Counter((row["system"], row["entity"]) for row in truth if row["judgement"] == "superseded")
    found = {
        (system, entity): count
        for system, entity, count in ask(
            "select source_system, entity, superseded from marts.data_quality_ledger where superseded > 0"
        )
    }
    assert found == dict(planted)


def test_every_raw_record_is_in_the_ledger(ask):
    """Counted by Python's csv, not by DuckDB."""
    counted = {}
    for name, entity in ENTITIES.items():
        with (DEMO / f"{name}.csv").open(newline="") as file:
            counted[name.split("/")[0], entity] = sum(1 for row in csv.reader(file) if row) - 1
    ledger = ask(
        "select source_system, entity, rows_in, accepted + rejected + superseded from marts.data_quality_ledger"
    )
    assert {(system, entity): rows for system, entity, rows, _ in ledger} == counted
    assert all(rows == accounted for _, _, rows, accounted in ledger)


def test_no_model_knows_the_truth():
    """The planted truth is for tests: a model that read it would mark its own work."""
    sources = [
        path
        for folder in ("models", "python_models", "macros", "seeds/reference", "crm360")
        for path in (REPOSITORY / folder).rglob("*.*")
        if path.suffix in {".sql", ".py", ".yml", ".csv"} and (REPOSITORY / "crm360/demo") not in path.parents
    ]
    assert len(sources) > 200
    assert [path for path in sources if "demo_truth" in path.read_text()] == []


@pytest.mark.parametrize(
    ("entity", "value", "key", "group"),
    [
        ("products", "unit_cost", ["product_id"], ["category"]),
        ("order_items", "unit_cost", ["order_id", "line_number"], ["product_id"]),
        ("service_usage", "value", ["source_customer_id", "usage_month", "metric"], ["source_customer_id", "metric"]),
        ("market_benchmarks", "median_income", ["benchmark_month", "region", "category"], ["region"]),
    ],
)
def test_imputed_values_are_flagged_group_medians(frame, entity, value, key, group):
    known = frame(f"select * from conformed.int_{entity}_judged where record_status = 'accepted'")
    filled = frame(f"select * from conformed.{entity}")
    known[value] = pd.to_numeric(known[value]).astype(float)
    medians = known.groupby(group)[value].median().rename("expected").reset_index()
    both = filled.merge(known[[*key, value]].rename(columns={value: "raw"}), on=key, validate="one_to_one").merge(
        medians, on=group, how="left"
    )
    flagged = both[f"is_{value}_imputed"].astype(bool)
    assert flagged.sum() > 0
    assert (flagged == (both["raw"].isna() & both["expected"].notna())).all()
    now = pd.to_numeric(both[value]).astype(float)
    assert (now[flagged] - both["expected"][flagged]).abs().max() < 0.0001
    same = ~flagged & both["raw"].notna()
    assert (now[same] == both["raw"][same]).all()


def test_identity_fields_are_never_imputed(frame):
    """No rule for customers, no flag in their contract, and no value where staging left none."""
    rules = pd.read_csv(REPOSITORY / "seeds/reference/imputation_rules.csv")
    assert "customers" not in set(rules["entity"])
    key = ["source_system", "source_customer_id"]
    fields = ["full_name", "first_name", "last_name", "email", "phone", "birth_date", "postcode", "loyalty_number"]
    customers = frame("select * from conformed.customers").set_index(key).sort_index()
    judged = (
        frame("select * from conformed.int_customers_judged where record_status = 'accepted'")
        .set_index(key)
        .sort_index()
    )
    assert [column for column in customers.columns if column.endswith("_imputed")] == []
    for field in fields:
        assert (customers[field].isna() == judged[field].isna()).all(), field
