"""A company of chance: tables that obey the canonical rules and nothing else, for what must hold of every company.

Thirty accounts in two segments over the four quarters up to 1 July 2026. Some leave, some pay nothing, some hold a
credit; some cases and sessions belong to no account; every table has missing values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa

Tables = Mapping[str, pa.Table]
START: Final = datetime(2025, 7, 1)
DAYS: Final = 365
ACCOUNTS: Final = [f"A{number:02d}" for number in range(30)]
MONTHS: Final = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(6, 18)]


def random_tables(seed: int, *, cases: int = 90, sessions: int = 120, unknown: float = 0.1) -> Tables:
    """Return the tables of a company; `unknown` is the share of cases, sessions and answers that have no account."""
    chance = np.random.default_rng(seed)
    return {
        "accounts": _accounts(chance),
        "subscriptions": _subscriptions(chance),
        "cases": _cases(chance, cases, unknown),
        "article_sessions": _sessions(chance, sessions, unknown),
        "surveys": _surveys(chance, 40, unknown),
        "costs": pa.table({"month_on": MONTHS * 2, "amount": [float(each) for each in chance.integers(1, 999, 24)]}),
    }


def mapped(tables: Tables, change: Callable[[str, pa.Table], pa.Table]) -> Tables:
    """Return the tables with each changed by a function of its name and itself."""
    return {name: change(name, table) for name, table in tables.items()}


def _days(chance: np.random.Generator, count: int) -> list[datetime]:
    """Return instants spread over the whole time, so that the data covers it from end to end."""
    steps = (np.arange(count) + chance.random(count)) / count
    return [START + timedelta(seconds=round(each * DAYS * 86400) // 1) for each in steps]


def _some(chance: np.random.Generator, values: list[Any], missing: float) -> list[Any]:
    return [None if chance.random() < missing else each for each in values]


def _owners(chance: np.random.Generator, count: int, unknown: float) -> pa.Array:
    return pa.array(_some(chance, list(chance.choice(ACCOUNTS, count)), unknown), pa.string())


def _yes_no(chance: np.random.Generator, count: int, missing: float) -> pa.Array:
    return pa.array(_some(chance, [bool(each) for each in chance.integers(0, 2, count)], missing), pa.bool_())


def _accounts(chance: np.random.Generator) -> pa.Table:
    starts = [START - timedelta(days=int(each)) for each in chance.integers(-120, 700, len(ACCOUNTS))]
    ends = [each + timedelta(days=int(chance.integers(100, 900))) for each in starts]
    return pa.table(
        {
            "account_id": ACCOUNTS,
            "start_at": pa.array(starts, pa.timestamp("us")),
            "churned_at": pa.array(_some(chance, ends, 0.6), pa.timestamp("us")),
            "segment": ["SMB", "Enterprise"] * (len(ACCOUNTS) // 2),
        }
    )


def _subscriptions(chance: np.random.Generator) -> pa.Table:
    count = 2 * len(ACCOUNTS)
    starts = [START.date() - timedelta(days=int(each)) for each in chance.integers(-300, 400, count)]
    ends = [each + timedelta(days=int(chance.integers(30, 700))) for each in starts]
    return pa.table(
        {
            "account_id": ACCOUNTS * 2,
            "start_on": starts,
            "end_on": pa.array(_some(chance, ends, 0.4), pa.date32()),
            "arr_amount": [float(each) for each in chance.integers(-40, 300, count)],
        }
    )


def _cases(chance: np.random.Generator, count: int, unknown: float) -> pa.Table:
    opened = _days(chance, count)
    resolved = [each + timedelta(minutes=int(chance.integers(1, 20000))) for each in opened]
    return pa.table(
        {
            "case_id": [f"C{number}" for number in range(count)],
            "account_id": _owners(chance, count, unknown),
            "opened_at": pa.array(opened, pa.timestamp("us")),
            "resolved_at": pa.array(_some(chance, resolved, 0.2), pa.timestamp("us")),
            "reopens_count": pa.array(
                _some(chance, [int(each) for each in chance.integers(0, 2, count)], 0.1), pa.int64()
            ),
            "work_minutes": pa.array(
                _some(chance, [float(each) for each in chance.integers(1, 99, count)], 0.3), pa.float64()
            ),
            "csat_score": pa.array(
                _some(chance, [float(each) for each in chance.integers(1, 6, count)], 0.5), pa.float64()
            ),
        }
    )


def _sessions(chance: np.random.Generator, count: int, unknown: float) -> pa.Table:
    return pa.table(
        {
            "session_id": [f"S{number}" for number in range(count)],
            "account_id": _owners(chance, count, unknown),
            "started_at": pa.array(_days(chance, count), pa.timestamp("us")),
            "is_consumed": _yes_no(chance, count, 0.1),
            "is_success": _yes_no(chance, count, 0.7),
            "needs_followup": _yes_no(chance, count, 0.8),
        }
    )


def _surveys(chance: np.random.Generator, count: int, unknown: float) -> pa.Table:
    return pa.table(
        {
            "survey_id": [f"V{number}" for number in range(count)],
            "account_id": _owners(chance, count, unknown),
            "answered_at": pa.array(_days(chance, count), pa.timestamp("us")),
            "instrument": list(chance.choice(["nps", "csat"], count, p=[0.8, 0.2])),
            "score": [float(each) for each in chance.integers(0, 11, count)],
        }
    )
