"""The customer's way: use of the product month by month, milestones, and what other teams did."""

import numpy as np
import pandas as pd

from .contracts import YEARS, Road, anniversary
from .settings import EXTRACT, FIRST_DAY, LANDMARK, MONTHS, after, known_by_extract, ramp, room_rng
from .truth import Outcome

NO_TELEMETRY = 0.015  # share of accounts whose use is not recorded at all
NO_HEALTH = 0.012  # share of accounts that nobody scores
RELEASES = {"2024.2": np.datetime64("2024-07-09"), "2025.2": np.datetime64("2025-07-08")}
UPGRADE = np.datetime64("2025-10-14")
TEAMS = {"sales": 0.16, "services": 0.05, "product": 0.03}  # touches per account and quarter, customer success apart


def make_usage(customers: pd.DataFrame, left: np.ndarray) -> pd.DataFrame:
    """Return one row per account and month in which it was a customer on the first day."""
    rng = room_rng("usage")
    recorded = rng.random(len(customers)) >= NO_TELEMETRY
    unscored = customers["account_id"][rng.random(len(customers)) < NO_HEALTH]
    started = customers["start_at"].to_numpy().astype("datetime64[D]")
    parts = []
    for month in MONTHS:
        here = np.flatnonzero(recorded & (started <= month) & ~(left <= month))
        parts.append(_month_of_use(customers.iloc[here], month, rng))
    usage = pd.concat(parts).sort_values(["account_id", "at"], ignore_index=True)
    usage.loc[usage["account_id"].isin(unscored), "health_score"] = np.nan
    return usage


def _month_of_use(customers: pd.DataFrame, month: np.datetime64, rng: np.random.Generator) -> pd.DataFrame:
    """Return the use of some accounts in one month: their steady trait, a season and a little noise."""
    size, seats = len(customers), customers["seats_count"].to_numpy()
    season = {8: 0.97, 12: 0.97}.get(int(str(month)[5:7]), 1.0)
    share = np.clip((0.55 + 0.155 * customers["u"].to_numpy()) * season + rng.normal(0, 0.02, size), 0.02, 1.0)
    active = np.round(share * seats).astype(int)
    health = 62 + 14 * customers["h"].to_numpy() + rng.normal(0, 2.5, size)
    return pd.DataFrame(
        {
            "account_id": customers["account_id"].to_numpy(),
            "at": month,
            "active_users_count": active,
            "licensed_users_count": seats,
            "events_count": rng.poisson(active * 95.0),
            "health_score": np.clip(health, 0, 100).round(1),
        }
    )


def make_touches(customers: pd.DataFrame, left: np.ndarray) -> pd.DataFrame:
    """Return other teams' contacts: customer success sees its accounts every quarter, the others come now and then."""
    rng = room_rng("touches")
    started = customers["start_at"].to_numpy().astype("datetime64[s]")
    parts = []
    for quarter in MONTHS[::3]:
        counts = {team: rng.poisson(mean, len(customers)) for team, mean in TEAMS.items()}
        counts["customer success"] = customers["csm"].to_numpy() * (1 + rng.poisson(0.9, len(customers)))
        for team, count in counts.items():
            row = np.repeat(np.arange(len(customers)), count)
            day = (
                rng.integers(0, 90, len(row)) * 86400
                + rng.integers(8, 18, len(row)) * 3600
                + rng.integers(0, 3600, len(row))
            )
            at = after(np.full(len(row), quarter), day)
            there = (at >= started[row]) & ~(at >= left[row])
            ids = customers["account_id"].to_numpy()[row[there]]
            parts.append(pd.DataFrame({"account_id": ids, "at": at[there], "team": team}))
    return pd.concat(parts).sort_values(["at", "account_id", "team"], kind="stable", ignore_index=True)


def make_milestones(
    customers: pd.DataFrame, road: Road, left: np.ndarray, outcome: Outcome, people: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Return the milestones, and the exact chances that the adoption milestone of the outcome window is reached."""
    rng = room_rng("milestones")
    parts = [*_beginnings(customers, left, rng)]
    first = _adoption(customers, left, "2024.2", outcome.adopts_without, rng)
    chance = np.where(outcome.helped & outcome.alive, outcome.adopts_with, outcome.adopts_without)
    second = _adoption(customers, left, "2025.2", chance, rng)
    parts += [first, second, _upgrade(customers, left, rng), *_renewals(customers, road, left)]
    table = pd.concat(parts, ignore_index=True)
    guided = table["event"].isin(["onboarding", "upgrade"]) & (rng.random(len(table)) < 0.6)
    guides = people["person_id"].to_numpy()[rng.integers(0, 25, len(table))]
    table["person_id"] = np.where(guided, guides, None)
    table["reached_at"] = known_by_extract(table["reached_at"].to_numpy().astype("datetime64[s]"))
    chances = _shown_chances(road, outcome, second.set_index("account_id")["day"].reindex(customers["account_id"]))
    table = table.sort_values(["started_at", "account_id", "event"], kind="stable", ignore_index=True)
    return table, chances


def _shown_chances(road: Road, outcome: Outcome, day: pd.Series) -> dict[str, np.ndarray]:
    """Return how likely adoption shows up both ways: it is lost where the customer leaves before its day."""
    first = anniversary(road, LANDMARK) <= day.to_numpy().astype("datetime64[D]")
    return {
        "without": outcome.adopts_without * np.where(first, outcome.stays_without, 1.0),
        "with": outcome.adopts_with * np.where(first, outcome.stays_with, 1.0),
    }


def _milestones(
    customers: pd.DataFrame, left: np.ndarray, event: str, start: np.ndarray, reach: np.ndarray, target: int
) -> pd.DataFrame:
    """Return one milestone for each given account; it is not reached once the customer has left."""
    gone = left.astype("datetime64[s]")
    table = pd.DataFrame(
        {
            "account_id": customers["account_id"].to_numpy(),
            "event": event,
            "started_at": start.astype("datetime64[s]"),
            "reached_at": np.where(reach >= gone, np.datetime64("NaT"), reach),
            "target_days": target,
            "presale_value_at": np.datetime64("NaT", "s"),
            "purchased_at": np.datetime64("NaT", "s"),
            "person_id": None,
        }
    )
    return table[~(start >= gone)]


def _beginnings(customers: pd.DataFrame, left: np.ndarray, rng: np.random.Generator) -> list[pd.DataFrame]:
    """Return onboarding and first value of those who came in the window; some saw value in a trial first."""
    new = (customers["start_at"] >= FIRST_DAY).to_numpy()
    some, gone, start = customers[new], left[new], customers["start_at"].to_numpy()[new].astype("datetime64[s]")
    pace = ramp(start, 1.0, 0.78) * np.exp(-0.15 * some["u"].to_numpy())
    onboard = after(start, rng.lognormal(np.log(11 * 86400 * pace), 0.5))
    value = after(onboard, rng.lognormal(np.log(16 * 86400 * pace), 0.6))
    reached = rng.random(len(some)) < 0.9
    first = _milestones(some, gone, "first value", start, np.where(reached, value, np.datetime64("NaT")), 30)
    first["purchased_at"] = first["started_at"]
    trial = after(start, -rng.lognormal(np.log(12 * 86400), 0.6, len(some)))
    first["presale_value_at"] = np.where(rng.random(len(some)) < 0.45, trial, np.datetime64("NaT"))[first.index]
    return [_milestones(some, gone, "onboarding", start, onboard, 14), first]


def _adoption(
    customers: pd.DataFrame, left: np.ndarray, release: str, chance: np.ndarray, rng: np.random.Generator
) -> pd.DataFrame:
    """Return whether each customer of a release's day took up its main feature, and when; ``day`` is when it would."""
    start = RELEASES[release]
    delay = rng.lognormal(np.log(38 * 86400), 0.6, len(customers)).clip(max=170 * 86400)
    day = after(np.full(len(customers), start), delay)
    reach = np.where(rng.random(len(customers)) < chance, day, np.datetime64("NaT"))
    here = (customers["start_at"].to_numpy() < start - np.timedelta64(7, "D")) & ~(left <= start)
    at = np.full(int(here.sum()), start).astype("datetime64[s]") + np.timedelta64(9, "h")
    return _milestones(customers[here], left[here], "adoption", at, reach[here], 60).assign(day=day[here])


def _upgrade(customers: pd.DataFrame, left: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Return the way back to normal work after the one big upgrade."""
    here = (customers["start_at"].to_numpy() < UPGRADE) & ~(left <= UPGRADE) & (rng.random(len(customers)) < 0.7)
    size = int(here.sum())
    start = after(np.full(size, UPGRADE), rng.integers(0, 75, size) * 86400 + rng.integers(0, 86400, size))
    normal = after(start, rng.lognormal(np.log(6 * 86400), 0.7, size))
    reach = np.where(rng.random(size) < 0.96, normal, np.datetime64("NaT"))
    return _milestones(customers[here], left[here], "upgrade", start, reach, 10)


def _renewals(customers: pd.DataFrame, road: Road, left: np.ndarray) -> list[pd.DataFrame]:
    """Return each renewal inside the window: talks start 90 days before, reached on the day the contract goes on."""
    parts = []
    for year in range(1, YEARS):
        due = road.starts[:, year]
        here = (due >= FIRST_DAY) & (due < EXTRACT.astype("datetime64[D]")) & ~(left < due)
        at = due[here].astype("datetime64[s]")
        start = np.maximum(at - np.timedelta64(90, "D"), customers["start_at"].to_numpy()[here].astype("datetime64[s]"))
        parts.append(_milestones(customers[here], left[here], "renewal", start, at, 90))
    return parts
