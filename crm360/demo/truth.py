"""The planted truth, as tables beside the extracts: what an analyst should be able to find again."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from crm360.demo import lifecycle, people
from crm360.demo.calendar import PRICE_RISE, PRICE_RISE_MONTH, Calendar
from crm360.demo.catalogue import Catalogue
from crm360.demo.columns import NA, Codes, Days, Frame, Ids, Numbers, Texts, Times, choose
from crm360.demo.contract import IdBook
from crm360.demo.dirt import DirtTruth
from crm360.demo.marketing import Campaign
from crm360.demo.records import source_ids
from crm360.demo.world import World

_TROUBLES = ("none", "quiet incident", "complaint solved", "complaint unsolved")


def as_table(frame: Frame) -> pa.Table:
    """Rendered frame."""
    return pa.table([column.text() for column in frame.values()], names=list(frame))


def person_ids(numbers: np.ndarray) -> Ids:
    """The truth's own name for a person; it stands in no extract."""
    return Ids("N", numbers + 1, 7)


def people_table(world: World, calendar: Calendar) -> pa.Table:
    """One row per person: who he is and what became of him."""
    folk, course = world.people, world.course
    n = len(folk)
    churned = course.churn_day < calendar.end
    first = np.full(n, 1 << 60)
    np.minimum.at(first, world.orders.person, world.orders.at)
    orders = np.bincount(world.orders.person, minlength=n)
    unsolved = np.bincount(world.orders.person[world.orders.trouble == 3], minlength=n)
    incidents = np.bincount(world.orders.person[world.orders.trouble > 0], minlength=n)
    kin = folk.family >= 0
    in_family = kin.copy()
    in_family[folk.leader[kin]] = True
    subscribed = np.zeros(n, dtype=int)
    subscribed[world.subscriptions.person] = 1
    declining = course.decline_from < lifecycle.NOT_YET
    return as_table(
        {
            "person_id": person_ids(folk.number),
            "country": Codes(folk.country, people.COUNTRIES),
            "persona": Codes(folk.persona, people.PERSONAS),
            "price_sensitivity": Numbers(np.round(folk.price_sense * 100).astype(np.int64), 2),
            "satisfaction": Numbers(np.round(folk.content * 100).astype(np.int64), 2),
            "monthly_rate": Numbers(np.round(folk.rate * 3040).astype(np.int64), 2),
            "response_group": Codes(folk.group, people.GROUPS),
            "first_purchase_at": Times(np.where(first == 1 << 60, NA, first)),
            "orders": Numbers(orders),
            "incidents": Numbers(incidents),
            "unresolved_complaints": Numbers(unsolved),
            "churned": Numbers(churned.astype(int)),
            "churned_at": Days(np.where(churned, course.churn_day, NA)),
            "churn_reason": Codes(np.where(churned, course.reason, -1), lifecycle.REASONS),
            "decline_from": Days(
                np.where(declining, calendar.month_days[np.where(declining, course.decline_from, 0)], NA), 7
            ),
            "family_id": Ids("F", np.where(in_family, folk.number[folk.leader], NA), 8),
            "family_tie": Codes(folk.family, people.FAMILY_KINDS),
            "is_fraud": Numbers(folk.is_fraud.astype(int)),
            "is_subscriber": Numbers(subscribed),
            "late_payer": Numbers(folk.late_payer.astype(int)),
        }
    )


def record_table(world: World, ids: IdBook) -> pa.Table:
    """Which record of which system belongs to which person."""
    parts = []
    for name, records in world.records.items():
        system, entity = name.split("/")
        size = len(records.person)
        parts.append(
            as_table(
                {
                    "system": Texts(choose([system], np.zeros(size, int))),
                    "entity": Texts(choose([entity], np.zeros(size, int))),
                    "source_id": Texts(source_ids(name, records, ids)),
                    "person_id": person_ids(world.people.number[records.person]),
                }
            )
        )
    return pa.concat_tables(parts)


def incident_table(world: World, ids: IdBook) -> pa.Table:
    """The orders that met trouble."""
    rows = np.flatnonzero(world.orders.trouble > 0)
    return as_table(
        {
            "order_no": Ids("O", world.order_ids[rows], ids.width["order_no"]),
            "person_id": person_ids(world.people.number[world.orders.person[rows]]),
            "kind": Codes(world.orders.trouble[rows], _TROUBLES),
            "ordered_at": Days(world.orders.at[rows] // 86_400),
        }
    )


def fraud_table(world: World, ids: IdBook) -> pa.Table:
    """The fraudsters' orders."""
    rows = np.flatnonzero(world.people.is_fraud[world.orders.person])
    return as_table(
        {
            "person_id": person_ids(world.people.number[world.orders.person[rows]]),
            "order_no": Ids("O", world.order_ids[rows], ids.width["order_no"]),
            "ordered_at": Times(world.orders.at[rows]),
        }
    )


def fixed_tables(catalogue: Catalogue, campaigns: tuple[Campaign, ...], calendar: Calendar) -> dict[str, pa.Table]:
    """Truth that does not depend on people: bundles, campaign effects, anomalies."""
    bundles = [
        (name, i, catalogue.codes[sku], str(pull))
        for name, skus, pull in catalogue.bundles
        for i, sku in enumerate(skus, 1)
    ]
    effects = [
        (c.code, c.name, c.media, c.target, group, f"{effect:.3f}")
        for c in campaigns
        if c.media in ("email", "sms")
        for group, effect in zip(people.GROUPS, c.effect, strict=True)
    ]
    effects += [
        (c.code, c.name, c.media, "all", "everybody", f"{c.lift:.3f}")
        for c in campaigns
        if c.media not in ("email", "sms")
    ]
    events = [(day.isoformat(), kind, str(factor)) for day, kind, factor in calendar.anomalies]
    events += [(calendar.first_of(PRICE_RISE_MONTH).isoformat(), "price rise", str(1 + PRICE_RISE))]
    return {
        "bundles": _rows(("bundle", "position", "sku", "pull"), bundles),
        "campaigns": _rows(("campaign_code", "name", "media", "target", "response_group", "planted_effect"), effects),
        "anomalies": _rows(("day", "kind", "factor"), events),
    }


def unclean_table(truth: DirtTruth) -> pa.Table:
    """How many values of each column were written in each unclean form."""
    return _rows(
        ("system", "entity", "column", "kind", "rows"),
        [(*key, str(rows)) for key, rows in sorted(truth.unclean.items())],
    )


def _rows(names: tuple[str, ...], rows: list[tuple]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table([pa.array([str(v) for v in column], pa.string()) for column in columns], names=list(names))
