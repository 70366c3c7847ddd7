"""The facts of landmark comparisons, folded where they live: additive sums by account and fiscal quarter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import ibis
import pandas as pd

from valuestory.data.engines.dialects import microseconds_of
from valuestory.metrics.engine import as_pandas, period_index
from valuestory.metrics.fold.costs import effort_of, ledger_of
from valuestory.metrics.fold.recurring import recurring_on
from valuestory.metrics.landmark.accepted import accepted_answers
from valuestory.metrics.measures.measure import column
from valuestory.metrics.measures.sessions import ENTITLED, SESSIONS
from valuestory.metrics.periods import Period
from valuestory.metrics.timed.life_events import event_of

if TYPE_CHECKING:
    from datetime import date

    import ibis.expr.types as ir

    from valuestory.project import ContributionSettings

Tables = Mapping[str, "ir.Table"]
_ANSWERS: Final = ("account_id", "quarter", "benefit_class", "answers", "source")


@dataclass(frozen=True)
class LandmarkFacts:
    """What is known of accounts, by fiscal quarter (the index of a `Period` of that grain).

    Attributes
    ----------
    accounts
        By `account_id`: its own columns of text, `started` and `left` (microseconds from 1970, UTC; NaN where it
        stays).
    answers
        `account_id quarter benefit_class answers source`: accepted answers, ``case`` or ``visit``.
    cases
        `account_id quarter cases minutes`: cases opened, and the work on them in minutes.
    touches
        `account_id quarter team touches`: contacts of other teams.
    usage
        `account_id quarter active licensed health scored`: sums of people who used the product and who might have, and
        of health scores, and how many rows had one.
    milestones
        `account_id event quarter reached milestones`: how many began in a quarter and were reached in another (NaN:
        never).
    revenue
        `account_id day arr`: recurring revenue in force on the days asked for, in the reporting currency.
    effort
        By `quarter`: `amount` and `months` of the ledger, the parts of it that the ledger tells (`marginal` and
        `self_service`, with their months), `minutes` and `cases` of the whole company.
    visits
        By `quarter`: what entitled visitors said, nested, as the sums of `measures` are called; no column where they
        were not asked.
    """

    accounts: pd.DataFrame
    answers: pd.DataFrame
    cases: pd.DataFrame
    touches: pd.DataFrame
    usage: pd.DataFrame
    milestones: pd.DataFrame
    revenue: pd.DataFrame
    effort: pd.DataFrame
    visits: pd.DataFrame


def landmark_facts(
    tables: Tables,
    quarters: Sequence[Period],
    days: Sequence[date],
    settings: ContributionSettings,
    whole: Tables | None = None,
) -> LandmarkFacts:
    """Return the facts that every landmark within some quarters needs.

    Parameters
    ----------
    tables
        Canonical tables; `accounts` is needed.
    quarters
        Fiscal quarters, in order; what lies outside of them is left out, but for revenue.
    days
        The days on which recurring revenue is asked for.
    settings
        What gives cases and visits their benefit class.
    whole
        The tables of the whole company, where `tables` are a part of it: effort is the whole company's.
    """
    like = quarters[0]
    answers = [
        _asked(rows, quarters).assign(source=source)
        for source, rows in accepted_answers(tables, like, settings).items()
    ]
    return LandmarkFacts(
        accounts=_accounts(tables["accounts"]),
        answers=pd.concat(answers, ignore_index=True) if answers else pd.DataFrame(columns=list(_ANSWERS)),
        cases=_sums(tables, "cases", _cases, quarters),
        touches=_sums(tables, "touches", _touches, quarters),
        usage=_sums(tables, "usage", _usage, quarters),
        milestones=_sums(tables, "milestones", _milestones, quarters),
        revenue=_revenue(tables, days),
        effort=_effort(whole or tables, quarters),
        visits=_visits(tables, quarters),
    )


def _accounts(accounts: ir.Table) -> pd.DataFrame:
    texts = [
        name for name, kind in accounts.schema().items() if kind.is_string() and name not in ("account_id", "name")
    ]
    left = microseconds_of(column(accounts, "churned_at", "timestamp"))
    rows = accounts.select("account_id", *texts, started=microseconds_of(accounts.start_at), left=left)
    found = as_pandas(rows).set_index("account_id").sort_index()
    return found.astype({"started": "float64", "left": "float64"})


def _asked(rows: ir.Table, quarters: Sequence[Period]) -> pd.DataFrame:
    found = as_pandas(rows.filter(rows.quarter.between(quarters[0].index, quarters[-1].index)))
    return found.sort_values(list(found.columns[:3]), ignore_index=True)  # engines give rows in any order


def _sums(
    tables: Tables, name: str, fold: Callable[[ir.Table, Period], ir.Table | list[str]], quarters: Sequence[Period]
) -> pd.DataFrame:
    """Return a table's sums; an empty frame of the same columns where the company has no such table."""
    if name in tables and "account_id" in tables[name].columns:
        return _asked(fold(tables[name], quarters[0]), quarters)
    return pd.DataFrame({each: pd.Series(dtype=kind) for each, kind in _COLUMNS[name].items()})


_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "cases": {"account_id": "str", "quarter": "int64", "cases": "int64", "minutes": "float64"},
    "touches": {"account_id": "str", "quarter": "int64", "team": "str", "touches": "int64"},
    "usage": {
        **{"account_id": "str", "quarter": "int64", "active": "float64", "licensed": "float64"},
        **{"health": "float64", "scored": "int64"},
    },
    "milestones": {
        **{"account_id": "str", "event": "str", "quarter": "int64", "reached": "float64"},
        "milestones": "int64",
    },
}


def _cases(cases: ir.Table, like: Period) -> ir.Table:
    rows = cases.filter(cases.account_id.notnull())
    minutes = column(rows, "work_minutes").cast("float64").fill_null(0.0)
    rows = rows.select("account_id", quarter=period_index(rows.opened_at, like), minutes=minutes)
    return rows.group_by(["account_id", "quarter"]).aggregate(cases=rows.count(), minutes=rows.minutes.sum())


def _touches(touches: ir.Table, like: Period) -> ir.Table:
    rows = touches.filter(touches.account_id.notnull() & touches.team.notnull())
    rows = rows.select("account_id", quarter=period_index(rows["at"], like), team=rows.team.strip().lower())
    return rows.group_by(["account_id", "quarter", "team"]).aggregate(touches=rows.count())


def _usage(usage: ir.Table, like: Period) -> ir.Table:
    active, licensed = (column(usage, f"{each}_users_count").cast("float64") for each in ("active", "licensed"))
    known = (active.notnull() & (licensed > 0)).fill_null(False)
    none = ibis.null("float64")
    rows = usage.select(
        "account_id",
        quarter=period_index(usage["at"], like),
        active=known.ifelse(active, none),
        licensed=known.ifelse(licensed, none),
        health=column(usage, "health_score").cast("float64"),
    )
    sums = {each: rows[each].sum().fill_null(0.0) for each in ("active", "licensed", "health")}
    return rows.group_by(["account_id", "quarter"]).aggregate(**sums, scored=rows.health.count())


def _milestones(milestones: ir.Table, like: Period) -> ir.Table:
    reached = period_index(column(milestones, "reached_at", "timestamp"), like)
    rows = milestones.select(
        "account_id",
        event=event_of(milestones),
        quarter=period_index(milestones.started_at, like),
        reached=reached,
    )
    return rows.group_by(["account_id", "event", "quarter", "reached"]).aggregate(milestones=rows.count())


def _revenue(tables: Tables, days: Sequence[date]) -> pd.DataFrame:
    """Return recurring revenue in force on some days."""
    if "subscriptions" not in tables or not days:
        return pd.DataFrame({"account_id": pd.Series(dtype="str"), "day": [], "arr": pd.Series(dtype="float64")})
    wanted = sorted(set(days))
    found = recurring_on(tables["subscriptions"], wanted)
    found = found.assign(day=found["number"].map(dict(enumerate(wanted))), arr=found["arr"].astype("float64"))
    return found.sort_values(["account_id", "number"], ignore_index=True)[["account_id", "day", "arr"]]


def _effort(whole: Tables, quarters: Sequence[Period]) -> pd.DataFrame:
    """Return the ledger and the work of the whole company by quarter; a quarter that lacks a month has no amount."""
    index = pd.Index([each.index for each in quarters], name="quarter")
    ledger = (
        ledger_of(whole["costs"], quarters)
        if "costs" in whole
        else pd.DataFrame(0.0, index=index, columns=["amount", "months"])
    )
    work = effort_of({name: table for name, table in whole.items() if name == "cases"}, quarters)
    return ledger.assign(minutes=work["work_minutes"], cases=work["cases"]).rename_axis("quarter")


def _visits(tables: Tables, quarters: Sequence[Period]) -> pd.DataFrame:
    """Return what entitled visitors said, by quarter, 0 where nobody said anything."""
    index = pd.Index([each.index for each in quarters], name="quarter")
    visits = tables.get("article_sessions")
    told = [each for each in SESSIONS if visits is not None and set(ENTITLED) <= {*each.needs} <= {*visits.columns}]
    if visits is None or not told:
        return pd.DataFrame(index=index)
    rows = visits.select(
        quarter=period_index(visits.started_at, quarters[0]), **{each.name: each.value(visits) for each in told}
    )
    sums = {each.name: rows[each.name].sum() for each in told}
    found = as_pandas(rows.group_by("quarter").aggregate(**sums)).set_index("quarter")
    return found.reindex(index).fillna(0.0).astype("float64")
