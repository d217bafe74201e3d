"""The web log: sessions of customers and strangers over the last days.

What causes what: people browse in proportion to their wish to buy (so visits fade before the orders do when they
decline); each web or app order has a session that ends with its purchase. A visitor is anonymous until the login of
the session, unless the browser remembers him. Visitor ids belong to a device and change when cookies are lost
(about every hundred days).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm360.demo.calendar import DAY, Calendar, clock
from crm360.demo.catalogue import CATEGORIES, SKUS, Catalogue
from crm360.demo.lifecycle import Course
from crm360.demo.marketing import Campaign
from crm360.demo.people import People
from crm360.demo.purchases import Lines, Orders

EVENTS = ("page_view", "product_view", "search", "add_to_cart", "checkout", "purchase", "login")
DEVICES = ("desktop", "mobile", "tablet")
SOURCES = ("google", "newsletter", "bing", "chatterbox", "affiliate")
MEDIUMS = ("cpc", "email", "organic", "social", "referral")
_MEDIUM_OF = np.array([0, 1, 2, 3, 4])
# Event sequences of sessions: browsing, and the ones that end with an order.
_BROWSING = (
    (0,),
    (0, 1),
    (2, 1),
    (0, 2, 1, 1),
    (1,),
    (0, 6, 1, 3),
    (0, 1, 3, 4),
    (0, 0, 1),
    (1, 1, 0, 1),
    (6, 0, 1, 3, 4),
)
_BUYING = ((0, 1, 3, 6, 4, 5), (2, 1, 3, 4, 5), (1, 3, 6, 4, 5), (6, 1, 3, 4, 5), (0, 2, 1, 1, 3, 6, 4, 5))
_PLANS = _BROWSING + _BUYING
_LENGTH = np.array([len(p) for p in _PLANS])
_STEPS = np.array([list(p) + [0] * (8 - len(p)) for p in _PLANS])
_LOGIN_STEP = np.array([p.index(6) if 6 in p else 99 for p in _PLANS])
_WORDS = (
    "kettle",
    "gift",
    "sale",
    "blanket",
    "charger",
    "cookbook",
    "vest",
    "hose",
    "yoga mat",
    "rug",
    "unicorn",
    "spare part",
)
PAGES: tuple[str, ...] = (
    "/",
    *(f"/c/{name}" for name in CATEGORIES),
    *(f"/p/SKU-{i + 1:04d}" for i in range(SKUS)),
    *(f"/search?q={word.replace(' ', '+')}&results={0 if i >= 10 else 3 + i * 4}" for i, word in enumerate(_WORDS)),
    "/cart",
    "/checkout",
    "/thank-you",
    "/login",
)
_FIRST_PRODUCT, _FIRST_SEARCH = 1 + len(CATEGORIES), 1 + len(CATEGORIES) + SKUS
_CART = _FIRST_SEARCH + len(_WORDS)


@dataclass
class Events:
    """One row per event, sorted by time.

    `session` and `visitor` count from 0 within the block; `person` -1 = a stranger.
    """

    session: np.ndarray
    visitor: np.ndarray
    person: np.ndarray
    known: np.ndarray  # logged in
    at: np.ndarray
    event: np.ndarray
    page: np.ndarray
    sku: np.ndarray
    device: np.ndarray
    source: np.ndarray  # -1 = direct
    campaign: np.ndarray  # -1 = none
    sessions: int
    visitors: int


def make_events(
    people: People,
    course: Course,
    orders: Orders,
    lines: Lines,
    catalogue: Catalogue,
    campaigns: tuple[Campaign, ...],
    calendar: Calendar,
    web_days: int,
    rng: np.random.Generator,
) -> Events:
    """Sessions and their events from `web_days` days before the end."""
    begin = max(calendar.start, calendar.end - web_days)
    bounds = np.maximum(calendar.month_days, begin)
    share = np.diff(bounds) / np.diff(calendar.month_days)
    visits = rng.poisson(2.0 * course.pace * course.wind**0.6 * share * people.online[:, None])
    who, month = np.nonzero(visits)
    times = visits[who, month]
    who, month = np.repeat(who, times), np.repeat(month, times)
    day = bounds[month] + (rng.random(len(who)) * (bounds[month + 1] - bounds[month])).astype(np.int64)
    browse_at = day * DAY + clock(rng, len(who))
    weight = calendar.weights[begin - calendar.start :]
    strangers = max(1, int(len(who) * 0.22))
    stranger_day = begin + np.searchsorted(np.cumsum(weight) / weight.sum(), rng.random(strangers)).clip(
        max=len(weight) - 1
    )
    bought = np.flatnonzero((orders.channel <= 1) & ~orders.anonymous & (orders.at >= (begin + 1) * DAY))
    person = np.concatenate([who, np.full(strangers, -1), orders.person[bought]])
    at = np.concatenate([browse_at, stranger_day * DAY + clock(rng, strangers), orders.at[bought]])
    buying = np.repeat([False, False, True], [len(who), strangers, len(bought)])
    n = len(person)
    plan = np.where(buying, len(_BROWSING) + rng.integers(0, len(_BUYING), n), rng.integers(0, len(_BROWSING), n))
    plan = np.where((person < 0) & np.isin(plan, (5, 9)), 1, plan)
    remembered = (rng.random(n) < 0.3) & (person >= 0)
    first_line = np.searchsorted(lines.order, bought)
    sku = _wanted(people, person, catalogue, rng)
    sku[buying] = lines.sku[first_line]
    gap = rng.integers(8, 120, n)
    start = np.where(buying, at - (_LENGTH[plan] - 1) * gap, at)
    device = np.where(
        rng.random(n) < 0.8, np.where(person >= 0, people.number[person] % 7 % 3, rng.integers(0, 3, n)), 1
    )
    epoch = (at // DAY + np.where(person >= 0, person * 37, 0)) // 100
    key = np.where(person >= 0, (person * 4 + device) * 4096 + epoch % 4096, -1 - np.arange(n))
    visitor = np.unique(key, return_inverse=True)[1]
    source = np.where(rng.random(n) < 0.5, -1, rng.choice(5, n, p=(0.42, 0.22, 0.12, 0.14, 0.10)))
    campaign = _campaign_of(campaigns, source, at // DAY, rng)
    session = np.repeat(np.arange(n), _LENGTH[plan])
    step = np.arange(len(session)) - np.repeat(np.cumsum(_LENGTH[plan]) - _LENGTH[plan], _LENGTH[plan])
    event = _STEPS[plan[session], step]
    other = (event == 1) & (rng.random(len(session)) < 0.25)
    item = np.where(np.isin(event, (1, 3)), sku[session], -1)
    item[other] = _wanted(people, person[session[other]], catalogue, rng)
    page = np.select(
        [event == 1, event == 2, event == 3, event == 4, event == 5, event == 6],
        [
            _FIRST_PRODUCT + item,
            _FIRST_SEARCH + rng.integers(0, len(_WORDS), len(session)),
            _CART,
            _CART + 1,
            _CART + 2,
            _CART + 3,
        ],
        np.where(rng.random(len(session)) < 0.4, 0, 1 + catalogue.category[sku[session]]),
    )
    moment = start[session] + step * gap[session]
    known = remembered[session] | (step >= _LOGIN_STEP[plan[session]])
    known |= buying[session] & np.isin(event, (4, 5))
    known &= person[session] >= 0
    sequence = np.argsort(moment, kind="stable")
    sequence = sequence[(moment[sequence] < calendar.end * DAY) & (moment[sequence] >= begin * DAY)]
    by_session = session[sequence]
    return Events(
        session=by_session,
        visitor=visitor[by_session],
        person=person[by_session],
        known=known[sequence],
        at=moment[sequence],
        event=event[sequence],
        page=page[sequence],
        sku=item[sequence],
        device=device[by_session],
        source=source[by_session],
        campaign=campaign[by_session],
        sessions=n,
        visitors=int(visitor.max(initial=-1)) + 1,
    )


def _wanted(people: People, person: np.ndarray, catalogue: Catalogue, rng: np.random.Generator) -> np.ndarray:
    """A sku to each one's taste; strangers (-1) take anyone's."""
    taste = people.tastes[np.where(person >= 0, person, rng.integers(0, len(people), len(person)))]
    category = (taste < rng.random(len(person))[:, None]).sum(axis=1).clip(0, len(CATEGORIES) - 1)
    return catalogue.sku(category, rng.random(len(person)))


def _campaign_of(
    campaigns: tuple[Campaign, ...], source: np.ndarray, day: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """The last campaign of the right media within five weeks, for some of the tagged sessions."""
    out = np.full(len(day), -1)
    for wanted, media in ((1, ("email",)), (0, ("online",)), (3, ("online",))):
        for i, campaign in enumerate(campaigns):
            if campaign.media in media:
                out[(source == wanted) & (day >= campaign.day) & (day < campaign.day + 35)] = i
    out[rng.random(len(day)) < 0.25] = -1
    return out


def medium_of(source: np.ndarray) -> np.ndarray:
    """utm_medium code per utm_source code."""
    return np.where(source >= 0, _MEDIUM_OF[source.clip(0)], -1)
