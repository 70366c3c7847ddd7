"""Support as a workplace and a cost centre: people, ledger, targets, and tables that come from outside."""

import numpy as np
import pandas as pd

from .settings import DAY, LAST_DAY, MONTHS, keys, room_rng

TEAMS = {  # people on the first day, and how many have joined by the end for each one who left
    "Frontline": 12,
    "Atlas specialists": 3,
    "Beacon specialists": 3,
    "Cirrus specialists": 3,
    "Engineering liaison": 3,
    "Knowledge": 1,
}
JOINERS = {"Frontline": 10, "Atlas specialists": 2, "Beacon specialists": 2, "Cirrus specialists": 1,
           "Engineering liaison": 1, "Knowledge": 1}  # fmt: skip
LEAVERS = {"Frontline": 8, "Atlas specialists": 1, "Beacon specialists": 1, "Cirrus specialists": 1}
SALARY = {"Frontline": 6400, "Atlas specialists": 8300, "Beacon specialists": 8300, "Cirrus specialists": 8300,
          "Engineering liaison": 9800, "Knowledge": 8000}  # a month, with social cost  # fmt: skip
MANAGED = ("Frontline", "Atlas specialists", "Engineering liaison")  # teams with a manager of their own
MANAGER_SALARY = 12500
RISE_PER_YEAR = 1.025
OTHER_COSTS = {  # category: USD a month on the first day, growth a year, channel, varies with the number of cases
    "contractors": (34000, 0.02, "assisted", True),
    "tools": (25000, 0.06, None, False),
    "facilities": (14000, 0.03, None, False),
    "training": (4500, 0.05, None, False),
    "overhead": (18500, 0.03, None, False),
    "vendors": (13000, 0.02, "assisted", True),
    "content": (5000, 0.20, "self-service", False),
}


def make_people() -> pd.DataFrame:
    """Return one row per person who worked in Support in the window; newcomers become proficient faster from 2025."""
    rng = room_rng("people")
    teams = [_team(team, rng) for team in TEAMS]
    people = pd.concat(teams, ignore_index=True).sort_values("hired_on", ignore_index=True)
    people["person_id"] = keys("P", len(people), 3)
    learning = np.where(people["hired_on"] < np.datetime64("2025-01-01"), 118, 84) * rng.lognormal(0, 0.22, len(people))
    proficient = people["hired_on"].to_numpy() + learning.astype("timedelta64[D]")
    reached = (proficient < LAST_DAY) & ~(people["left_on"].to_numpy() < proficient)
    people["proficient_on"] = np.where(reached, proficient, np.datetime64("NaT"))
    return people


def _team(team: str, rng: np.random.Generator) -> pd.DataFrame:
    """Return the people of one team: those there at the start (one of them manages), joiners, and who of them left."""
    start, joiners, leavers = TEAMS[team], JOINERS[team], LEAVERS.get(team, 0)
    long_ago = MONTHS[0] - (rng.integers(60, 2200, start)).astype("timedelta64[D]")
    later = MONTHS[0] + (40 + 800 * _spread(joiners, rng)).astype("timedelta64[D]")
    members = pd.DataFrame({"hired_on": np.concatenate([np.sort(long_ago), later]), "team": team})
    members["is_manager"] = (np.arange(len(members)) == 0) & (team in MANAGED)
    left = np.full(len(members), np.datetime64("NaT"), dtype="datetime64[D]")
    # The two who have been there longest stay, so that no team is ever empty.
    leaving = 2 + rng.choice(start - 2, leavers, replace=False) if leavers else np.array([], dtype=int)
    left[leaving] = MONTHS[0] + (70 + 790 * _spread(leavers, rng)).astype("timedelta64[D]")
    members["left_on"] = left
    return members


def _spread(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return parts of the window, one for each person: spread evenly as a budget spreads them, with some chance."""
    return (np.arange(count) + rng.random(count)) / max(count, 1)


def make_costs(people: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Return the general ledger of Support: one row per month, category and, for salaries, team, in USD."""
    rng = room_rng("costs")
    volume = cases.groupby(cases["opened_at"].to_numpy().astype("datetime64[M]")).size().to_numpy()
    lines = []
    for number, month in enumerate(MONTHS):
        lines += _salaries(people, month, RISE_PER_YEAR ** (number // 12))
        busy = volume[number] / volume.mean()
        for category, (start, growth, channel, varies) in OTHER_COSTS.items():
            amount = start * (1 + growth) ** (number / 12) * (busy if varies else 1.0) * rng.normal(1, 0.02)
            lines.append((month, category, round(amount), channel, None, varies))
    return pd.DataFrame(lines, columns=["month_on", "category", "amount", "channel", "team", "is_marginal"])


def _salaries(people: pd.DataFrame, month: np.datetime64, index: float) -> list[tuple]:
    """Return one salary line per team in a month: those there in its middle, managers at their own rate."""
    middle = month + 14 * DAY
    there = people[(people["hired_on"] <= middle) & ~(people["left_on"] <= middle)]
    lines = []
    for team, members in there.groupby("team", sort=True):
        pay = np.where(members["is_manager"], MANAGER_SALARY, SALARY[team]).sum() * index
        channel = "self-service" if team == "Knowledge" else "assisted"
        lines.append((month, "salaries", round(pay), channel, team, False))
    return lines


PLANNED_COST = (0.076, 0.075, 0.073, 0.072, 0.070, 0.068, 0.067, 0.066)  # of revenue, each quarter of 2025 and 2026


def make_targets() -> pd.DataFrame:
    """Return what the company set out to reach, for the quarters of 2025 and 2026, and what it expects of the next."""
    goals = {
        "answers_accepted": (8500, 10500, "VP Support"),
        "time_to_smile": (1440.0, 1260.0, "VP Support"),
        "csat": (0.87, 0.88, "VP Support"),
        "nps": (32.0, 34.0, "Chief Customer Officer"),
        "link_rate": (0.50, 0.60, "Head of Knowledge"),
        "annual_logo_retention": (0.85, 0.86, "Chief Customer Officer"),
    }
    lines = [
        (metric, f"{year}Q{quarter}", value, None, owner)
        for metric, (first, second, owner) in goals.items()
        for year, value in ((2025, first), (2026, second))
        for quarter in ((1, 2, 3, 4) if year == 2025 else (1, 2))
    ]
    quarters = [f"{year}Q{quarter}" for year in (2025, 2026) for quarter in (1, 2, 3, 4)]
    lines = [(*line, None) for line in lines]
    lines += [
        ("cost_share_of_revenue", quarter, share, None, "CFO", None)
        for quarter, share in zip(quarters, PLANNED_COST, strict=True)
    ]
    lines.append(("cost_share_of_revenue", "2026Q3", 0.0665, None, "Support finance partner", "forecast"))
    return pd.DataFrame(lines, columns=["metric", "period", "value", "slice", "owner", "scenario"])


def make_benchmarks() -> pd.DataFrame:
    """Return benchmark lines; they are as invented as the company, and their source says so."""
    source = "Invented peer panel, part of the sample company"
    lines = [
        ("csat", 0.84, 2025, source, 0.78, 0.90),
        ("nps", 30.0, 2025, source, 18.0, 44.0),
        ("annual_gross_revenue_retention", 0.89, 2025, source, 0.84, 0.93),
        ("annual_net_revenue_retention", 1.04, 2025, source, 0.97, 1.12),
        ("cost_share_of_revenue", 0.075, 2025, source, 0.05, 0.11),
    ]
    return pd.DataFrame(lines, columns=["metric", "value", "year", "source", "low", "high"])


def make_exchange_rates() -> pd.DataFrame:
    """Return monthly rates to USD. All amounts of the sample are in USD already: nothing needs them."""
    rng = room_rng("exchange rates")
    lines = []
    for currency, start in (("EUR", 1.09), ("GBP", 1.27), ("BRL", 0.19), ("USD", 1.0)):
        steps = np.zeros(len(MONTHS)) if currency == "USD" else rng.normal(0, 0.011, len(MONTHS)).cumsum()
        lines += [(currency, month, round(start * np.exp(step), 4)) for month, step in zip(MONTHS, steps, strict=True)]
    return pd.DataFrame(lines, columns=["currency", "on", "rate"])
