"""How people buy, suffer, react and leave: 36 monthly steps over a block of people.

What causes what:
- Orders of a month ~ Poisson(own rate × day weights × persona's season × satisfaction × decline).
- An order meets an incident (late, damaged or wrong) with about 6 %, 11 % in December. Incidents lower
  satisfaction; a complaint that is not solved lowers it much more. Satisfaction drifts back to the person's base.
- The hazard to leave = natural hazard of the persona × exp(-0.9 (satisfaction - 3.6)) × (1 + 5 × the scar of a
  complaint left unsolved, which is 1 in its month and fades by a third every month) × (1 + 3 price sensitivity² in
  the four months from the price rise) × (1.6 for sleeping dogs who were mailed).
- Whoever decides to leave declines over one to five months (longer gaps, fewer visits, less usage) and then stops.
  An offer can call back a persuadable person who declines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm360.demo.calendar import DAY, MONTHS, PRICE_RISE_MONTH, Calendar, clock
from crm360.demo.columns import NA
from crm360.demo.marketing import CONTROL_SHARE, Campaign, Touches, touch_rows
from crm360.demo.people import NATURAL_HAZARD, People

REASONS = ("service", "price", "dissatisfied", "lifetime", "fraud")
_PERSONA_SEASON = np.ones((7, 12))
_PERSONA_SEASON[4] = (0.4, 0.9, 0.7, 0.6, 0.7, 0.6, 0.5, 0.5, 0.6, 0.8, 1.9, 3.2)  # gift buyers
_PERSONA_SEASON[6] = (0.7, 0.8, 1.1, 1.3, 1.3, 1.3, 1.2, 1.2, 1.0, 0.9, 0.7, 0.5)  # home movers
NOT_YET = 10**6


@dataclass
class Course:
    """What the months brought. Matrices are people × 36; orders are one row each, in no particular order."""

    pace: np.ndarray  # expected orders of the month
    satisfaction: np.ndarray
    wind: np.ndarray  # 1 = as ever … 0 = gone
    churn_day: np.ndarray  # NOT_YET = has not churned
    decline_from: np.ndarray  # month index, NOT_YET = no decline
    reason: np.ndarray
    opted_out: np.ndarray  # time, NA = never
    order_person: np.ndarray
    order_at: np.ndarray
    order_trouble: (
        np.ndarray
    )  # 0 none, 1 incident, 2 with a complaint that was solved, 3 with a complaint left unsolved
    order_campaign: np.ndarray  # -1 = own wish
    touches: list[Touches]


@dataclass
class _State:
    satisfaction: np.ndarray
    decline_from: np.ndarray
    decline_months: np.ndarray
    churn_day: np.ndarray
    reason: np.ndarray
    opted_out: np.ndarray
    annoyed: np.ndarray
    scars: np.ndarray


def live(people: People, calendar: Calendar, campaigns: tuple[Campaign, ...], rng: np.random.Generator) -> Course:
    """Run the 36 months."""
    n = len(people)
    joined_day = people.joined / DAY
    joined_reach = calendar.reach_at(joined_day)
    state = _State(
        people.content.copy(),
        np.full(n, NOT_YET),
        np.ones(n, int),
        np.full(n, NOT_YET),
        np.full(n, -1),
        np.full(n, NA),
        np.zeros(n, bool),
        np.zeros(n),
    )
    pace, satisfaction, wind = (np.zeros((n, MONTHS), np.float32) for _ in range(3))
    orders: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = [_first_orders(people, rng)]
    touches: list[Touches] = []
    for month in range(MONTHS):
        first, last = calendar.month_days[month], calendar.month_days[month + 1]
        low = np.maximum(calendar.reach_at(np.array([first]))[0], joined_reach)
        high = calendar.reach_at(np.minimum(last, state.churn_day))
        exposure = np.maximum(high - low, 0)
        gone_for = (month - state.decline_from).clip(0)
        wind[:, month] = np.where(
            month >= state.decline_from, (1 - gone_for / (state.decline_months + 1)).clip(0) ** 1.4, 1.0
        )
        wind[state.churn_day < first, month] = 0
        lift = 1 + sum(c.lift for c in campaigns if c.month == month) * 0.7
        season = _PERSONA_SEASON[people.persona, calendar.first_of(month).month - 1]
        mood = np.exp(0.12 * (state.satisfaction - 3.6))
        pace[:, month] = people.rate * season * wind[:, month] * lift * mood * exposure
        state.annoyed[:] = False
        extra = []
        for number, campaign in enumerate(campaigns):
            if campaign.month == month and campaign.media in ("email", "sms"):
                extra.append(_run_campaign(number, campaign, people, state, wind[:, month], touches, rng))
        expected = pace[:, month] * np.where(state.annoyed, 0.5, 1.0)
        count = rng.poisson(expected)
        person = np.repeat(np.arange(n), count)
        reach = low[person] + rng.random(len(person)) * exposure[person]
        at = calendar.day_at(reach) * DAY + clock(rng, len(person))
        at = np.maximum(at, people.joined[person] + 3600)
        risk = 0.11 if calendar.first_of(month).month == 12 else 0.06
        trouble, worst = _troubles(count, person, risk, rng)
        orders.append((person, at, trouble, np.full(len(person), -1)))
        orders += [(e[0], e[1], np.zeros(len(e[0]), int), e[2]) for e in extra]
        present = (joined_day < last) & (state.churn_day > first)
        _feel(people, state, month, worst, count)
        satisfaction[:, month] = state.satisfaction
        _decide(people, state, calendar, month, present & (joined_day < first), rng)
    _catch_frauds(people, state, orders, calendar, rng)
    person, at, trouble, campaign_no = (np.concatenate(part) for part in zip(*orders, strict=True))
    keep = at < calendar.end * DAY
    person, at, trouble, campaign_no = person[keep], at[keep], trouble[keep], campaign_no[keep]
    last = np.zeros(n, dtype=np.int64)  # nobody is gone before the last order
    np.maximum.at(last, person, at // DAY + 1)
    state.churn_day = np.where(state.churn_day < NOT_YET, np.maximum(state.churn_day, last), NOT_YET)
    return Course(
        pace,
        satisfaction,
        wind,
        state.churn_day,
        state.decline_from,
        state.reason,
        state.opted_out,
        person,
        at,
        trouble,
        campaign_no,
        touches,
    )


def _first_orders(people: People, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    n = len(people)
    return np.arange(n), people.joined.copy(), (rng.random(n) < 0.04).astype(int), np.full(n, -1)


def _troubles(
    count: np.ndarray, person: np.ndarray, risk: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Trouble level per order, and the worst of the month per person."""
    draw = rng.random(len(person))
    trouble = np.select([draw < risk * 0.20, draw < risk * 0.5, draw < risk], [3, 2, 1], 0)
    worst = np.zeros(len(count), int)
    np.maximum.at(worst, person[trouble > 0], trouble[trouble > 0])
    return trouble, worst


def _feel(people: People, state: _State, month: int, worst: np.ndarray, count: np.ndarray) -> None:
    """Satisfaction: hurt by trouble and by the price rise, healing towards the base, tired while declining."""
    state.satisfaction += 0.14 * (people.content - state.satisfaction)
    state.satisfaction -= np.array([0.0, 0.35, 0.30, 1.10])[worst]
    state.satisfaction += np.where((count > 0) & (worst == 0), 0.02, 0.0)
    state.satisfaction -= np.where(state.decline_from <= month, 0.18, 0.0)
    if month == PRICE_RISE_MONTH:
        state.satisfaction -= 0.6 * people.price_sense**2
    state.satisfaction[:] = np.clip(state.satisfaction, 1.0, 5.0)
    state.scars[:] = np.maximum(state.scars * 0.67, (worst == 3) * 1.0)


def _decide(
    people: People, state: _State, calendar: Calendar, month: int, present: np.ndarray, rng: np.random.Generator
) -> None:
    """Who decides to leave this month, why, and when the decline will be over."""
    natural = NATURAL_HAZARD[people.persona]
    dear = 3.0 * people.price_sense**2 * (PRICE_RISE_MONTH <= month < PRICE_RISE_MONTH + 4)
    mood = np.exp(-0.9 * (state.satisfaction - 3.6))
    service = 5.0 * state.scars
    hazard = natural * mood * (1 + service) * (1 + dear) * np.where(state.annoyed, 1.6, 1.0)
    leaving = present & (state.decline_from == NOT_YET) & (rng.random(len(people)) < np.minimum(hazard, 0.5))
    gloom = np.maximum(mood - 1, 0)
    cause = np.column_stack([service, dear, gloom * 1.2, np.full(len(people), 0.6)])
    reason = cause.argmax(axis=1)
    months = np.array([1, 2, 2, 3])[reason] + rng.integers(0, 3, len(people)) * (reason != 0)
    state.reason[leaving] = reason[leaving]
    state.decline_months[leaving] = months[leaving]
    state.decline_from[leaving] = month + 1
    over = np.minimum(month + 1 + months, MONTHS)
    day = calendar.month_days[np.minimum(over, MONTHS - 1)] - rng.integers(0, 25, len(people))
    state.churn_day[leaving] = np.where(over < MONTHS, day, NOT_YET)[leaving]


def _run_campaign(
    number: int,
    campaign: Campaign,
    people: People,
    state: _State,
    wind: np.ndarray,
    touches: list[Touches],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Send a campaign, note what people do, and return the extra orders (person, time, campaign)."""
    start = campaign.day * DAY
    able = people.mailable & (people.mail_from < start) & ((state.opted_out == NA) | (state.opted_out > start))
    gone = state.churn_day * DAY <= start
    if campaign.target == "lapsing":
        able &= (wind < 0.99) | (rng.random(len(people)) < 0.25)
    elif campaign.target == "bargain":
        able &= people.price_sense > 0.5
    else:
        able &= rng.random(len(people)) < 0.96
    able &= ~gone | (rng.random(len(people)) < 0.6)
    held_out = able & (rng.random(len(people)) < CONTROL_SHARE)
    treated = np.flatnonzero(able & ~held_out)
    declining = (wind[treated] < 0.99) & ~gone[treated]
    effect = np.array(campaign.effect)[people.group[treated]].clip(0) * np.where(
        declining & (people.group[treated] == 0), 2.0, 1.0
    )
    extra = np.where(gone[treated], 0, rng.poisson(effect))
    dog = (people.group[treated] == 3) & (campaign.effect[3] < 0)
    state.annoyed[treated[dog]] = True
    rescued = treated[declining & (extra > 0) & (people.group[treated] == 0) & (rng.random(len(treated)) < 0.6)]
    state.decline_from[rescued], state.churn_day[rescued], state.reason[rescued] = NOT_YET, NOT_YET, -1
    weary = 0.003 + 0.05 * dog + 0.04 * declining
    leaving = rng.random(len(treated)) < weary
    openness = 0.16 + 0.12 * (people.group[treated] == 0) + 0.08 * (people.group[treated] == 1)
    openness = openness * np.where(gone[treated], 0.25, 0.3 + 0.7 * wind[treated])
    rows = touch_rows(number, campaign, treated, np.flatnonzero(held_out), openness, extra, leaving, rng)
    touches.append(rows)
    out = rows.action == 5
    state.opted_out[rows.person[out]] = rows.at[out]
    buyer = np.repeat(treated, extra)
    at = start + 12 * 3600 + (rng.exponential(4.0, len(buyer)).clip(0, 13) * DAY).astype(np.int64)
    return (
        buyer,
        np.minimum(at // DAY * DAY + clock(rng, len(buyer)), start + 14 * DAY - 1).clip(start + 13 * 3600),
        np.full(len(buyer), number),
    )


def _catch_frauds(people: People, state: _State, orders: list, calendar: Calendar, rng: np.random.Generator) -> None:
    """Fraudsters order a lot within days of their first order and are gone when they are caught."""
    rogue = np.flatnonzero(people.is_fraud)
    for i, (person, at, trouble, campaign) in enumerate(orders[1:], start=1):
        honest = ~people.is_fraud[person]
        orders[i] = (person[honest], at[honest], trouble[honest], campaign[honest])
    count = rng.integers(7, 15, len(rogue))
    person = np.repeat(rogue, count)
    at = people.joined[person] + rng.integers(1800, 4 * DAY, len(person))
    orders.append((person, at, np.zeros(len(person), int), np.full(len(person), -1)))
    day = people.joined[rogue] // DAY + 30
    state.churn_day[rogue] = np.where(day < calendar.end, day, NOT_YET)
    state.reason[rogue] = 4
    state.decline_from[rogue] = calendar.month_of(day)
