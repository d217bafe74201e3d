"""Customers whose truth is known: histories drawn from BG/NBD and Gamma-Gamma, to measure and test by."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crm360.lifetime_value.purchases import BgNbd
from crm360.lifetime_value.spend import GammaGamma


def simulate(
    customers: int, purchases: BgNbd, spend: GammaGamma, age_days: tuple[int, int], later_days: int, seed: int
) -> pd.DataFrame:
    """One row per customer: purchases, last_purchase_days, age_days, mean_spend (NaN without a repeat purchase), and
    the truth: is_alive (at the age) and later_purchases (in the later_days after it).

    The models' time is in weeks. Ages are uniform over age_days, both ends included; first purchases fall
    at any hour, last_purchase_days counts calendar days. Two purchases of one day stay two. Money is in the models'
    unit, unrounded.
    """
    generator = np.random.default_rng(seed)
    age = generator.integers(age_days[0], age_days[1] + 1, customers)
    rate = generator.gamma(purchases.r, 1 / purchases.alpha, customers) / 7
    leaving = generator.beta(purchases.a, purchases.b, customers)
    time = np.zeros(customers)
    last, count, later = np.zeros(customers), np.zeros(customers, dtype=np.int64), np.zeros(customers, dtype=np.int64)
    hour = generator.random(customers)
    alive = np.ones(customers, dtype=bool)
    active = np.arange(customers)
    while len(active):
        time[active] += generator.exponential(1.0, len(active)) / np.maximum(rate[active], 1e-300)
        active = active[time[active] < age[active] + later_days]
        observed = active[time[active] <= age[active]]
        count[observed] += 1
        last[observed] = time[observed]
        later[active[time[active] > age[active]]] += 1
        leaves = generator.random(len(active)) < leaving[active]
        alive[active[leaves & (time[active] <= age[active])]] = False
        active = active[~leaves]
    scale = spend.gamma / generator.gamma(spend.q, 1.0, customers)
    repeats = np.maximum(count, 1)
    mean_spend = generator.gamma(spend.p * repeats, 1.0, customers) * scale / repeats
    return pd.DataFrame(
        {
            "purchases": count,
            "last_purchase_days": np.where(count > 0, np.minimum(np.floor(hour + last), age), 0).astype(np.int64),
            "age_days": age,
            "mean_spend": np.where(count > 0, mean_spend, np.nan),
            "is_alive": alive,
            "later_purchases": later,
        }
    )
