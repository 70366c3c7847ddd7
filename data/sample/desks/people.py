"""Those who may ask: who they are, how much they use, and what they are getting done."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from desks.desk import QUARTERS, REACHED, Desk


@dataclass(frozen=True)
class People:
    """Those who may ask, a row each, and the draw they came from.

    Attributes
    ----------
    frame
        `account_id`, `segment`, `region`, `start_at`, `churned_at`.
    use
        How much each uses the services, standardised: it drives both asking and getting things done.
    left
        The position in `QUARTERS` in which each left; past the end where it stays.
    answered
        Whether each gets answers that last, by person.
    """

    frame: pd.DataFrame
    use: np.ndarray
    left: np.ndarray
    answered: np.ndarray


def make_people(desk: Desk, rng: np.random.Generator) -> People:
    """Return those who may ask; who uses more is answered more often, and gets more done anyway."""
    use = rng.normal(size=desk.people)
    answered = rng.random(desk.people) < 1 / (1 + np.exp(-0.2 - 0.5 * use))
    left = np.full(desk.people, len(QUARTERS))
    if desk.leave is not None:
        leaves = rng.random((desk.people, len(QUARTERS))) < desk.leave
        left = np.where(leaves.any(axis=1), leaves.argmax(axis=1), len(QUARTERS))
    start = pd.Timestamp("2024-06-01") - pd.to_timedelta(rng.integers(20, 3_000, desk.people), unit="D")
    frame = pd.DataFrame(
        {
            "account_id": [f"{desk.key}{each:04d}" for each in range(desk.people)],
            "segment": rng.choice(desk.segments, desk.people, p=[0.5, 0.3, 0.2]),
            "region": rng.choice(desk.regions, desk.people),
            "start_at": start,
        }
    )
    if desk.leave is not None:
        gone = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
        there = left < len(QUARTERS)
        day = pd.to_timedelta(rng.integers(1, 80, there.sum()), unit="D")
        gone[there] = (QUARTERS.start_time.to_numpy()[left[there]] + day).astype("datetime64[s]")
        frame["churned_at"] = gone
    return People(frame, use, left, answered)


def usage(people: People, rng: np.random.Generator) -> pd.DataFrame:
    """Return of how many services that each may use it used some, by quarter."""
    rows = []
    for place, quarter in enumerate(QUARTERS):
        there = people.left > place
        share = 1 / (1 + np.exp(-0.3 - 0.05 * place - 0.6 * people.use[there]))
        used = rng.binomial(10, share)
        who = people.frame.loc[there, "account_id"]
        rows.append(
            pd.DataFrame(
                {"account_id": who, "at": quarter.start_time, "active_users_count": used, "licensed_users_count": 10}
            )
        )
    return pd.concat(rows, ignore_index=True)


def milestones(desk: Desk, people: People, rng: np.random.Generator) -> pd.DataFrame:
    """Return what each began and got done: about every second person begins something in a quarter."""
    rows = []
    for place, quarter in enumerate(QUARTERS):
        begins = np.flatnonzero((people.left > place) & (rng.random(desk.people) < 0.75))
        chance = np.where(people.answered[begins], REACHED[1], REACHED[0]) + 0.06 * people.use[begins]
        reached = rng.random(len(begins)) < chance.clip(0.02, 0.98)
        start = quarter.start_time + pd.to_timedelta(rng.integers(0, 20, len(begins)), unit="D")
        days = np.clip(rng.normal(24 - place, 8, len(begins)), 2, 60).round()
        done = pd.Series(start + pd.to_timedelta(days, unit="D")).where(reached)
        rows.append(
            pd.DataFrame(
                {
                    "account_id": people.frame["account_id"].to_numpy()[begins],
                    "event": rng.choice(desk.events, len(begins)),
                    "started_at": start,
                    "reached_at": done.to_numpy(),
                    "target_days": 30,
                }
            )
        )
    found = pd.concat(rows, ignore_index=True)
    known = found["reached_at"] < pd.Timestamp("2026-07-01")
    return found.assign(reached_at=found["reached_at"].where(known))
