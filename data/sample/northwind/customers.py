"""The accounts and what they are like: the things that drive both asking for help and staying.

Every account has traits: how much it uses the product, how healthy it is, whether customer success looks after it,
its size. Usage and health come out of here as steady traits; ``journey`` writes them down month by month with a
little noise, so what an analyst can measure is what truly drives the outcome.
"""

import numpy as np
import pandas as pd

from .settings import FIRST_DAY, MONTHS, PRODUCTS, REGIONS, SEGMENTS, expit, keys, room_rng

ALREADY_CUSTOMERS = 1970  # alive on the first day
NEW_PER_MONTH = (37, 40, 43)  # by year: 2024, 2025, 2026
LOG_ARR = ((8.90, 0.70), (10.00, 0.75), (11.00, 0.90))  # mean and spread of log yearly revenue by segment
ARR_PER_SEAT = 480
CHILD_SHARE = 0.10
INDUSTRIES = (
    "Financial services", "Health care", "Logistics", "Manufacturing", "Media", "Public sector", "Retail", "Software",
)  # fmt: skip
PLANS = (("Starter", "Team"), ("Team", "Business"), ("Business", "Enterprise"))
FIRST_WORDS = (
    "Alder", "Amber", "Anchor", "Ardent", "Arrow", "Aspen", "Atlantic", "Aurora", "Beacon", "Birch", "Bluebird",
    "Bramble", "Bridge", "Bright", "Canyon", "Cedar", "Cinder", "Clover", "Cobalt", "Copper", "Coral", "Crescent",
    "Delta", "Driftwood", "Eagle", "Elm", "Ember", "Evergreen", "Falcon", "Fern", "Foxglove", "Garnet", "Glacier",
    "Granite", "Harbour", "Hazel", "Heron", "Highland", "Ironwood", "Juniper", "Kestrel", "Lantern", "Larch",
    "Lumen", "Maple", "Meridian", "Mistral", "Moss", "North", "Oak", "Opal", "Orchard", "Osprey", "Pebble", "Pine",
    "Prairie", "Quartz", "Raven", "River", "Rowan", "Sable", "Saffron", "Sierra", "Silver", "Sparrow", "Spruce",
    "Summit", "Tamarack", "Thistle", "Timber", "Topaz", "Valley", "Violet", "Walnut", "Willow", "Wren", "Zephyr",
)  # fmt: skip
SECOND_WORDS = (
    "Analytics", "Apparel", "Bank", "Bikes", "Biotech", "Books", "Brewing", "Capital", "Ceramics", "Clinics",
    "Components", "Devices", "Dental", "Energy", "Engineering", "Estates", "Farms", "Finance", "Foods", "Freight",
    "Games", "Garden", "Glass", "Hospitals", "Hotels", "Insurance", "Instruments", "Interiors", "Labs", "Leasing",
    "Legal", "Lending", "Lighting", "Logistics", "Machines", "Materials", "Media", "Medical", "Mobility", "Motors",
    "Networks", "Optics", "Packaging", "Paper", "Partners", "Pharma", "Press", "Power", "Rail", "Retail",
    "Robotics", "Schools", "Security", "Shipping", "Software", "Sports", "Steel", "Studios", "Systems", "Textiles",
    "Tools", "Tours", "Toys", "Transit", "Travel", "Utilities", "Water", "Works",
)  # fmt: skip


def make_customers() -> pd.DataFrame:
    """Return one row per account with its columns and its traits (``u h csm segment_no log_arr``), by start."""
    rng = room_rng("customers")
    started = np.sort(np.concatenate([_starts_before(rng), _starts_since(rng)]))
    customers = pd.DataFrame({"account_id": keys("A", len(started), 5), "start_at": started})
    customers["segment_no"] = rng.choice(3, len(customers), p=(0.6, 0.3, 0.1))
    _add_traits(customers, rng)
    _add_labels(customers, rng)
    _add_parents(customers, rng)
    return customers


def _starts_before(rng: np.random.Generator) -> np.ndarray:
    """Return first days of those who were customers already, up to seven years back, three on average."""
    age_days = np.clip(rng.exponential(2.6, ALREADY_CUSTOMERS), 0.05, 7.0) * 365.25
    return _quiet_day(FIRST_DAY - np.ceil(age_days).astype("timedelta64[D]"), rng)


def _starts_since(rng: np.random.Generator) -> np.ndarray:
    """Return first days of new customers; sales close more at quarter ends."""
    months = []
    for month in MONTHS:
        of_year, year = month.astype("datetime64[M]").astype(int) % 12, int(str(month)[:4])
        season = 1.25 if of_year % 3 == 2 else 0.875
        months.append(np.repeat(month, rng.poisson(NEW_PER_MONTH[year - 2024] * season)))
    return _quiet_day(np.concatenate(months), rng)


def _quiet_day(days: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the same months at days 7 to 28, so that no contract turns over near a quarter's edge."""
    months = days.astype("datetime64[M]").astype("datetime64[D]")
    return months + rng.integers(6, 28, len(days)).astype("timedelta64[D]")


def _add_traits(customers: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add usage ``u`` and health ``h`` (standard, correlated), customer success ``csm``, seats and opening revenue."""
    size = len(customers)
    segment = customers["segment_no"].to_numpy()
    usage = np.clip(0.3 * (segment - 0.5) + rng.standard_normal(size), -2.4, 2.4)
    customers["u"] = usage
    customers["h"] = np.clip(0.5 * usage + np.sqrt(0.75) * rng.standard_normal(size), -2.4, 2.4)
    customers["csm"] = rng.random(size) < expit(-1.0 + 0.8 * segment)
    mean, spread = np.array(LOG_ARR)[segment].T
    customers["log_arr"] = mean + spread * rng.standard_normal(size)
    # A newcomer starts smaller than the accounts that have grown with the company.
    customers.loc[customers["start_at"] >= FIRST_DAY, "log_arr"] -= 0.4
    customers["seats_count"] = np.maximum(5, np.round(np.exp(customers["log_arr"]) / ARR_PER_SEAT)).astype(int)


def _add_labels(customers: pd.DataFrame, rng: np.random.Generator) -> None:
    """Add the columns that a slice is made from."""
    size, segment = len(customers), customers["segment_no"].to_numpy()
    names = [f"{first} {second}" for first in FIRST_WORDS for second in SECOND_WORDS]
    customers["name"] = rng.permutation(np.array(names, dtype=object))[:size]
    customers["segment"] = np.array(SEGMENTS, dtype=object)[segment]
    customers["region"] = rng.choice(np.array(REGIONS, dtype=object), size, p=(0.36, 0.43, 0.185, 0.025))
    customers["industry"] = rng.choice(np.array(INDUSTRIES, dtype=object), size)
    customers["product_no"] = rng.choice(3, size, p=(0.5, 0.3, 0.2))
    customers["product"] = np.array(PRODUCTS, dtype=object)[customers["product_no"]]
    customers["plan"] = np.array(PLANS, dtype=object)[segment, (rng.random(size) < 0.55).astype(int)]
    customers["currency"] = "USD"


def _add_parents(customers: pd.DataFrame, rng: np.random.Generator) -> None:
    """Make about a tenth of the accounts children of a larger one, in the same industry."""
    parents = rng.choice(np.flatnonzero(customers["segment_no"] > 0), 95, replace=False)
    others = np.setdiff1d(np.arange(len(customers)), parents)
    children = rng.choice(others, int(CHILD_SHARE * len(customers)), replace=False)
    chosen = rng.choice(parents, len(children))
    customers["parent_id"] = None
    customers.loc[children, "parent_id"] = customers["account_id"].to_numpy()[chosen]
    customers.loc[children, "industry"] = customers["industry"].to_numpy()[chosen]
