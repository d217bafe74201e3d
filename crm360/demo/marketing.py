"""Campaigns, who was sent what, what they did with it, and what was spent.

What causes what: an e-mail or text campaign goes to the people of its target; a random share is held out. Treated
people place extra orders in the two weeks after, by group: offers move the persuadable (twice as much while they
drift away), do nothing for sure things and lost causes, and annoy sleeping dogs, who buy less that month and leave
sooner. One campaign (`no effect`) moves nobody. Television, online and print lift everybody's buying a little in
their weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm360.demo.calendar import DAY, Calendar, number_of
from crm360.demo.columns import Codes, Days, Frame, Numbers, Texts, Times, choose

ACTIONS = ("sent", "delivered", "opened", "clicked", "redeemed", "unsubscribed", "held_out")
MEDIA = ("email", "sms", "tv", "online", "print")
CONTROL_SHARE = 0.18


@dataclass(frozen=True)
class Campaign:
    """One campaign.

    `effect`: extra orders per treated person and fortnight, by group; sleeping dogs: share of orders lost.
    """

    code: str
    month: int
    day: int  # since 1970
    media: str
    channel: str
    name: str
    offer: str | None
    discount: float
    target: str
    effect: tuple[float, float, float, float]
    budget: int
    lift: float = 0.0


_PLAN: tuple[tuple[int, int, str, str, str, str | None, float, str, float, int, float], ...] = (
    # month, day, media, channel, name, offer, discount, target, persuadable effect, budget in pounds, lift of everybody
    (1, 5, "email", "email", "Late summer voucher", "15% off", 0.15, "all", 0.26, 4_000, 0),
    (3, 8, "print", "magazine", "Autumn catalogue", None, 0, "all", 0, 18_000, 0.02),
    (4, 10, "email", "email", "Black Friday preview", "20% off", 0.20, "all", 0.30, 5_000, 0),
    (4, 3, "tv", "tv", "Christmas film", None, 0, "all", 0, 90_000, 0.06),
    (6, 12, "email", "email", "January clearance", "10% off", 0.10, "bargain", 0.30, 3_500, 0),
    (8, 4, "email", "email", "Spring kitchen", "10% off", 0.10, "all", 0.18, 4_000, 0),
    (9, 6, "online", "search", "Spring search push", None, 0, "all", 0, 24_000, 0.03),
    (11, 15, "sms", "sms", "Flash weekend", "15% off", 0.15, "all", 0.28, 2_500, 0),
    (13, 7, "email", "email", "Back to school", "10% off", 0.10, "all", 0.18, 4_200, 0),
    (15, 4, "online", "social_ads", "Autumn social", None, 0, "all", 0, 28_000, 0.03),
    (16, 9, "email", "email", "Black Friday early access", "20% off", 0.20, "all", 0.30, 5_500, 0),
    (16, 2, "tv", "tv", "Christmas film two", None, 0, "all", 0, 110_000, 0.06),
    (18, 14, "email", "email", "We miss you", "20% off", 0.20, "lapsing", 0.34, 3_000, 0),
    (19, 5, "print", "magazine", "Garden catalogue", None, 0, "all", 0, 20_000, 0.02),
    (21, 20, "email", "email", "Sorry for the prices", "10% off", 0.10, "all", 0.22, 4_800, 0),
    (22, 8, "online", "display", "Display retargeting", None, 0, "all", 0, 26_000, 0.01),
    (23, 10, "sms", "sms", "Summer flash", "15% off", 0.15, "all", 0.28, 3_000, 0),
    (25, 12, "email", "email", "Brand story letter", None, 0, "all", 0.0, 6_000, 0),
    (27, 6, "email", "email", "Autumn voucher", "15% off", 0.15, "all", 0.26, 5_200, 0),
    (28, 8, "tv", "tv", "Christmas film three", None, 0, "all", 0, 120_000, 0.06),
    (28, 11, "email", "email", "Black Friday members", "20% off", 0.20, "all", 0.30, 6_000, 0),
    (30, 15, "email", "email", "Come back voucher", "20% off", 0.20, "lapsing", 0.34, 3_400, 0),
    (33, 5, "online", "social_ads", "Spring social", None, 0, "all", 0, 30_000, 0.03),
    (34, 9, "email", "email", "May bank holiday", "10% off", 0.10, "all", 0.20, 5_600, 0),
)


def make_campaigns(calendar: Calendar) -> tuple[Campaign, ...]:
    """The plan on this calendar; codes are `C-<year>-<two digits>`."""
    out: list[Campaign] = []
    per_year: dict[int, int] = {}
    for month, day, media, channel, name, offer, discount, target, effect, budget, lift in sorted(
        _PLAN, key=lambda p: p[:2]
    ):
        on = calendar.first_of(month).replace(day=day)
        per_year[on.year] = per_year.get(on.year, 0) + 1
        dog = 0.0 if effect == 0 else 0.5
        out.append(
            Campaign(
                f"C-{on.year}-{per_year[on.year]:02d}",
                month,
                number_of(on),
                media,
                channel,
                name,
                offer,
                discount,
                target,
                (effect, effect * 0.08, 0.0, -dog),
                budget,
                lift,
            )
        )
    return tuple(campaign for campaign in out if campaign.day < calendar.end)


@dataclass
class Touches:
    """What happened between campaigns and people: one row per action."""

    campaign: np.ndarray
    person: np.ndarray
    action: np.ndarray
    at: np.ndarray
    held_out: np.ndarray


def touch_rows(
    number: int,
    campaign: Campaign,
    treated: np.ndarray,
    held: np.ndarray,
    openness: np.ndarray,
    redeemed: np.ndarray,
    leaving: np.ndarray,
    rng: np.random.Generator,
) -> Touches:
    """The actions of one campaign.

    `openness` (per treated person) is the probability to open; `redeemed` counts their extra orders.
    """
    sent = campaign.day * DAY + 9 * 3600 + rng.integers(0, 3 * 3600, len(treated))
    delivered = rng.random(len(treated)) < 0.975
    opened = delivered & (rng.random(len(treated)) < openness)
    clicked = (opened & (rng.random(len(treated)) < 0.22)) | (redeemed > 0)
    opened |= clicked
    log_delivery = (rng.random(len(treated)) < 0.25) & delivered  # the mail tool logs only a sample of deliveries
    later = sent + rng.exponential(14 * 3600, len(treated)).astype(np.int64)
    parts = [
        (0, np.ones(len(treated), bool), sent),
        (1, log_delivery | opened, sent + 40),
        (2, opened, later),
        (3, clicked, later + 45),
        (4, redeemed > 0, later + rng.integers(900, 5 * DAY, len(treated))),
        (5, leaving, later + 120),
    ]
    rows = [np.flatnonzero(mask) for _, mask, _ in parts]
    person = np.concatenate([treated[r] for r in rows] + [held])
    at = np.concatenate(
        [when[r] for r, (_, _, when) in zip(rows, parts, strict=True)]
        + [np.full(len(held), campaign.day * DAY + 9 * 3600)]
    )
    action = np.concatenate(
        [np.full(len(r), code) for r, (code, _, _) in zip(rows, parts, strict=True)] + [np.full(len(held), 6)]
    )
    return Touches(np.full(len(person), number), person, action, at, action == 6)


def campaign_frame(campaigns: tuple[Campaign, ...]) -> Frame:
    """marketing/campaigns."""
    every = np.arange(len(campaigns))
    return {
        "campaign_code": Texts(choose([c.code for c in campaigns], every)),
        "name": Texts(choose([c.name for c in campaigns], every)),
        "channel": Texts(choose([c.channel for c in campaigns], every)),
        "media": Texts(choose([c.media for c in campaigns], every)),
        "started_at": Days(np.array([c.day for c in campaigns])),
        "budget": Numbers(np.array([c.budget * 100 for c in campaigns]), 2),
    }


def send_frame(campaigns: tuple[Campaign, ...], touches: Touches) -> Frame:
    """marketing/sends without the two ids."""
    offers = [c.offer or "" for c in campaigns]
    coded = np.array([i if offer else -1 for i, offer in enumerate(offers)])[touches.campaign]
    return {
        "campaign_code": Codes(touches.campaign, [c.code for c in campaigns]),
        "touched_at": Times(touches.at),
        "action": Codes(touches.action, ACTIONS),
        "offer": Codes(coded, [o or f"none {i}" for i, o in enumerate(offers)]),
        "variant": Codes(touches.held_out.astype(np.int32), ("treatment", "control")),
    }


def spend_frame(campaigns: tuple[Campaign, ...], calendar: Calendar, seed: int) -> Frame:
    """marketing/spend.

    Campaign budgets over three weeks, and a monthly base of search and display without a campaign.
    """
    rng = np.random.default_rng([seed, 9_003])
    code, day, amount, channel, media = [], [], [], [], []
    for i, c in enumerate(campaigns):
        days = 2 if c.media in ("email", "sms") else 21
        share = rng.dirichlet(np.full(days, 5.0)) * c.budget * rng.uniform(0.93, 1.04)
        for k in range(days):
            if c.day + k < calendar.end:
                code.append(i), day.append(c.day + k), amount.append(round(share[k] * 100))
                channel.append(c.channel), media.append(c.media)
    for start in calendar.month_days[:-1]:
        for name in ("search", "display"):
            code.append(-1), day.append(int(start)), amount.append(int(rng.integers(180_000, 320_000)))
            channel.append(name), media.append("online")
    order = np.argsort(day, kind="stable")
    names = sorted(set(channel))
    return {
        "spend_date": Days(np.array(day)[order]),
        "channel": Codes(np.array([names.index(c) for c in channel])[order], names),
        "media": Codes(np.array([MEDIA.index(m) for m in media])[order], MEDIA),
        "campaign_code": Codes(np.array(code)[order], [c.code for c in campaigns]),
        "amount": Numbers(np.array(amount, dtype=np.int64)[order], 2),
    }
