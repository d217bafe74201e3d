"""Builds the whole demo company: block by block of people, each with its own random streams, appended to the files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from crm360.demo import billing, identity, purchases, service, truth, web
from crm360.demo.calendar import Calendar, make_calendar
from crm360.demo.catalogue import Catalogue, benchmark_frame, make_catalogue, product_frame
from crm360.demo.contract import COLUMNS, IdBook
from crm360.demo.dirt import DirtTruth, soil
from crm360.demo.extracts import event_frames
from crm360.demo.lifecycle import live
from crm360.demo.marketing import Campaign, Touches, campaign_frame, make_campaigns, spend_frame
from crm360.demo.people import make_people
from crm360.demo.records import make_all_records, person_frames
from crm360.demo.world import World
from crm360.demo.writing import Output

BLOCK = 50_000
_ORDER = list(COLUMNS)


def truth_folder(out: Path) -> Path:
    """`seeds/demo` has its truth in the sibling `seeds/demo_truth`; any other folder inside itself."""
    return out.parent / "demo_truth" if out.parts[-2:] == ("seeds", "demo") else out / "truth"


def build(
    customers: int,
    seed: int,
    out: Path,
    file_format: str = "csv",
    until: date = date(2025, 6, 30),
    web_days: int | None = None,
) -> dict[str, int]:
    """Write all extracts and the truth; returns the rows per extract.

    The same arguments give the same rows (in CSV, the same bytes). Raises ValueError for fewer than 50 customers.
    """
    if customers < 50:
        raise ValueError("the demo company needs at least 50 customers")
    days = web_days if web_days is not None else 60 if file_format == "csv" else 365
    calendar = make_calendar(until)
    catalogue = make_catalogue(seed)
    campaigns = make_campaigns(calendar)
    ids = IdBook(customers)
    extracts, facts = Output(out, file_format), Output(truth_folder(out), file_format)
    dirt = DirtTruth()
    fixed = {
        "shop/products": product_frame(catalogue, calendar),
        "marketing/campaigns": campaign_frame(campaigns),
        "marketing/spend": spend_frame(campaigns, calendar, seed),
        "market/benchmarks": benchmark_frame(catalogue, calendar, seed),
    }
    for name, frame in fixed.items():
        extracts.add(name, soil(name, frame, 0, ids, dirt, np.random.default_rng([seed, 8_000 + _ORDER.index(name)])))
    for name, table in truth.fixed_tables(catalogue, campaigns, calendar).items():
        facts.add(name, table)
    handles = 1
    for block, first in enumerate(range(0, customers, BLOCK)):
        size = min(BLOCK, customers - first)
        world = make_world(seed, block, first, size, customers, calendar, catalogue, campaigns, days)
        make_all_records(world, ids, calendar, handles, _stream(seed, block, 20))
        handles += len(world.records["social/profiles"].person)
        frames = person_frames(world, ids, calendar, _stream(seed, block, 21))
        frames |= event_frames(world, ids, catalogue, campaigns, calendar, _stream(seed, block, 22))
        for name in _ORDER:
            if name in frames:
                rng = _stream(seed, block, 100 + _ORDER.index(name))
                extracts.add(name, soil(name, frames.pop(name), extracts.rows(name), ids, dirt, rng))
        facts.add("people", truth.people_table(world, calendar))
        facts.add("records", truth.record_table(world, ids))
        facts.add("incidents", truth.incident_table(world, ids))
        facts.add("frauds", truth.fraud_table(world, ids))
        for table in dirt.rows:
            facts.add("bad_rows", table)
        dirt.rows.clear()
    facts.add("cleaned_values", truth.unclean_table(dirt))
    extracts.close()
    facts.close()
    return extracts.counts()


def _stream(seed: int, block: int, topic: int) -> np.random.Generator:
    """An independent random stream per block and topic."""
    return np.random.default_rng([seed, block, topic])


def make_world(
    seed: int,
    block: int,
    first: int,
    size: int,
    customers: int,
    calendar: Calendar,
    catalogue: Catalogue,
    campaigns: tuple[Campaign, ...],
    web_days: int,
) -> World:
    """Everything that happens to one block of people, before it becomes records."""
    folk = make_people(first, size, calendar, _stream(seed, block, 1))
    course = live(folk, calendar, campaigns, _stream(seed, block, 2))
    orders, lines = purchases.make_orders(folk, course, catalogue, campaigns, calendar, _stream(seed, block, 3))
    payments = purchases.make_payments(folk, orders, calendar, _stream(seed, block, 4))
    tickets = service.make_tickets(folk, course, orders, calendar, _stream(seed, block, 5))
    responses = service.make_responses(folk, course, orders, tickets, calendar, _stream(seed, block, 6))
    reviews, posts = service.make_opinions(folk, course, orders, lines, catalogue, calendar, _stream(seed, block, 7))
    events = web.make_events(
        folk, course, orders, lines, catalogue, campaigns, calendar, web_days, _stream(seed, block, 8)
    )
    subscriptions = billing.make_subscriptions(folk, course, calendar, _stream(seed, block, 9))
    return World(
        people=folk,
        course=course,
        faces=identity.make_faces(folk, customers, calendar, _stream(seed, block, 10)),
        orders=orders,
        lines=lines,
        payments=payments,
        tickets=tickets,
        responses=responses,
        reviews=reviews,
        posts=posts,
        events=events,
        subscriptions=subscriptions,
        invoices=billing.make_invoices(folk, course, subscriptions, calendar, _stream(seed, block, 11)),
        usage=billing.make_usage(folk, course, subscriptions, calendar, _stream(seed, block, 12)),
        touches=_all_touches(course.touches, calendar),
        records={},
        order_ids=np.array([], dtype=np.int64),
    )


def _all_touches(parts: list[Touches], calendar: Calendar) -> Touches:
    """The touches of all campaigns in order of time."""
    joined = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("campaign", "person", "action", "at", "held_out")
    }
    sequence = np.argsort(joined["at"], kind="stable")
    sequence = sequence[joined["at"][sequence] < calendar.end * 86_400]
    return Touches(**{name: values[sequence] for name, values in joined.items()})
