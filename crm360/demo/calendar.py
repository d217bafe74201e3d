"""Time in the demo world: 36 months, the seasons, the trend and the two planted anomalies.

What causes what: the weight of a day (weekday, season, trend, promotion days) multiplies everyone's wish to buy. On
the outage day the shop was down (weight × 0.08); on the spike day a video made the shop famous for a day (weight ×
3.5). On the price-rise day all list prices go up by 8 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

DAY = 86_400
MONTHS = 36
PRICE_RISE = 0.08
PRICE_RISE_MONTH = 21  # index of the month on whose first day prices rise
OUTAGE = (29, 11)  # month index, day of month
SPIKE = (32, 14)
_SEASON = (0.88, 0.90, 0.97, 1.0, 1.02, 0.96, 0.78, 0.92, 1.0, 1.03, 1.18, 1.48)  # January … December
_WEEKDAY = (0.95, 0.92, 0.95, 1.0, 1.10, 1.16, 0.92)  # Monday … Sunday
_HOURS = np.array([1, 0.5, 0.3, 0.2, 0.3, 0.6, 1.5, 3, 4, 5, 5.5, 6, 6.5, 6, 5, 5, 5, 5.5, 6.5, 7.5, 8, 7, 4.5, 2.2])
_HOUR_ENDS = np.concatenate([[0.0], np.cumsum(_HOURS / _HOURS.sum())])


def number_of(day: date) -> int:
    """Days since 1970."""
    return (day - date(1970, 1, 1)).days


@dataclass(frozen=True)
class Calendar:
    """The days and months of the world; `reach[d]` is the total day weight before day `start + d`."""

    until: date
    month_days: np.ndarray  # first day of each month and the day after the end, days since 1970 (37)
    weights: np.ndarray
    reach: np.ndarray
    anomalies: tuple[tuple[date, str, float], ...]

    @property
    def start(self) -> int:
        """First day, since 1970."""
        return int(self.month_days[0])

    @property
    def end(self) -> int:
        """The extract day (the first day after the end), since 1970."""
        return int(self.month_days[-1])

    @property
    def price_rise_day(self) -> int:
        """The day the list prices rise."""
        return int(self.month_days[PRICE_RISE_MONTH])

    def month_of(self, days: np.ndarray) -> np.ndarray:
        """Month index 0…35 of days since 1970 (clipped to the world)."""
        return np.clip(np.searchsorted(self.month_days, days, side="right") - 1, 0, MONTHS - 1)

    def first_of(self, month: int) -> date:
        """First day of a month."""
        return date(1970, 1, 1) + timedelta(days=int(self.month_days[month]))

    def reach_at(self, days: np.ndarray) -> np.ndarray:
        """Cumulated weight up to (possibly fractional) days since 1970."""
        return np.interp(days, np.arange(self.start, self.end + 1), self.reach)

    def day_at(self, reach: np.ndarray) -> np.ndarray:
        """The day on which a cumulated weight is reached."""
        place = np.searchsorted(self.reach, reach, side="right") - 1
        return self.start + np.clip(place, 0, len(self.weights) - 1)


def make_calendar(until: date) -> Calendar:
    """The 36 months that end with `until`."""
    starts = []
    year, month = until.year, until.month
    for _ in range(MONTHS):
        starts.append(date(year, month, 1))
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    starts.reverse()
    first, end = starts[0], until + timedelta(days=1)
    days = [first + timedelta(days=i) for i in range((end - first).days)]
    weights = np.array([_SEASON[d.month - 1] * _WEEKDAY[d.weekday()] for d in days])
    weights *= 1 + 0.12 * np.arange(len(days)) / len(days)
    for i, day in enumerate(days):
        if day.month == 11 and 23 <= day.day <= 29 and day.weekday() >= 4:
            weights[i] *= 1.9  # Black Friday weekend
        if (day.month, day.day) == (12, 25):
            weights[i] *= 0.25
    anomalies = []
    for (month_index, day_of_month), kind, factor in ((OUTAGE, "outage", 0.08), (SPIKE, "spike", 3.5)):
        day = starts[month_index].replace(day=day_of_month)
        if day < end:
            weights[(day - first).days] *= factor
            anomalies.append((day, kind, factor))
    month_days = np.array([number_of(s) for s in starts] + [number_of(end)])
    reach = np.concatenate([[0.0], np.cumsum(weights)])
    return Calendar(until, month_days, weights, reach, tuple(anomalies))


def clock(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Seconds within a day: few at night, most at noon and in the evening."""
    return (np.interp(rng.random(rows), _HOUR_ENDS, np.arange(25)) * 3600).astype(np.int64).clip(0, DAY - 1)
