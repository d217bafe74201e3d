"""The example projects, each built as its user would build it, against what is known of their data."""

import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY.parent / "shared" / "data"
ONLINE_RETAIL = DATA / "online_retail" / "online_retail_2010_2011.parquet"
COMPLETE_JOURNEY = DATA / "completejourney"
BUILT = ("target", "logs", "dbt_packages", "package-lock.yml")

pytestmark = pytest.mark.examples


def needs(path):
    if not path.exists():
        pytest.skip(f"{path} is absent: the README of the example says where to get it")


def run(project, *arguments):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CRM360_", "DBT_"))}
    command = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", *arguments]
    result = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-5000:] + result.stderr[-2000:]
    return result.stdout


def installed(example, folder):
    """A copy of the example with crm360 installed, so that a build leaves nothing in the repository."""
    project = folder / example
    shutil.copytree(REPOSITORY / "examples" / example, project, ignore=shutil.ignore_patterns(*BUILT))
    (project / "packages.yml").write_text(f"packages:\n  - local: {REPOSITORY}\n")
    run(project, "deps")
    return project


def rows(file, query):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def online_retail(tmp_path_factory):
    needs(ONLINE_RETAIL)
    project = installed("online_retail", tmp_path_factory.mktemp("examples"))
    # The unit tests say nothing about the data; those of a package run below, in another currency.
    run(project, "build", "--exclude-resource-type", "unit_test", "--vars", f"{{online_retail_file: {ONLINE_RETAIL}}}")
    return project


@pytest.fixture(scope="module")
def complete_journey(tmp_path_factory):
    needs(COMPLETE_JOURNEY)
    project = installed("complete_journey", tmp_path_factory.mktemp("examples"))
    run(project, "build", "--vars", f"{{complete_journey_dir: {COMPLETE_JOURNEY}}}")
    return project


@pytest.fixture(scope="module")
def retail_marts(online_retail):
    return online_retail / "target" / "online_retail.duckdb"


@pytest.fixture(scope="module")
def journey_marts(complete_journey):
    return complete_journey / "target" / "complete_journey.duckdb"


def test_online_retail_ledger_accounts_for_every_line(retail_marts):
    ledger = rows(
        retail_marts,
        "select rows_in, accepted, rejected, superseded from data_quality_ledger where entity = 'order_items'",
    )
    assert ledger == [(541909, 530103, 11806, 0)]


def test_online_retail_published_sales(retail_marts):
    sales = rows(
        retail_marts,
        """
        select count(*), count(distinct customer_id), sum(gross_amount) from fct_order_items
        where is_purchase and customer_id is not null
        """,
    )
    assert sales == [(397884, 4338, Decimal("8911407.9040"))]


def test_online_retail_net_revenue(retail_marts):
    """Net revenue is the sales of the raw file less what was refunded; every cancellation of it was paid back."""
    [(net, refunded)] = rows(retail_marts, "select sum(net_revenue), sum(refund_amount) from fct_orders")
    [(paid_back,)] = rows(retail_marts, "select sum(amount) from fct_payments")
    with duckdb.connect() as connection:
        [(sold, cancelled)] = connection.execute(
            """
            with lines as (
                select *, Quantity * cast(UnitPrice as decimal(18, 4)) as amount from read_parquet(?)
            )
            select
                sum(amount) filter (where Quantity > 0 and UnitPrice > 0 and InvoiceNo not like 'A%'),
                sum(amount) filter (where InvoiceNo like 'C%')
            from lines
            """,
            [str(ONLINE_RETAIL)],
        ).fetchall()
    assert net == sold - refunded
    assert paid_back == cancelled
    assert (net, refunded) == (Decimal("10201586.5940"), Decimal("454035.8900"))


def test_online_retail_prints_the_known_answers(online_retail):
    printed = run(online_retail, "--quiet", "run-operation", "print_known_answers")
    assert "8,911,407.90" in printed
    assert "541,909" in printed
    assert "DIFFERENT" not in printed


@pytest.mark.parametrize("mart", ["fct_tickets", "fct_survey_responses", "fct_web_events", "customer_satisfaction"])
def test_online_retail_empty_marts_are_typed_and_named(online_retail, retail_marts, mart):
    assert rows(retail_marts, f"select count(*) from {mart}") == [(0,)]
    types = {name: data_type for name, data_type, *_ in rows(retail_marts, f"describe {mart}")}
    assert types["customer_id"] == "VARCHAR"
    assert len(set(types.values())) > 1
    assert mart in run(online_retail, "--quiet", "run-operation", "print_known_answers").splitlines()[-1]


def test_online_retail_from_csv_loses_no_line(tmp_path):
    """A torn line, a price that is no number and a date that is none: each is rejected with its reason."""
    needs(ONLINE_RETAIL)
    project = installed("online_retail", tmp_path)
    extract = tmp_path / "online_retail.csv"
    with duckdb.connect() as connection:
        connection.execute(f"copy (select * from '{ONLINE_RETAIL}' limit 1000) to '{extract}' (header)")
    with extract.open("a") as file:
        file.write("536999,22633,HAND WARMER\n")
        file.write("536999,22633,HAND WARMER,1,2010-12-02 08:00:00,free,17850.0,United Kingdom\n")
        file.write("536999,22633,HAND WARMER,1,2010-13-02 08:00:00,1.85,17850.0,United Kingdom\n")
    wanted = ["--select", "+data_quality_ledger", "+rejected_records", "--indirect-selection", "cautious"]
    run(project, "build", *wanted, "--vars", f"{{online_retail_file: {extract}}}")
    warehouse = project / "target" / "warehouse.duckdb"
    ledger = rows(
        warehouse,
        """
        select rows_in, accepted + rejected + superseded from marts.data_quality_ledger
        where entity = 'order_items'
        """,
    )
    assert ledger == [(1003, 1003)]
    rejected = rows(warehouse, "select reject_reason from marts.rejected_records where entity = 'order_items'")
    reasons = {reason for (reason,) in rejected}
    assert {"line: missing columns", "UnitPrice: not a number", "InvoiceDate: not a date"} <= reasons


def test_complete_journey_ledger_accounts_for_every_line(journey_marts):
    ledger = rows(
        journey_marts,
        "select rows_in, accepted, rejected, superseded from data_quality_ledger where entity = 'order_items'",
    )
    assert ledger == [(75000, 74584, 416, 0)]


def test_complete_journey_known_figures(journey_marts):
    orders = rows(
        journey_marts,
        "select count(*), count(distinct customer_id), sum(net_revenue) from fct_orders where is_purchase",
    )
    assert orders == [(47243, 2377, Decimal("233935.2400"))]
    touches = rows(
        journey_marts,
        """
        select touch_type, count(*), count(distinct customer_id) from fct_campaign_touches
        group by touch_type order by touch_type
        """,
    )
    assert touches == [("redeemed", 2102, 410), ("sent", 6589, 1559)]


def test_complete_journey_prints_the_known_answers(complete_journey):
    printed = run(complete_journey, "--quiet", "run-operation", "print_known_answers")
    assert "233,935.24" in printed
    assert "DIFFERENT" not in printed
