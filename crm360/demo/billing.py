"""The subscription service: plans, monthly invoices and usage.

What causes what: content people use their plan more; usage falls over the three months before a subscription is
cancelled; those who churn from the shop mostly cancel about then. Late payers pay after the due date, more often
when they are about to go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm360.demo.calendar import DAY, PRICE_RISE, PRICE_RISE_MONTH, Calendar
from crm360.demo.columns import NA
from crm360.demo.lifecycle import NOT_YET, Course
from crm360.demo.people import People

PLANS = ("basic", "plus", "premium")
PRICES = np.array([799, 1_499, 2_499])
METRICS = ("voice_minutes", "data_mb", "logins", "balance")
METHODS = ("card", "direct_debit", "bank_transfer", "alipay")
STATES = ("paid", "pending", "failed")


@dataclass
class Subscriptions:
    """One row per subscriber; `person` is ascending."""

    person: np.ndarray
    plan: np.ndarray
    start: np.ndarray  # day
    cancelled: np.ndarray  # day, NOT_YET = still running


@dataclass
class Invoices:
    """One row per subscriber and month, sorted by due day."""

    person: np.ndarray
    due: np.ndarray
    paid: np.ndarray
    amount: np.ndarray
    method: np.ndarray
    state: np.ndarray


@dataclass
class Usage:
    """One row per subscriber, month and metric; `value` has two decimals for balances."""

    person: np.ndarray
    month: np.ndarray
    metric: np.ndarray
    value: np.ndarray  # hundredths


def make_subscriptions(people: People, course: Course, calendar: Calendar, rng: np.random.Generator) -> Subscriptions:
    """Who subscribes, from when, until when."""
    start = people.joined // DAY + (rng.exponential(110, len(people))).astype(np.int64)
    gone = course.churn_day
    person = np.flatnonzero(people.subscriber & (start < np.minimum(calendar.end - 5, gone - 20)))
    start, gone = start[person], gone[person]
    own = start + 60 + rng.exponential(900, len(person)).astype(np.int64)
    with_shop = np.where(rng.random(len(person)) < 0.8, gone + rng.integers(-20, 25, len(person)), NOT_YET)
    cancelled = np.minimum(own, with_shop)
    cancelled = np.where(cancelled >= calendar.end, NOT_YET, np.maximum(cancelled, start + 15))
    lean = people.price_sense[person] + rng.normal(0, 0.2, len(person))
    return Subscriptions(person, np.select([lean > 0.6, lean > 0.3], [0, 1], 2), start, cancelled)


def _months(subs: Subscriptions, calendar: Calendar) -> tuple[np.ndarray, np.ndarray]:
    """Every (subscription, month) in which it runs on the first day of the month."""
    first = calendar.month_days[:-1]
    running = (subs.start[:, None] <= first) & (subs.cancelled[:, None] > first)
    month, sub = np.nonzero(running.T)
    return sub, month


def make_invoices(
    people: People, course: Course, subs: Subscriptions, calendar: Calendar, rng: np.random.Generator
) -> Invoices:
    """Monthly invoices, due on the 1st to 28th; the price rise counts here too."""
    sub, month = _months(subs, calendar)
    person = subs.person[sub]
    due = calendar.month_days[month] + (subs.start[sub] % 28)
    keep = due < calendar.end
    sub, month, person, due = sub[keep], month[keep], person[keep], due[keep]
    n = len(sub)
    rise = np.where(month >= PRICE_RISE_MONTH, 1 + PRICE_RISE, 1.0)
    amount = np.round(PRICES[subs.plan[sub]] * rise).astype(np.int64)
    late = rng.random(n) < np.where(people.late_payer[person], 0.55, 0.025) + 0.10 * (course.wind[person, month] < 0.99)
    delay = np.where(late, rng.integers(4, 50, n), rng.integers(-4, 1, n))
    paid = due + delay
    failed = rng.random(n) < np.where(late, 0.10, 0.002)
    open_ = paid >= calendar.end
    method = rng.choice(4, len(people), p=(0.5, 0.4, 0.1, 0.0))
    method = np.where((people.country == 1) & (rng.random(len(people)) < 0.6), 3, method)
    state = np.select([failed, open_], [2, 1], 0)
    sequence = np.argsort(due, kind="stable")
    return Invoices(
        *(a[sequence] for a in (person, due, np.where(state == 0, paid, NA), amount, method[person], state))
    )


def make_usage(
    people: People, course: Course, subs: Subscriptions, calendar: Calendar, rng: np.random.Generator
) -> Usage:
    """Monthly usage: everyone has logins; plus has voice, premium also data; balances once a quarter."""
    sub, month = _months(subs, calendar)
    level = rng.lognormal(0, 0.5, len(subs.person))
    left = (subs.cancelled[sub] - calendar.month_days[month]) / 30.4
    fading = np.where(
        subs.cancelled[sub] == NOT_YET, 1.0, np.interp(left, [0, 1, 2, 3.2, 4], [0.15, 0.3, 0.55, 0.85, 1.0])
    )
    fading *= 0.4 + 0.6 * course.wind[subs.person[sub], month]
    mood = np.exp(0.25 * (course.satisfaction[subs.person[sub], month] - 3.6))
    heat = level[sub] * fading * mood
    plan = subs.plan[sub]
    parts = []
    for metric, scale, wanted in (
        (0, 160.0, plan >= 1),
        (1, 2600.0, plan == 2),
        (2, 11.0, plan >= 0),
        (3, 0.0, (month + sub) % 3 == 0),
    ):
        rows = np.flatnonzero(wanted)
        if metric == 3:
            owing = people.late_payer[subs.person[sub[rows]]] * rng.exponential(18.0, len(rows))
            value = np.round((rng.gamma(1.5, 8.0, len(rows)) - owing) * 100).astype(np.int64)
        else:
            value = np.round(scale * heat[rows] * rng.lognormal(0, 0.25, len(rows))).astype(np.int64) * 100
        parts.append((subs.person[sub[rows]], month[rows], np.full(len(rows), metric), value))
    person, month, metric, value = (np.concatenate(a) for a in zip(*parts, strict=True))
    sequence = np.lexsort((metric, person, month))
    return Usage(person[sequence], month[sequence], metric[sequence], value[sequence])
