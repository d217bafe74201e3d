"""Orders, their lines and payments, in whole pence.

What causes what: tastes choose the categories, popularity and a personal favourite choose the sku, bundles pull
partners into the basket. Offers and promotion days give discounts; bargain hunters buy more pieces then. Returns
depend on the category and on trouble; fraudsters return half of what they order. All amounts add up: subtotal = Σ
qty × unit price, discount = Σ line discounts, paid = subtotal − discount + tax + shipping.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm360.demo.calendar import DAY, Calendar
from crm360.demo.catalogue import SKUS, Catalogue
from crm360.demo.columns import NA
from crm360.demo.lifecycle import Course
from crm360.demo.marketing import Campaign
from crm360.demo.people import People

STATUSES = ("completed", "shipped", "cancelled", "returned", "partially_refunded", "pending")
CHANNELS = ("web", "app", "store", "phone")
METHODS = ("card", "paypal", "bank_transfer", "gift_card", "cash", "alipay")
STATES = ("paid", "pending", "failed", "refunded")


@dataclass
class Orders:
    """One row per order, sorted by time."""

    person: np.ndarray
    at: np.ndarray
    trouble: np.ndarray
    campaign: np.ndarray
    channel: np.ndarray
    anonymous: np.ndarray  # a store or phone sale without an account
    status: np.ndarray
    subtotal: np.ndarray
    discount: np.ndarray
    tax: np.ndarray
    shipping: np.ndarray
    refunded: np.ndarray
    updated: np.ndarray  # day

    def __len__(self) -> int:
        return len(self.person)

    @property
    def due(self) -> np.ndarray:
        """What the customer has to pay, in pence."""
        return self.subtotal - self.discount + self.tax + self.shipping


@dataclass
class Lines:
    """One row per order line, in order of the orders; prices in pence."""

    order: np.ndarray
    number: np.ndarray
    sku: np.ndarray
    quantity: np.ndarray
    price: np.ndarray
    cost: np.ndarray
    discount: np.ndarray


@dataclass
class Payments:
    """One or two rows per order."""

    order: np.ndarray
    method: np.ndarray
    amount: np.ndarray
    due: np.ndarray  # day; NA when paid at once
    paid: np.ndarray  # time or NA
    state: np.ndarray


def make_orders(
    people: People,
    course: Course,
    catalogue: Catalogue,
    campaigns: tuple[Campaign, ...],
    calendar: Calendar,
    rng: np.random.Generator,
) -> tuple[Orders, Lines]:
    """Orders and lines of a block."""
    sequence = np.argsort(course.order_at, kind="stable")
    person, at, trouble, campaign = (
        a[sequence] for a in (course.order_person, course.order_at, course.order_trouble, course.order_campaign)
    )
    count = len(person)
    channel = rng.choice(4, count, p=(0.63, 0.24, 0.10, 0.03))
    store = np.where(rng.random(count) < 0.8, 2, 3)
    channel = np.where(people.online[person], channel, store)
    channel[campaign >= 0] = np.where(people.online[person[campaign >= 0]], 0, 2)
    anonymous = (channel >= 2) & (~people.online[person] | (rng.random(count) < 0.22))
    lines = _lines(people, person, at, campaign, catalogue, campaigns, calendar, rng)
    value = lines.quantity * lines.price
    subtotal, discount = (
        np.bincount(lines.order, weights=w, minlength=count).astype(np.int64) for w in (value, lines.discount)
    )
    net = value - lines.discount
    tax = np.round(np.bincount(lines.order, weights=net * catalogue.tax[lines.sku], minlength=count)).astype(np.int64)
    shipping = np.where((channel == 2) | (subtotal - discount >= 5_000), 0, 399)
    age = calendar.end * DAY - at
    risk = np.zeros(count)
    np.maximum.at(risk, lines.order, catalogue.returns[lines.sku])
    risk = risk * 0.55 + 0.10 * (trouble > 0) + 0.45 * people.is_fraud[person]
    draw = rng.random(count)
    status = np.select(
        [
            age < rng.integers(0, 4, count) * DAY,
            draw < 0.022,
            age < rng.integers(2, 9, count) * DAY,
            draw < 0.022 + risk,
            draw < 0.022 + risk * 1.5 + 0.006,
        ],
        [5, 2, 1, 3, 4],
        0,
    )
    last = np.flatnonzero(np.diff(lines.order, append=count))
    part = np.minimum(net[last], subtotal - discount)
    single = np.diff(last, prepend=-1) == 1
    part = np.where(single, part // 2, part)
    refunded = np.select([status == 3, status == 4], [subtotal - discount, part], 0)
    status[(status == 4) & (refunded == 0)] = 0
    settled = at + (rng.exponential(2.0, count) * DAY).astype(np.int64) + 3600
    updated = np.where(status >= 3, settled + rng.integers(3, 18, count) * DAY, settled)
    updated = (np.where(status == 5, at, updated) // DAY + 1).clip(max=calendar.end - 1)
    orders = Orders(
        person, at, trouble, campaign, channel, anonymous, status, subtotal, discount, tax, shipping, refunded, updated
    )
    return orders, lines


def _lines(
    people: People,
    person: np.ndarray,
    at: np.ndarray,
    campaign: np.ndarray,
    catalogue: Catalogue,
    campaigns: tuple[Campaign, ...],
    calendar: Calendar,
    rng: np.random.Generator,
) -> Lines:
    size = 1 + rng.poisson(0.55 + 0.15 * (people.persona[person] == 0), len(person))
    order = np.repeat(np.arange(len(person)), size)
    buyer = person[order]
    category = (people.tastes[buyer] < rng.random(len(order))[:, None]).sum(axis=1).clip(0, 7)
    draw = rng.random(len(order))
    favourite = rng.random(len(order)) < 0.30
    draw = np.where(favourite, people.favourite[buyer, category], draw)
    sku = catalogue.sku(category, draw)
    for _, parts, pull in catalogue.bundles:
        caught = np.flatnonzero(sku == parts[0])
        caught = caught[rng.random(len(caught)) < pull]
        for partner in parts[1:]:
            order = np.concatenate([order, order[caught]])
            sku = np.concatenate([sku, np.full(len(caught), partner)])
    key = np.unique(order * SKUS + sku)  # each sku once an order, sorted by order
    order, sku = key // SKUS, key % SKUS
    starts = np.flatnonzero(np.diff(order, prepend=-1))
    number = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order))) + 1
    buyer, day = person[order], at[order] // DAY
    promotion = calendar.weights[day - calendar.start] > 1.7
    rate = np.array([c.discount for c in campaigns] + [0.0])[campaign[order]]
    rate = np.where(rate == 0, np.where(promotion & (rng.random(len(order)) < 0.5), 0.10, 0.0), rate)
    quantity = 1 + rng.poisson(0.18 + 0.25 * (rate > 0) * people.price_sense[buyer])
    quantity += (rng.random(len(order)) < 0.004) * rng.integers(4, 12, len(order))
    price = np.where(day >= calendar.price_rise_day, catalogue.price_now[sku], catalogue.price_before[sku])
    discount = np.round(quantity * price * rate).astype(np.int64)
    return Lines(order, number, sku, quantity, price, catalogue.cost[sku], discount)


def make_payments(people: People, orders: Orders, calendar: Calendar, rng: np.random.Generator) -> Payments:
    """How orders were paid: at once, later by transfer, in two instalments, or at the second attempt."""
    count = len(orders)
    usual = rng.choice(5, len(people), p=(0.60, 0.26, 0.07, 0.03, 0.04))
    method = np.where(
        rng.random(count) < 0.85, usual[orders.person], rng.choice(5, count, p=(0.66, 0.2, 0.06, 0.05, 0.03))
    )
    method = np.where((method == 4) & (orders.channel != 2), 0, method)
    method = np.where((people.country[orders.person] == 1) & (rng.random(count) < 0.6), 5, method)
    transfer = method == 2
    late = people.late_payer[orders.person]
    due = np.where(transfer, orders.at // DAY + 14, NA)
    delay = np.where(transfer, rng.integers(1, 14, count) + late * rng.integers(5, 45, count), 0) * DAY
    paid = orders.at + delay + rng.integers(5, 240, count)
    state = np.select([orders.status == 2, orders.status == 3, orders.status == 5], [3, 3, 1], 0)
    never = (orders.status == 2) & (rng.random(count) < 0.5)
    state[never] = 2
    end = calendar.end * DAY
    state = np.where((paid >= end) & (state != 2), 1, state)
    paid = np.where((state == 1) | (state == 2), NA, paid)
    rogue = people.is_fraud[orders.person]
    failed = (rng.random(count) < np.where(rogue, 0.4, 0.010)) & (state != 2)
    split = (rng.random(count) < 0.012) & ~failed & (state == 0) & (orders.due > 6_000)
    half = orders.due // 2
    second = np.flatnonzero(failed | split)
    later = np.where(orders.at[second] + 30 * DAY < end, paid[second] + 30 * DAY, NA)
    later = np.where(later >= end, NA, later)
    is_split = split[second]
    first = np.flatnonzero(failed)
    state_first, paid_first = state.copy(), paid.copy()
    state_first[first], paid_first[first] = 2, NA
    all_order = np.concatenate([np.arange(count), second])
    payments = Payments(
        order=all_order,
        method=np.concatenate([method, method[second]]),
        amount=np.concatenate(
            [
                np.where(split, half, orders.due),
                np.where(is_split, orders.due[second] - half[second], orders.due[second]),
            ]
        ),
        due=np.concatenate([due, np.where(is_split, orders.at[second] // DAY + 30, due[second])]),
        paid=np.concatenate(
            [paid_first, np.where(is_split, later, np.where(paid[second] == NA, NA, paid[second] + 300))]
        ),
        state=np.concatenate([state_first, np.where(is_split, np.where(later == NA, 1, 0), state[second])]),
    )
    sequence = np.argsort(all_order, kind="stable")
    return Payments(
        *(getattr(payments, name)[sequence] for name in ("order", "method", "amount", "due", "paid", "state"))
    )
