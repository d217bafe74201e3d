"""The shop's catalogue: 120 skus in 8 categories, their cost, price, quality and popularity, and the planted bundles.

What causes what: a category has its margin, tax rate and return rate; a sku has a quality that moves its review
stars (two skus are plainly bad). Bundles are bought together: whoever puts the first sku in the basket adds the
others with probability `pull`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crm360.demo.calendar import PRICE_RISE, PRICE_RISE_MONTH, Calendar
from crm360.demo.columns import Codes, Days, Frame, Numbers, Texts, choose

_CATEGORIES = {
    # name: (things, median price in pounds, margin, tax rate, return rate, brands)
    "kitchen": (
        "Kettle Toaster Saucepan Whisk Blender Teapot Grater Ladle Skillet Colander Mug Plate Bowl Tray Jug",
        24,
        0.45,
        0.2,
        0.03,
    ),
    "garden": (
        "Trowel Hose Planter Seeds Spade Fork Gloves Sprinkler Bench Lantern Pot Rake Shears Trellis Mulch",
        18,
        0.40,
        0.2,
        0.02,
    ),
    "electronics": (
        "Headphones Charger Speaker Router Keyboard Mouse Webcam Tablet Cable Dock Monitor Lamp Printer Clock Radio",
        60,
        0.22,
        0.2,
        0.06,
    ),
    "books": (
        "Cookbook Atlas Novel Notebook Diary Primer Almanac Handbook Guide Reader Sketchbook Planner Anthology "
        "Puzzle Journal",
        12,
        0.38,
        0.0,
        0.01,
    ),
    "baby": (
        "Nappies Wipes Bottle Blanket Bib Rattle Cot Monitor Stroller Romper Bath Pillow Sling Teether Gate",
        28,
        0.35,
        0.0,
        0.03,
    ),
    "clothing": (
        "Shirt Jumper Scarf Coat Socks Belt Hat Trousers Dress Skirt Jacket Vest Boots Slippers Raincoat",
        32,
        0.55,
        0.2,
        0.13,
    ),
    "sport": (
        "Racket Mat Dumbbell Ball Helmet Bottle Bag Rope Band Goggles Towel Cap Shoes Whistle Net",
        26,
        0.42,
        0.2,
        0.05,
    ),
    "home": (
        "Cushion Curtain Rug Candle Mirror Frame Vase Throw Shelf Basket Hook Lampshade Duvet Clock Paint",
        22,
        0.48,
        0.2,
        0.04,
    ),
}
CATEGORIES: tuple[str, ...] = tuple(_CATEGORIES)
PER_CATEGORY = 15
SKUS = len(CATEGORIES) * PER_CATEGORY
_BRANDS = ("Demora", "Samplia", "Testino Home", "Mocksey", "Protowell", "Draftly", "Placehold", "Exemplar")
_STYLES = ("Classic", "Compact", "Deluxe", "Eco", "Travel", "Family")

# Planted bundles: skus (category, thing) bought together, and the probability that the first pulls the others in.
_BUNDLES: tuple[tuple[str, tuple[tuple[str, int], ...], float], ...] = (
    ("tea time", (("kitchen", 0), ("kitchen", 5)), 0.40),
    ("breakfast", (("kitchen", 1), ("kitchen", 10), ("kitchen", 11)), 0.34),
    ("planting", (("garden", 2), ("garden", 3), ("garden", 0)), 0.36),
    ("home office", (("electronics", 4), ("electronics", 5)), 0.45),
    ("new baby", (("baby", 0), ("baby", 1)), 0.50),
    ("baby watch", (("baby", 6), ("electronics", 6)), 0.30),
    ("bakers", (("books", 0), ("kitchen", 3)), 0.38),
    ("new home", (("home", 14), ("home", 1), ("garden", 8)), 0.30),
)


@dataclass(frozen=True)
class Catalogue:
    """Per sku: category, prices in pence before and after the rise, cost, quality (mean review stars), popularity."""

    category: np.ndarray
    price_before: np.ndarray
    price_now: np.ndarray
    cost: np.ndarray
    quality: np.ndarray
    popularity: np.ndarray  # cumulated within the category: rows 8 × 15
    tax: np.ndarray
    returns: np.ndarray
    titles: tuple[str, ...]
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    bundles: tuple[tuple[str, tuple[int, ...], float], ...]

    def sku(self, category: np.ndarray, draw: np.ndarray) -> np.ndarray:
        """The sku that a uniform draw selects in a category, by popularity."""
        place = (self.popularity[category] < draw[:, None]).sum(axis=1)
        return category * PER_CATEGORY + np.minimum(place, PER_CATEGORY - 1)


def make_catalogue(seed: int) -> Catalogue:
    """The same catalogue for every block of a run."""
    rng = np.random.default_rng([seed, 9_001])
    category = np.repeat(np.arange(len(CATEGORIES)), PER_CATEGORY)
    facts = list(_CATEGORIES.values())
    median, margin, tax, returns = (np.array([fact[i] for fact in facts], dtype=float)[category] for i in (1, 2, 3, 4))
    pounds = np.maximum(3, np.round(median * rng.lognormal(0, 0.45, SKUS)))
    before = (pounds * 100 - 1).astype(np.int64)
    now = np.round(before * (1 + PRICE_RISE)).astype(np.int64)
    cost = np.round(before / 1.1 * (1 - margin * rng.uniform(0.8, 1.2, SKUS))).astype(np.int64)
    quality = np.clip(rng.normal(4.0, 0.25, SKUS), 3.3, 4.6)
    quality[[2 * PER_CATEGORY + 3, 5 * PER_CATEGORY + 11]] = 2.3  # the bad router, the bad vest
    weights = (np.argsort(rng.random((len(CATEGORIES), PER_CATEGORY)), axis=1) + 2.0) ** -0.7
    brand = rng.integers(0, 3, SKUS) + category % 6
    things = [thing for fact in facts for thing in fact[0].split()]
    style = rng.integers(0, len(_STYLES), SKUS)
    return Catalogue(
        category,
        before,
        now,
        cost,
        quality,
        np.cumsum(weights, axis=1) / weights.sum(axis=1, keepdims=True),
        tax,
        returns,
        titles=tuple(f"{_STYLES[s]} {thing}" for s, thing in zip(style, things, strict=True)),
        brands=tuple(_BRANDS[b] for b in brand),
        codes=tuple(f"SKU-{i + 1:04d}" for i in range(SKUS)),
        bundles=tuple(
            (name, tuple(CATEGORIES.index(where) * PER_CATEGORY + thing for where, thing in parts), pull)
            for name, parts, pull in _BUNDLES
        ),
    )


def product_frame(catalogue: Catalogue, calendar: Calendar) -> Frame:
    """shop/products: one row per sku, as of the price rise."""
    every = np.arange(SKUS)
    return {
        "sku": Codes(every, catalogue.codes),
        "title": Texts(choose(catalogue.titles, every)),
        "category": Codes(catalogue.category, CATEGORIES),
        "brand": Texts(choose(catalogue.brands, every)),
        "cost": Numbers(catalogue.cost, 2),
        "price": Numbers(catalogue.price_now, 2),
        "updated_at": Days(np.full(SKUS, calendar.price_rise_day)),
    }


def benchmark_frame(catalogue: Catalogue, calendar: Calendar, seed: int) -> Frame:
    """market/benchmarks.

    Month × region × category from a market research firm; the market grows, competitors got dearer more slowly.
    """
    rng = np.random.default_rng([seed, 9_002])
    regions = ("England", "Scotland", "Wales", "Northern Ireland")
    people = np.array([57_000_000, 5_450_000, 3_130_000, 1_900_000])
    months = len(calendar.month_days) - 1
    month, region, category = (
        a.ravel() for a in np.meshgrid(np.arange(months), np.arange(4), np.arange(8), indexing="ij")
    )
    season = np.array(
        [
            calendar.weights[
                (calendar.month_days[m] - calendar.start) : (calendar.month_days[m + 1] - calendar.start)
            ].sum()
            for m in range(months)
        ]
    )
    market = people[region] * season[month] * (category + 3) * rng.uniform(0.95, 1.05, len(month)) * 0.1
    rival = market * (0.22 + 0.001 * month) * rng.uniform(0.97, 1.03, len(month))
    index = 100 + 0.12 * month + rng.normal(0, 0.8, len(month)) - 3 * (month >= PRICE_RISE_MONTH)
    income = np.array([36_500, 35_800, 33_900, 33_100])[region] * (1 + 0.003 * month)
    return {
        "month": Days(calendar.month_days[month], 7),
        "region": Codes(region, regions),
        "category": Codes(category, CATEGORIES),
        "market_revenue": Numbers(np.round(market * 100).astype(np.int64), 2),
        "competitor_revenue": Numbers(np.round(rival * 100).astype(np.int64), 2),
        "competitor_price_index": Numbers(np.round(index * 10).astype(np.int64), 1),
        "population": Numbers(np.round(people[region] * (1 + 0.0004 * month)).astype(np.int64)),
        "median_income": Numbers(np.round(income).astype(np.int64)),
    }
