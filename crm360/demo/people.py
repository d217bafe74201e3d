"""The people of the demo world: the truth that no extract shows directly.

What causes what: the persona sets the buying rate, the tastes, the season, the natural lifetime and how
price-sensitive and how content a person is; these drive purchases, churn and the reaction to campaigns
(`lifecycle`). Families share surname and address, sometimes e-mail and phone (`identity`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm360.demo.calendar import DAY, Calendar, clock
from crm360.demo.catalogue import CATEGORIES
from crm360.demo.names import FIRST, MEN, SURNAMES, WOMEN, zipf
from crm360.demo.pinyin import GIVEN
from crm360.demo.pinyin import SURNAMES as CN_SURNAMES

COUNTRIES = ("GB", "CN", "IE", "US")
PERSONAS = ("loyalist", "regular", "bargain_hunter", "occasional", "gift_buyer", "new_parent", "home_mover")
GROUPS = ("persuadable", "sure_thing", "lost_cause", "sleeping_dog")
FAMILY_KINDS = ("couple", "parent_child", "twins", "father_son")
_SHARE = np.array([0.16, 0.24, 0.19, 0.17, 0.10, 0.07, 0.07])
_MONTHLY_RATE = np.array([0.88, 0.54, 0.51, 0.19, 0.29, 0.68, 0.56])
_PRICE_SENSE = np.array([0.25, 0.42, 0.78, 0.50, 0.40, 0.55, 0.45])
_CONTENT = np.array([4.15, 3.75, 3.55, 3.50, 3.75, 3.70, 3.60])
# Monthly hazard of leaving for no other reason than that the need is over (the natural lifetime).
NATURAL_HAZARD = np.array([0.009, 0.025, 0.029, 0.032, 0.024, 0.044, 0.048])
_TASTES = np.array(
    [  # kitchen, garden, electronics, books, baby, clothing, sport, home
        [3, 2, 2, 2, 0.4, 3, 2, 3],
        [2, 2, 2, 2, 0.5, 2, 2, 2],
        [2, 1, 3, 1, 0.6, 4, 2, 1],
        [1, 2, 2, 3, 0.3, 2, 1, 2],
        [2, 1, 2, 4, 1.5, 2, 1, 2],
        [1, 0.5, 1, 1.5, 9, 2, 0.5, 1.5],
        [3, 4, 2, 0.5, 0.3, 0.8, 0.5, 8],
    ]
)


@dataclass
class People:
    """One row per person of a block; `number` is the person's place in the whole run, times are seconds since 1970."""

    number: np.ndarray
    country: np.ndarray
    persona: np.ndarray
    price_sense: np.ndarray
    content: np.ndarray  # base satisfaction, 1…5
    rate: np.ndarray  # orders a day at weight 1
    tastes: np.ndarray  # cumulated category weights (n × 8)
    favourite: np.ndarray  # a fixed draw per category: the favourite sku
    joined: np.ndarray  # time of the first purchase
    is_fraud: np.ndarray
    subscriber: np.ndarray
    mailable: np.ndarray  # has a marketing record from `mail_from` on
    mail_from: np.ndarray
    online: np.ndarray  # has a shop account
    group: np.ndarray  # reaction to offers
    late_payer: np.ndarray
    sex: np.ndarray  # 0 woman, 1 man
    first: np.ndarray
    surname: np.ndarray
    given: np.ndarray  # two characters of a Chinese given name (n × 2, -1 = none)
    birth: np.ndarray  # days since 1970
    leader: np.ndarray  # place in the block of the person whose home and surname one shares (oneself when single)
    family: np.ndarray  # kind of family tie to the leader, -1 = leader or single

    def __len__(self) -> int:
        return len(self.number)


def make_people(first_number: int, count: int, calendar: Calendar, rng: np.random.Generator) -> People:
    """Draw a block of people."""
    persona = rng.choice(len(PERSONAS), count, p=_SHARE)
    country = rng.choice(4, count, p=(0.83, 0.10, 0.035, 0.035))
    price_sense = np.clip(rng.normal(_PRICE_SENSE[persona], 0.14), 0.02, 0.98)
    content = np.clip(rng.normal(_CONTENT[persona], 0.40), 2.0, 4.9)
    rate = _MONTHLY_RATE[persona] / 30.4 * rng.gamma(2.6, 1 / 2.6, count)
    tastes = rng.gamma(_TASTES[persona], 1.0).clip(1e-3)
    tastes = np.cumsum(tastes, axis=1) / tastes.sum(axis=1, keepdims=True)
    span = calendar.end - calendar.start
    # One in four was a customer already and buys in the first weeks; the others come ever faster (growth), in season.
    old = rng.random(count) < 0.25
    early = calendar.start + np.minimum(rng.exponential(1 / np.maximum(rate, 0.004)), span * 0.3)
    grown = np.interp(
        rng.random(count), np.linspace(0, 1, 4000) ** 1.18, np.linspace(0, calendar.reach[-1] * 0.995, 4000)
    )
    joined_day = np.where(old, early, calendar.day_at(grown)).astype(np.int64)
    joined = joined_day * DAY + clock(rng, count)
    is_fraud = _frauds(rng, count)
    online = rng.random(count) < 0.965
    dog = rng.random(count) < np.where(np.isin(persona, (0, 1)) & (price_sense < 0.45), 0.24, 0.02)
    group = np.select([dog, price_sense > 0.58, rate * 30.4 > 0.45], [3, 0, 1], 2)
    mailable = rng.random(count) < 0.80
    sex = rng.integers(0, 2, count)
    women, men = zipf(len(WOMEN), 0.6), zipf(len(MEN), 0.6)
    draw = rng.random(count)
    first = np.where(sex == 0, np.searchsorted(women, draw), len(WOMEN) + np.searchsorted(men, draw)).clip(
        0, len(FIRST) - 1
    )
    people = People(
        number=np.arange(first_number, first_number + count),
        country=country,
        persona=persona,
        price_sense=price_sense,
        content=content,
        rate=rate,
        tastes=tastes,
        favourite=rng.random((count, len(CATEGORIES))),
        joined=joined,
        is_fraud=is_fraud,
        subscriber=(rng.random(count) < np.array([0.52, 0.40, 0.36, 0.20, 0.22, 0.45, 0.40])[persona]) & ~is_fraud,
        mailable=mailable & ~is_fraud,
        mail_from=joined + (rng.random(count) < 0.4) * rng.exponential(60 * DAY, count).astype(np.int64) + 600,
        online=online | is_fraud,
        group=group,
        late_payer=rng.random(count) < 0.08,
        sex=sex,
        first=first,
        surname=np.searchsorted(zipf(len(SURNAMES), 0.45), rng.random(count)).clip(0, len(SURNAMES) - 1),
        given=np.column_stack(
            [
                rng.integers(0, len(GIVEN), count),
                np.where(rng.random(count) < 0.7, rng.integers(0, len(GIVEN), count), -1),
            ]
        ),
        birth=-9_000 + np.round(rng.beta(2.2, 2.2, count) * 22_500 + (persona == 5) * 3_500).astype(np.int64),
        leader=np.arange(count),
        family=np.full(count, -1),
    )
    _chinese(people, rng)
    _families(people, rng)
    return people


def _frauds(rng: np.random.Generator, count: int) -> np.ndarray:
    chosen = np.zeros(count, dtype=bool)
    chosen[rng.choice(count, max(3, round(count * 0.003)), replace=False)] = True
    return chosen


def _chinese(people: People, rng: np.random.Generator) -> None:
    """Surnames of Chinese people are numbers in their own list."""
    chinese = people.country == 1
    people.surname[chinese] = np.searchsorted(zipf(len(CN_SURNAMES), 0.7), rng.random(int(chinese.sum()))).clip(
        0, len(CN_SURNAMES) - 1
    )


def _families(people: People, rng: np.random.Generator) -> None:
    """Some neighbours in the block are families: they share surname, home and country."""
    count = len(people)
    heads = np.flatnonzero(rng.random(count - 1) < 0.085) if count > 1 else np.array([], dtype=np.int64)
    heads = heads[np.concatenate([[True], np.diff(heads) > 1])] if len(heads) else heads
    heads = heads[~people.is_fraud[heads] & ~people.is_fraud[heads + 1]]
    kind = rng.choice(4, len(heads), p=(0.5, 0.3, 0.09, 0.11))
    members = heads + 1
    people.leader[members], people.family[members] = heads, kind
    people.country[members], people.surname[members] = people.country[heads], people.surname[heads]
    women, men = len(WOMEN), len(MEN)
    couple, child, twin, son = (kind == i for i in range(4))
    people.sex[members[couple]] = 1 - people.sex[heads[couple]]
    people.sex[heads[son]] = people.sex[members[son]] = 1
    people.sex[members[twin]] = people.sex[heads[twin]]
    for rows in (heads, members):  # first names must fit the sex they now have
        wrong = (people.first[rows] >= women) != (people.sex[rows] == 1)
        people.first[rows[wrong]] = np.where(
            people.sex[rows[wrong]] == 1, women + people.first[rows[wrong]] % men, people.first[rows[wrong]] % women
        )
    people.first[members[son]] = people.first[heads[son]]
    people.given[members[son]] = people.given[heads[son]]
    near = members[twin]
    base = np.where(people.sex[near] == 1, women, 0)
    size = np.where(people.sex[near] == 1, men, women)
    people.first[near] = base + (people.first[heads[twin]] - base + 1) % size  # twins are named alike but not the same
    apart = rng.integers(21 * 365, 36 * 365, count)
    people.birth[members[couple]] = people.birth[heads[couple]] + rng.integers(-1500, 1500, couple.sum())
    for rows in (child, son):
        people.birth[members[rows]] = np.minimum(people.birth[heads[rows]] + apart[heads[rows]], 13_600)
        people.birth[heads[rows]] = people.birth[members[rows]] - apart[heads[rows]]
    people.birth[members[twin]] = people.birth[heads[twin]]
