"""Tickets, survey answers, reviews and posts: what people say about their experience.

What causes what: trouble with an order opens a ticket (complaints always do, half of the quiet incidents do);
unsolved complaints have no solving time or a very late one and the lowest ticket ratings. Scores follow the
satisfaction of the month and the trouble with the order; review stars also follow the quality of the sku. People
who decline answer less and complain more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from crm360.demo.calendar import DAY, MONTHS, Calendar, clock
from crm360.demo.catalogue import Catalogue
from crm360.demo.columns import NA
from crm360.demo.comments import write_comments
from crm360.demo.lifecycle import Course
from crm360.demo.people import People
from crm360.demo.purchases import Lines, Orders

VIA = ("email", "phone", "chat", "web")
SERVICE_TYPES = ("technical_support", "after_sales", "consultation")
PRIORITIES = ("low", "normal", "high", "urgent")
SURVEYS = ("CSAT", "NPS", "CES")
SCALES = ("1-5", "0-10", "1-7")
TOUCHPOINTS = ("purchase", "delivery", "support", "subscription", "store_visit")
ASKED_BY = ("email", "sms", "web", "phone")
SITES = ("chatterbox", "picwall", "reviewhub")


@dataclass
class Tickets:
    """One row per ticket, sorted by time."""

    person: np.ndarray
    at: np.ndarray
    replied: np.ndarray
    solved: np.ndarray
    via: np.ndarray
    service: np.ndarray
    topic: np.ndarray
    priority: np.ndarray
    complaint: np.ndarray
    rating: np.ndarray
    text: pa.Array
    language: np.ndarray
    order: np.ndarray  # -1 when not about an order
    unsolved: np.ndarray


@dataclass
class Responses:
    """One row per survey answer, sorted by time."""

    person: np.ndarray
    at: np.ndarray
    survey: np.ndarray
    touchpoint: np.ndarray
    channel: np.ndarray
    order: np.ndarray
    score: np.ndarray
    text: pa.Array
    language: np.ndarray


@dataclass
class Opinions:
    """Reviews in the shop or posts elsewhere, sorted by time."""

    person: np.ndarray
    at: np.ndarray
    sku: np.ndarray
    stars: np.ndarray
    text: pa.Array
    language: np.ndarray
    site: np.ndarray


def _sorted(kind: type, at: np.ndarray, end: int, **columns: np.ndarray | pa.Array):
    """The rows before `end` in order of time."""
    sequence = np.argsort(at, kind="stable")
    sequence = sequence[at[sequence] < end]
    return kind(
        at=at[sequence],
        **{
            name: value.take(pa.array(sequence)) if isinstance(value, (pa.Array, pa.ChunkedArray)) else value[sequence]
            for name, value in columns.items()
        },
    )


def _mood(level: np.ndarray) -> np.ndarray:
    """0 bad, 1 mixed, 2 good from a satisfaction level 1…5."""
    return np.select([level < 2.6, level < 3.6], [0, 1], 2)


def _tongue(people: People, person: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return ((people.country[person] == 1) & (rng.random(len(person)) < 0.85)).astype(int)


def make_tickets(
    people: People, course: Course, orders: Orders, calendar: Calendar, rng: np.random.Generator
) -> Tickets:
    """Tickets from troubled orders, and everyday questions."""
    troubled = np.flatnonzero((orders.trouble >= 2) | ((orders.trouble == 1) & (rng.random(len(orders)) < 0.45)))
    quiet = rng.poisson(
        0.004 + 0.014 * (course.wind > 0) * (course.pace > 0) + 0.03 * ((course.wind > 0) & (course.wind < 0.99))
    )
    quiet[(course.pace == 0)] = 0
    asker, month = np.nonzero(quiet)
    person = np.concatenate([orders.person[troubled], asker])
    ask_day = calendar.month_days[month] + (rng.random(len(month)) * np.diff(calendar.month_days)[month]).astype(
        np.int64
    )
    ask_at = np.maximum(ask_day * DAY + clock(rng, len(month)), people.joined[asker] + DAY)
    at = np.concatenate([orders.at[troubled] + (rng.uniform(1.5, 8, len(troubled)) * DAY).astype(np.int64), ask_at])
    n, t = len(person), len(troubled)
    trouble = np.concatenate([orders.trouble[troubled], np.zeros(n - t, int)])
    order = np.concatenate([troubled, np.full(n - t, -1)])
    about_order = rng.choice(7, n, p=(0.52, 0.27, 0.06, 0.0, 0.15, 0.0, 0.0))
    everyday = rng.choice(7, n, p=(0.06, 0.06, 0.16, 0.20, 0.12, 0.30, 0.10))
    topic = np.where(trouble > 0, about_order, everyday)
    topic = np.where((topic == 6) & ~people.subscriber[person], 5, topic)
    service = np.select([topic == 3, (topic == 5) | (topic == 6)], [0, 2], 1)
    service = np.where((topic == 1) & (rng.random(n) < 0.4), 0, service)
    unsolved = trouble == 3
    level = course.satisfaction[person, calendar.month_of(at // DAY)]
    complaint = (trouble >= 2) | (rng.random(n) < 0.10 + 0.15 * (level < 3))
    wait = rng.exponential(np.where(unsolved, 40.0, 5.0), n) * 3600
    replied = np.where(unsolved & (rng.random(n) < 0.3), NA, at + wait.astype(np.int64) + 300)
    work = rng.exponential(np.where(unsolved, 700.0, 30.0), n) * 3600 + np.where(unsolved, 20 * DAY, 0)
    solved = np.where((unsolved & (rng.random(n) < 0.65)) | (replied == NA), NA, replied + work.astype(np.int64) + 600)
    end = calendar.end * DAY
    replied, solved = np.where(replied >= end, NA, replied), np.where(solved >= end, NA, solved)
    feeling = np.select([unsolved, complaint], [1.5, 3.0], level + 0.3)
    rating = np.round(rng.normal(feeling, 0.8)).clip(1, 5).astype(np.int64)
    rating = np.where((rng.random(n) < 0.55) | ((solved == NA) & (rng.random(n) < 0.4)), NA, rating)
    language = _tongue(people, person, rng)
    mood = np.where(complaint, 0, np.where(trouble > 0, rng.integers(0, 2, n), 1))
    text = write_comments(topic, mood, language, rng.random(n) < 0.97, rng)
    return _sorted(
        Tickets,
        at,
        end,
        person=person,
        replied=replied,
        solved=solved,
        via=rng.choice(4, n, p=(0.38, 0.22, 0.25, 0.15)),
        service=service,
        topic=topic,
        priority=np.where(
            complaint, rng.choice(4, n, p=(0.05, 0.35, 0.4, 0.2)), rng.choice(4, n, p=(0.3, 0.6, 0.08, 0.02))
        ),
        complaint=complaint,
        rating=rating,
        text=text,
        language=language,
        order=order,
        unsolved=unsolved,
    )


def make_responses(
    people: People, course: Course, orders: Orders, tickets: Tickets, calendar: Calendar, rng: np.random.Generator
) -> Responses:
    """CSAT after orders and in subscriptions, NPS twice a year, CES after tickets."""
    willing = rng.beta(0.8, 5.5, len(people))
    asked = np.flatnonzero(rng.random(len(orders)) < willing[orders.person] * 0.45)
    helped = np.flatnonzero(rng.random(len(tickets.at)) < 0.5 * willing[tickets.person] + 0.08)
    alive = (course.pace > 0) & (course.wind > 0)
    chance = (
        willing[:, None] * 0.22 * np.where(course.wind < 0.99, 0.5, 1.0) * ((np.arange(MONTHS) % 3 == 1) * 1.6 + 0.2)
    )
    nps_person, nps_month = np.nonzero(alive & (rng.random(course.pace.shape) < chance))
    nps_at = (calendar.month_days[nps_month] + rng.integers(3, 26, len(nps_month))) * DAY + clock(rng, len(nps_month))
    nps_at = np.maximum(nps_at, people.joined[nps_person] + 2 * DAY)
    person = np.concatenate([orders.person[asked], tickets.person[helped], nps_person])
    at = np.concatenate(
        [
            orders.at[asked] + rng.integers(2 * DAY, 9 * DAY, len(asked)),
            tickets.at[helped] + rng.integers(1 * DAY, 6 * DAY, len(helped)),
            nps_at,
        ]
    )
    n = len(person)
    survey = np.repeat([0, 2, 1], [len(asked), len(helped), len(nps_person)])
    store = np.zeros(n, bool)
    store[: len(asked)] = orders.channel[asked] == 2
    touchpoint = np.where(rng.random(n) < 0.5, 0, 1)
    touchpoint = np.where(store, 4, touchpoint)
    touchpoint = np.where(survey == 2, 2, touchpoint)
    touchpoint = np.where((survey == 1), np.where(people.subscriber[person] & (rng.random(n) < 0.4), 3, 0), touchpoint)
    order = np.full(n, -1)
    order[: len(asked)] = np.where(rng.random(len(asked)) < 0.65, asked, -1)
    hurt = np.zeros(n)
    hurt[: len(asked)] = np.array([0, 1.0, 0.8, 1.7])[orders.trouble[asked]]
    hurt[len(asked) : len(asked) + len(helped)] = np.where(
        tickets.unsolved[helped], 1.6, 0.2 * tickets.complaint[helped]
    )
    level = course.satisfaction[person, calendar.month_of(at // DAY)] + 0.25 - hurt
    noisy = rng.normal(level, 0.55)
    score = np.select(
        [survey == 0, survey == 1],
        [np.round(noisy).clip(1, 5), np.round(5.6 + (noisy - 3) * 2.7).clip(0, 10)],
        np.round(1 + (noisy - 1) * 1.5).clip(1, 7),
    ).astype(np.int64)
    language = _tongue(people, person, rng)
    topic = np.select([touchpoint == 1, touchpoint == 2, touchpoint == 3], [0, 5, 6], rng.choice([1, 1, 2, 3, 4], n))
    topic = np.where((hurt > 0.5) & (survey == 0), 0, topic)
    text = write_comments(topic, _mood(noisy), language, rng.random(n) < 0.42, rng)
    return _sorted(
        Responses,
        at,
        calendar.end * DAY,
        person=person,
        survey=survey,
        touchpoint=touchpoint,
        channel=rng.choice(4, n, p=(0.6, 0.15, 0.2, 0.05)),
        order=order,
        score=score,
        text=text,
        language=language,
    )


def make_opinions(
    people: People,
    course: Course,
    orders: Orders,
    lines: Lines,
    catalogue: Catalogue,
    calendar: Calendar,
    rng: np.random.Generator,
) -> tuple[Opinions, Opinions]:
    """Reviews (of people with a shop account) and posts (of the one in nine who posts)."""
    posts_at_all = rng.random(len(people)) < 0.11
    buyer = orders.person[lines.order]
    known = ~orders.anonymous[lines.order]
    reviewed = np.flatnonzero(known & (rng.random(len(buyer)) < 0.022))
    posted = np.flatnonzero(posts_at_all[buyer] & (rng.random(len(buyer)) < 0.09))
    out = []
    for rows in (reviewed, posted):
        person = buyer[rows]
        order = lines.order[rows]
        at = orders.at[order] + rng.integers(3 * DAY, 25 * DAY, len(rows))
        level = course.satisfaction[person, calendar.month_of(at // DAY)]
        trouble = np.array([0, 0.8, 0.6, 1.4])[orders.trouble[order]]
        noisy = rng.normal(catalogue.quality[lines.sku[rows]] + 0.5 * (level - 3.6) - trouble, 0.7)
        stars = np.where(rng.random(len(rows)) < 0.04, NA, np.round(noisy).clip(1, 5).astype(np.int64))
        topic = np.where((trouble > 0) | (rng.random(len(rows)) < 0.2), 0, 1)
        language = _tongue(people, person, rng)
        text = write_comments(topic, _mood(noisy), language, rng.random(len(rows)) < 0.85, rng)
        out.append(
            _sorted(
                Opinions,
                at,
                calendar.end * DAY,
                person=person,
                sku=lines.sku[rows],
                stars=stars,
                text=text,
                language=language,
                site=rng.integers(0, len(SITES), len(rows)),
            )
        )
    return out[0], out[1]
