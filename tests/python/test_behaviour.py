"""The behaviour marts of the demo company against what was planted in it, and against figures told without SQL."""

import duckdb
import pandas as pd
import pytest
from conftest import TRUTH


@pytest.fixture(scope="module")
def ask(demo_warehouse):
    with duckdb.connect(str(demo_warehouse), read_only=True) as connection:
        yield lambda query: connection.execute(query).df()


def test_sessions_cut_as_a_loop_cuts_them(ask):
    """Silence, then a change of the known customer, in plain Python; the same events begin sessions."""
    events = ask(
        "select event_key, source_system || ':' || anonymous_id as visitor, customer_id, occurred_at "
        "from marts.fct_web_events order by visitor, occurred_at, event_key"
    )
    begins, last_visitor, last_at, known = set(), None, None, None
    for key, visitor, customer, at in events.itertuples(index=False):
        customer = None if pd.isna(customer) else customer
        silent = visitor != last_visitor or (at - last_at).total_seconds() > 1800
        if silent or (customer and known and customer != known):
            begins.add(key)
        known = customer if silent else customer or known
        last_visitor, last_at = visitor, at
    assert len(begins) > 4000
    assert set(ask("select session_key from marts.fct_web_sessions")["session_key"]) == begins


def test_sessions_that_buy_are_the_online_orders(ask):
    """Each order over web or app of the logged days ends a session; the demo itself cuts off the log's first day."""
    orders = ask(
        "select count(*) as n from marts.fct_orders where channel in ('web', 'app') and ordered_at >= "
        "(select date_trunc('day', min(started_at)) + interval 1 day from marts.fct_web_sessions)"
    )["n"][0]
    sessions = ask("select count(*) as n from marts.fct_web_sessions where has_purchase")["n"][0]
    assert abs(int(sessions) - int(orders)) <= 0.02 * int(orders)


def test_searches_without_result_are_the_planted_ones(ask):
    """The demo's shop sells no unicorns and no spare parts, and says so each time."""
    terms = ask(
        "select search_term, sum(searches_without_result) as nothing, sum(searches) as searches "
        "from marts.search_terms_monthly group by 1"
    )
    nothing = terms[terms["nothing"] > 0]
    assert set(nothing["search_term"]) == {"unicorn", "spare part"}
    assert (nothing["nothing"] == nothing["searches"]).all()


def test_discount_affinity_finds_the_price_sensitive(ask):
    """Who is planted as price-sensitive has the higher affinity; the smoothing helps (.23 against .18 measured)."""
    records = pd.read_csv(TRUTH / "records.csv", dtype=str)
    people = pd.read_csv(TRUTH / "people.csv")[["person_id", "price_sensitivity"]]
    customers = ask(
        "select map.source_system as system, map.source_customer_id as source_id, behaviour.customer_id, "
        "behaviour.discount_affinity, behaviour.discount_order_share "
        "from marts.customer_identity_map as map "
        "inner join marts.customer_behaviour as behaviour on map.customer_id = behaviour.customer_id "
        "where behaviour.purchases > 0"
    )
    found = customers.merge(records, on=["system", "source_id"]).merge(people, on="person_id")
    found = found.drop_duplicates("customer_id")
    assert len(found) > 1500
    ranks = found[["price_sensitivity", "discount_affinity", "discount_order_share"]].rank().corr()["price_sensitivity"]
    assert ranks["discount_affinity"] > 0.2
    assert ranks["discount_affinity"] > ranks["discount_order_share"]
