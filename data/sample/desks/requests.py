"""What the desk sees: requests, the articles written from them, and visits to self-service."""

from __future__ import annotations

import numpy as np
import pandas as pd

from desks.desk import CLUSTERS, FIXED, QUARTERS, SHIPPED, STOPPED, Desk
from desks.people import People

ARTICLES = 260
_END = pd.Timestamp("2026-07-01")


def cases(desk: Desk, people: People, rng: np.random.Generator) -> pd.DataFrame:
    """Return requests: those of the answered are settled for good, those of others are opened again.

    They are settled sooner from quarter to quarter. Of the improved groups `STOPPED` of the requests no longer come
    once the improvement was shipped.
    """
    rows = []
    for place, quarter in enumerate(QUARTERS):
        there = np.flatnonzero(people.left > place)
        who = np.repeat(there, rng.poisson(desk.asks + 0.2 * (people.use[there] > 0), len(there)))
        at = quarter.start_time + pd.to_timedelta(rng.integers(0, 89 * 24 * 60, len(who)), unit="min")
        mean = np.interp(place, [0, len(QUARTERS) - 1], desk.hours)
        rows.append(pd.DataFrame({"who": who, "opened_at": at, "hours": rng.gamma(2.0, mean / 2, len(who)) + 0.3}))
    frame = pd.concat(rows, ignore_index=True)
    groups = [f"C{each:02d}" for each in range(CLUSTERS)]
    frame["cluster_id"] = rng.choice(groups, len(frame))
    fixed = frame["cluster_id"].isin(groups[:FIXED])
    stopped = fixed & (frame["opened_at"] >= SHIPPED) & (rng.random(len(frame)) < STOPPED)
    frame = frame[~stopped].sort_values("opened_at", kind="stable", ignore_index=True)
    count, answered = len(frame), people.answered[frame["who"]]
    resolved = frame["opened_at"] + pd.to_timedelta((frame["hours"] * 60).round(), unit="min")
    happy = resolved + pd.to_timedelta(rng.integers(5, 200, count), unit="min")
    reopened = np.where(answered, rng.random(count) < 0.04, rng.random(count) < 0.995)
    good = np.where(reopened, 0.45, 0.84)
    rated = rng.random(count) < 0.3
    score = np.where(rng.random(count) < good, rng.integers(4, 6, count), rng.integers(1, 4, count)).astype(float)
    return pd.DataFrame(
        {
            "case_id": [f"R{each:05d}" for each in range(count)],
            "account_id": people.frame["account_id"].to_numpy()[frame["who"]],
            "opened_at": frame["opened_at"],
            "first_response_at": frame["opened_at"] + (resolved - frame["opened_at"]) * 0.2,
            "resolved_at": resolved.where(resolved < _END),
            "happy_at": happy.where((happy < _END) & (rng.random(count) < 0.6)),
            "channel": rng.choice(desk.channels, count),
            "life_event": rng.choice(desk.events, count),
            "work_minutes": rng.gamma(2.0, 11.0, count).round(),
            "reopens_count": reopened.astype(int),
            "benefit_class": rng.choice(["obstacles removed", "adoption accelerated"], count, p=[0.7, 0.3]),
            "cluster_id": frame["cluster_id"],
            "csat_score": pd.Series(score).where(rated),
        }
    ).assign(first_response_at=lambda found: found["first_response_at"].dt.floor("min"))


def articles(rng: np.random.Generator) -> pd.DataFrame:
    """Return articles, more of them in every quarter."""
    first, last = (pd.Timestamp(each).value for each in ("2024-07-01", "2026-06-29"))
    at = pd.to_datetime(np.sort(first + (last - first) * rng.random(ARTICLES) ** 0.7)).floor("min")
    published = at + pd.to_timedelta(rng.integers(1, 90, ARTICLES), unit="h")
    return pd.DataFrame(
        {"article_id": [f"KB{each:03d}" for each in range(ARTICLES)], "created_at": at, "published_at": published}
    )


def sessions(desk: Desk, people: People, rng: np.random.Generator) -> pd.DataFrame:
    """Return visits to self-service, which grow; a third of the readers are asked three questions."""
    rows = []
    for place, quarter in enumerate(QUARTERS):
        there = np.flatnonzero(people.left > place)
        visits = np.interp(place, [0, len(QUARTERS) - 1], desk.visits)
        who = np.repeat(there, rng.poisson(visits * people.answered[there]))
        at = quarter.start_time + pd.to_timedelta(rng.integers(0, 89 * 24 * 60, len(who)), unit="min")
        rows.append(pd.DataFrame({"who": who, "started_at": at, "place": place}))
    frame = pd.concat(rows, ignore_index=True).sort_values("started_at", kind="stable", ignore_index=True)
    count = len(frame)
    consumed = rng.random(count) < 0.6
    asked = consumed & (rng.random(count) < 0.34)
    helped = rng.random(count) < 0.62 + 0.012 * frame["place"]

    def said(yes: np.ndarray | pd.Series) -> pd.Series:
        return pd.Series(np.asarray(yes), dtype="boolean").where(pd.Series(asked))

    return pd.DataFrame(
        {
            "session_id": [f"V{each:06d}" for each in range(count)],
            "started_at": frame["started_at"],
            "account_id": people.frame["account_id"].to_numpy()[frame["who"]],
            "channel": "portal" if "portal" in desk.channels else "online",
            "article_id": [f"KB{each:03d}" for each in rng.integers(0, ARTICLES, count)],
            "is_consumed": consumed,
            "is_success": said(helped),
            "is_intended": said(rng.random(count) < 0.42),
            "needs_followup": said(rng.random(count) < np.where(helped, 0.12, 0.7)),
            "is_entitled": True,
        }
    )
