"""The systems around the desk: its people, what they say, what they suggest, and what it costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from desks.desk import FIXED, QUARTERS, SHIPPED, Desk

STAFF = 16
_ITEMS = ("I am proud of what we do here", "I have what I need to do it well")


def staff(rng: np.random.Generator) -> pd.DataFrame:
    """Return the people of the desk; those who came later were good at it sooner."""
    hired = pd.to_datetime("2023-04-03") + pd.to_timedelta(np.sort(rng.integers(0, 1_080, STAFF)), unit="D")
    days = np.linspace(118, 74, STAFF).round() + rng.integers(-6, 7, STAFF)
    proficient = pd.Series(hired + pd.to_timedelta(days, unit="D"))
    left = pd.Series([pd.NaT] * STAFF, dtype="datetime64[ns]")
    left[3], left[7] = pd.Timestamp("2025-05-12"), pd.Timestamp("2026-02-16")
    return pd.DataFrame(
        {
            "person_id": [f"S{each:02d}" for each in range(STAFF)],
            "hired_on": hired,
            "left_on": left,
            "proficient_on": proficient.where(proficient < pd.Timestamp("2026-07-01")),
        }
    )


def surveys(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return what the desk's people say of their work, once a quarter."""
    rows = []
    for place, quarter in enumerate(QUARTERS):
        day = quarter.start_time + pd.Timedelta(days=40)
        there = people[(people["hired_on"] < day) & ~(people["left_on"] < day)]
        for item in _ITEMS:
            score = np.clip(rng.normal(3.4 + 0.06 * place, 0.6, len(there)).round(), 1, 5)
            rows.append(
                pd.DataFrame(
                    {"person_id": there["person_id"], "instrument": "engagement", "item": item, "score": score}
                ).assign(answered_at=day)
            )
    found = pd.concat(rows, ignore_index=True).assign(scale_min=1, scale_max=5)
    found.insert(0, "survey_id", [f"A{each:04d}" for each in range(len(found))])
    return found


def improvements(rng: np.random.Generator) -> pd.DataFrame:
    """Return suggestions: those of the improved groups were shipped, of the others every second was taken up.

    Those others that were built ended no group of requests.
    """
    count = 48
    at = pd.Timestamp("2024-07-08") + pd.to_timedelta(np.sort(rng.integers(0, 690, count - FIXED)), unit="D")
    taken = pd.Series(at + pd.Timedelta(days=28)).where(rng.random(count - FIXED) < 0.5)
    own = pd.DataFrame(
        {
            "submitted_at": pd.Timestamp("2025-06-02") + pd.to_timedelta(range(FIXED), unit="D"),
            "accepted_at": pd.Timestamp("2025-06-23"),
            "shipped_at": SHIPPED,
            "cluster_id": [f"C{each:02d}" for each in range(FIXED)],
        }
    )
    taken = taken.where(taken < pd.Timestamp("2026-07-01"))
    built = (taken + pd.Timedelta(days=50)).where(rng.random(count - FIXED) < 0.6)
    others = pd.DataFrame(
        {
            "submitted_at": at,
            "accepted_at": taken,
            "shipped_at": built.where(built < pd.Timestamp("2026-07-01")),
        }
    )
    found = pd.concat([own, others], ignore_index=True).sort_values("submitted_at", kind="stable", ignore_index=True)
    found.insert(0, "improvement_id", [f"I{each:02d}" for each in range(count)])
    return found.assign(submitted_by=rng.choice(["customer", "employee"], count))


def costs(desk: Desk) -> pd.DataFrame:
    """Return the ledger by month: people, rooms and tools, a part of which varies with requests."""
    months = pd.date_range("2024-07-01", "2026-06-01", freq="MS")
    growth = np.linspace(1.0, 1.05, len(months))
    parts = {
        ("salaries", True, ""): 0.55,
        ("salaries", False, ""): 0.2,
        ("facilities", False, ""): 0.15,
        ("tools", False, "self-service"): 0.1,
    }
    rows = [
        pd.DataFrame(
            {"month_on": months, "category": category, "amount": (share * desk.monthly * growth).round(2)}
        ).assign(is_marginal=marginal, channel=channel or None)
        for (category, marginal, channel), share in parts.items()
    ]
    return pd.concat(rows, ignore_index=True)
