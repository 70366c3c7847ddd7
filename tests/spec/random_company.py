"""A company of chance: tables that obey the canonical rules and nothing else, for what must hold of every company.

Thirty accounts in two segments over the five quarters up to 1 July 2026. Some leave, some pay nothing, some hold a
credit; some cases and sessions belong to no account; every table has missing values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa

Tables = Mapping[str, pa.Table]
START: Final = datetime(2025, 4, 1)
DAYS: Final = 456
ACCOUNTS: Final = [f"A{number:02d}" for number in range(30)]
PEOPLE: Final = [f"P{number}" for number in range(12)]
MONTHS: Final = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(3, 18)]


def random_tables(seed: int, *, cases: int = 90, sessions: int = 240, unknown: float = 0.1) -> Tables:
    """Return the tables of a company; `unknown` is the share of cases, sessions and answers that have no account."""
    chance = np.random.default_rng(seed)
    tables = {
        "accounts": _accounts(chance),
        "subscriptions": _subscriptions(chance),
        "cases": _cases(chance, cases, unknown),
        "article_sessions": _sessions(chance, sessions, unknown),
        "surveys": _surveys(chance, 200, unknown),
        "case_articles": _links(chance, cases),
        "articles": _articles(chance, 60),
        "improvements": _improvements(chance, 40),
        "costs": _costs(chance),
        "usage": _usage(chance, 300),
    }
    # Drawn apart, so that what was there before stays as it was.
    timed = np.random.default_rng([seed, 2])
    tables |= {"milestones": _milestones(timed, 240, unknown), "people": _people(timed)}
    tables |= {"worklogs": _worklogs(np.random.default_rng([seed, 3]), 150, unknown)}
    tables = _with_people(np.random.default_rng([seed, 4]), tables)
    return _with_knowledge(np.random.default_rng([seed, 1]), tables)


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


def _instants(chance: np.random.Generator, since: list[datetime], minutes: range, missing: float) -> pa.Array:
    later = chance.integers(minutes.start, minutes.stop, len(since))
    instants = [each + timedelta(minutes=int(more)) for each, more in zip(since, later, strict=True)]
    return pa.array(_some(chance, instants, missing), pa.timestamp("us"))


def _counts(chance: np.random.Generator, count: int) -> pa.Array:
    return pa.array(_some(chance, [int(each) for each in chance.integers(0, 4, count)], 0.2), pa.int64())


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
            "interrupted_at": _instants(chance, opened, range(-9000, 60), 0.4),
            "first_response_at": _instants(chance, opened, range(1, 900), 0.1),
            "resolved_at": pa.array(_some(chance, resolved, 0.2), pa.timestamp("us")),
            "happy_at": _instants(chance, opened, range(1, 30000), 0.5),
            "level": _words(chance, ["L1", "L2"], count, 0.2),
            "handoffs_count": _counts(chance, count),
            "returns_count": _counts(chance, count),
            "touches_count": _counts(chance, count),
            "is_escalated": _yes_no(chance, count, 0.2),
            "resolved_on_first_contact": _yes_no(chance, count, 0.2),
            "reopens_count": pa.array(
                _some(chance, [int(each) for each in chance.integers(0, 2, count)], 0.1), pa.int64()
            ),
            "work_minutes": pa.array(
                _some(chance, [float(each) for each in chance.integers(1, 99, count)], 0.3), pa.float64()
            ),
            "article_id": pa.array(_some(chance, [f"K{number}" for number in range(count)], 0.4), pa.string()),
            "link_type": _words(chance, ["reused", "improved", "created", "none"], count, 0.2),
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
            "is_success": _yes_no(chance, count, 0.3),
            "needs_followup": _yes_no(chance, count, 0.3),
            "is_intended": _yes_no(chance, count, 0.2),
            "is_entitled": _yes_no(chance, count, 0.1),
            "form_started": _yes_no(chance, count, 0.2),
            "case_id": pa.array(_some(chance, [f"C{number % 90}" for number in range(count)], 0.8), pa.string()),
        }
    )


def _surveys(chance: np.random.Generator, count: int, unknown: float) -> pa.Table:
    """Return answers of customers, and as many of people in Support, who have no account."""
    customers = list(chance.choice(["nps", "ces1", "ces2", "csat"], count, p=[0.4, 0.2, 0.2, 0.2]))
    staff = list(chance.choice(["engagement", "employee_satisfaction", "knowledge_sharing"], count, p=[0.1, 0.1, 0.8]))
    dimensions = ["People/Leadership", "Process", "Technology", "Culture"]
    return pa.table(
        {
            "survey_id": [f"V{number}" for number in range(2 * count)],
            "account_id": pa.concat_arrays([_owners(chance, count, unknown), pa.nulls(count, pa.string())]),
            "person_id": pa.concat_arrays([pa.nulls(count, pa.string()), _words(chance, PEOPLE, count, 0.0)]),
            "answered_at": pa.array([*_days(chance, count), *_days(chance, count)], pa.timestamp("us")),
            "instrument": customers + staff,
            "dimension": pa.concat_arrays([pa.nulls(count, pa.string()), _words(chance, dimensions, count, 0.0)]),
            "score": [float(each) for each in chance.integers(0, 11, 2 * count)],
            "scale_min": [-2.0] * 2 * count,
            "scale_max": [10.0] * 2 * count,
        }
    )


def _words(chance: np.random.Generator, words: list[str], count: int, missing: float) -> pa.Array:
    return pa.array(_some(chance, [str(each) for each in chance.choice(words, count)], missing), pa.string())


def _links(chance: np.random.Generator, count: int) -> pa.Table:
    return pa.table(
        {
            "case_id": [f"C{number}" for number in range(count)],
            "article_id": _words(chance, [f"K{number}" for number in range(60)], count, 0.0),
            "linked_at": pa.array(_some(chance, _days(chance, count), 0.1), pa.timestamp("us")),
            "is_accurate": _yes_no(chance, count, 0.4),
        }
    )


def _articles(chance: np.random.Generator, count: int) -> pa.Table:
    return pa.table(
        {
            "article_id": [f"K{number}" for number in range(count)],
            "created_at": pa.array(_days(chance, count), pa.timestamp("us")),
            "is_compliant": _yes_no(chance, count, 0.4),
        }
    )


def _with_people(chance: np.random.Generator, tables: Tables) -> dict[str, pa.Table]:
    """Return the tables with the people who came to self-service, named as those who open cases are."""
    sessions = tables["article_sessions"]
    people = [f"{account}.{chance.integers(0, 3)}" for account in sessions["account_id"].to_pylist()]
    people = pa.array(_some(chance, people, 0.2), pa.string())
    return {**tables, "article_sessions": sessions.append_column("user_id", people)}


def _worklogs(chance: np.random.Generator, count: int, unknown: float) -> pa.Table:
    return pa.table(
        {
            "person_id": _words(chance, PEOPLE, count, 0.0),
            "account_id": _owners(chance, count, unknown),
            "on": pa.array([each.date() for each in _days(chance, count)], pa.date32()),
            "minutes": pa.array(_some(chance, [float(each) for each in chance.integers(1, 90, count)], 0.1)),
            "channel": _words(chance, ["email", "phone"], count, 0.2),
        }
    )


def _usage(chance: np.random.Generator, count: int) -> pa.Table:
    licensed = chance.integers(1, 40, count)
    return pa.table(
        {
            "account_id": list(chance.choice(ACCOUNTS, count)),
            "at": pa.array(_days(chance, count), pa.timestamp("us")),
            "active_users_count": pa.array(_some(chance, [int(each) for each in licensed // 2], 0.1), pa.int64()),
            "licensed_users_count": pa.array(_some(chance, [int(each) for each in licensed], 0.1), pa.int64()),
            "events_count": pa.array(_some(chance, [int(each) for each in chance.integers(0, 900, count)], 0.1)),
            "health_score": pa.array(_some(chance, [float(each) for each in chance.integers(0, 101, count)], 0.1)),
        }
    )


def _costs(chance: np.random.Generator) -> pa.Table:
    """Return a ledger that tells in each month what varies and what self-service costs."""
    months = len(MONTHS)
    return pa.table(
        {
            "month_on": MONTHS * 3,
            "amount": [float(each) for each in chance.integers(1, 999, 3 * months)],
            "channel": pa.array(["self-service"] * months + ["assisted"] * months + [None] * months, pa.string()),
            "is_marginal": pa.array([True] * 2 * months + [None] * months, pa.bool_()),
        }
    )


def _improvements(chance: np.random.Generator, count: int) -> pa.Table:
    submitted = _days(chance, count)
    return pa.table(
        {
            "improvement_id": [f"I{number}" for number in range(count)],
            "submitted_at": pa.array(submitted, pa.timestamp("us")),
            "submitted_by": _words(chance, ["customer", "employee"], count, 0.1),
            "accepted_at": _instants(chance, submitted, range(1, 90000), 0.4),
            "shipped_at": _instants(chance, submitted, range(1, 90000), 0.3),
        }
    )


def _with_knowledge(chance: np.random.Generator, tables: dict[str, pa.Table]) -> Tables:
    """Return the tables with people who ask, groups of cases, what was published, mailings and histories."""
    cases, articles, surveys = (tables[name] for name in ("cases", "articles", "surveys"))
    groups = [f"G{number}" for number in range(12)]
    asked = [f"{account}.{chance.integers(0, 3)}" for account in cases["account_id"].to_pylist()]
    cases = cases.append_column("contact_id", pa.array(_some(chance, asked, 0.2), pa.string()))
    answered = surveys["answered_at"].to_pylist()
    return tables | {
        "cases": cases.append_column("cluster_id", _words(chance, groups, len(cases), 0.2)),
        "articles": articles.append_column(
            "published_at", _instants(chance, articles["created_at"].to_pylist(), range(9000), 0.3)
        ).append_column("audience", _words(chance, ["internal", "customer", "public"], len(articles), 0.1)),
        "case_articles": tables["case_articles"].append_column(
            "link_type", _words(chance, ["reused", "created"], len(tables["case_articles"]), 0.1)
        ),
        "improvements": tables["improvements"].append_column(
            "cluster_id", _words(chance, groups, len(tables["improvements"]), 0.6)
        ),
        "surveys": surveys.append_column("sent_at", _instants(chance, answered, range(-40000, 0), 0.2)).append_column(
            "item", _words(chance, ["a", "b"], len(surveys), 0.2)
        ),
        "survey_waves": _waves(chance),
        "case_events": _events(chance, cases),
    }


def _waves(chance: np.random.Generator) -> pa.Table:
    instruments = ["csat", "nps", "ces1", "ces2", "engagement", "employee_satisfaction", "knowledge_sharing"]
    pairs = [(instrument, month) for instrument in instruments for month in MONTHS]
    return pa.table(
        {
            "instrument": [instrument for instrument, _ in pairs],
            "sent_on": [month for _, month in pairs],
            "sent_count": [int(each) for each in chance.integers(5, 60, len(pairs))],
        }
    )


def _events(chance: np.random.Generator, cases: pa.Table) -> pa.Table:
    count = 3 * len(cases)
    return pa.table(
        {
            "case_id": cases["case_id"].to_pylist() * 3,
            "at": pa.array(cases["opened_at"].to_pylist() * 3, pa.timestamp("us")),
            "kind": _words(chance, ["reply", "note", "owner"], count, 0.0),
            "actor_id": _words(chance, PEOPLE, count, 0.1),
            "actor_role": _words(chance, ["agent", "customer"], count, 0.1),
        }
    )


def _milestones(chance: np.random.Generator, count: int, unknown: float) -> pa.Table:
    """Return life events from the year before on: they say who had reached what when the data begins."""
    started = [START + 2 * (each - START) - timedelta(days=DAYS) for each in _days(chance, count)]
    return pa.table(
        {
            "account_id": _owners(chance, count, unknown),
            "event": _words(chance, ["onboarding", "First value", "adoption", "upgrade", "renewal"], count, 0.0),
            "started_at": pa.array(started, pa.timestamp("us")),
            "reached_at": _instants(chance, started, range(90_000), 0.4),
            "purchased_at": _instants(chance, started, range(-9_000, 9_000), 0.1),
            "presale_value_at": _instants(chance, started, range(-200_000, 9_000), 0.4),
            "target_days": pa.array(
                _some(chance, [int(each) for each in chance.integers(1, 60, count)], 0.1), pa.int64()
            ),
        }
    )


def _people(chance: np.random.Generator) -> pa.Table:
    hired = [START.date() + timedelta(days=int(each)) for each in chance.integers(-200, DAYS, len(PEOPLE))]

    def later(days: range, missing: float) -> pa.Array:
        ahead = chance.integers(days.start, days.stop, len(hired))
        days_later = [each + timedelta(days=int(more)) for each, more in zip(hired, ahead, strict=True)]
        return pa.array(_some(chance, days_later, missing), pa.date32())

    return pa.table(
        {
            "person_id": PEOPLE,
            "hired_on": hired,
            "left_on": later(range(300), 0.6),
            "proficient_on": later(range(20, 200), 0.2),
        }
    )
