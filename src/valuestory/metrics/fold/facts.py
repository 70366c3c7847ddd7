"""Raw facts -> sums by account and period, each raw table in one scan, all of them in one query.

A table is grouped by account and by the period of each of its instants at the same time, and the small result is split
by instant in pandas. Whether a session was followed by a case is told by the cases' sums, not by reading them again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from valuestory.data.engines.asking import ask_frame_by
from valuestory.metrics.engine import period_index
from valuestory.metrics.measures import ACCOUNT, ANCHORS, APART, available
from valuestory.metrics.measures.measure import Measure
from valuestory.metrics.measures.next_case import OPENED, PART, cases_asked, ends_of, followed, part_of, period_of
from valuestory.metrics.slices import UNKNOWN

if TYPE_CHECKING:
    import pandas as pd

    from valuestory.metrics.periods import Period


@dataclass(frozen=True)
class FoldedFacts:
    """Sums by `account_id` ("" where unknown) and `period` (index): a frame for each instant that dates them.

    `apart` holds those that no customer stands behind, by the key that their rows belong together by, such as
    ``person_id``; their `account_id` holds that key.
    """

    accounts: tuple[pd.DataFrame, ...] = ()
    apart: Mapping[str, tuple[pd.DataFrame, ...]] = field(default_factory=dict)


def fold_facts(tables: Mapping[str, ir.Table], periods: Sequence[Period]) -> FoldedFacts:
    """Return the sums of all raw tables.

    Parameters
    ----------
    tables
        Canonical tables.
    periods
        The periods, in order, all of one grain: what lies outside of them is left out.
    """
    facts = [_Fact(name, tables[name], available(name, tables[name].columns)) for name in ANCHORS if name in tables]
    facts = [each for each in facts if each.measures]
    if not facts:
        return FoldedFacts()
    sums = _sums_of(facts, periods[0])
    widths = max(len(each.anchors) for each in facts), max(len(each.measures) for each in facts)
    lines = [_in_line(number, each, sums[each.name], widths) for number, each in enumerate(facts)]
    found = ask_frame_by("account_id", ibis.union(*lines) if len(lines) > 1 else lines[0])
    parts: dict[str, list[pd.DataFrame]] = {}
    for number, each in enumerate(facts):
        mine = found[found["fact"] == number]
        for by in each.keys:
            parts.setdefault(by, []).extend(_by_anchor(mine[mine["apart"] == (by != ACCOUNT)], each, by, periods))
    accounts = tuple(parts.pop(ACCOUNT, []))
    return FoldedFacts(accounts, {by: tuple(frames) for by, frames in parts.items()})


@dataclass(frozen=True)
class _Fact:
    """A raw table with the measures that it can give."""

    name: str
    table: ir.Table
    measures: tuple[Measure, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What its rows belong together by: accounts, a key of their own, or each of them one of the two."""
        return tuple(dict.fromkeys(each.by for each in self.measures))

    def key(self) -> tuple[ir.Value, ir.Value]:
        """Return the key of a row, and whether it is another one than the account's."""
        keys = {by: self.table[by] if by in self.table.columns else ibis.null("string") for by in self.keys}
        if len(keys) == 1:
            (by,) = keys
            return keys[by], ibis.literal(by != ACCOUNT)
        apart = APART[self.name](self.table)
        (other,) = (key for by, key in keys.items() if by != ACCOUNT)
        return apart.ifelse(other, keys[ACCOUNT]), apart

    @property
    def anchors(self) -> dict[str, ir.Value]:
        """The instants that date its rows."""
        return {at: ANCHORS[self.name][at](self.table) for at in dict.fromkeys(each.at for each in self.measures)}


def _sums_of(facts: Sequence[_Fact], like: Period) -> dict[str, ir.Table]:
    """Return each table's sums by account and by the periods of its anchors."""
    by_name = {each.name: each for each in facts}
    cases, sessions = by_name.get("cases"), by_name.get("article_sessions")
    sums, asked = {}, None
    if cases and sessions and {"account_id", "is_consumed"} <= set(sessions.table.columns):
        in_parts = _grouped(cases, like, in_parts=True)
        asked = cases_asked(in_parts)
        sums["cases"] = _by_period(cases, in_parts, like)
    if sessions:
        table = followed(sessions.table, asked, like)
        sums["article_sessions"] = _grouped(replace(sessions, table=table), like)
    return sums | {each.name: _grouped(each, like) for each in facts if each.name not in sums}


def _grouped(fact: _Fact, like: Period, *, in_parts: bool = False) -> ir.Table:
    """Return sums by account and the period of each anchor; `in_parts`: of cases, by the part they were opened in."""
    table = fact.table
    key, apart = fact.key()
    keys = {f"at_{at}": period_index(instant, like) for at, instant in fact.anchors.items()}
    values = {each.name: each.value(table) for each in fact.measures}
    if in_parts:
        del keys["at_opened"]
        keys[PART] = part_of(table.opened_at, like)
        values[OPENED] = table.opened_at
    rows = table.select(account_id=key, apart=apart, **keys, **values)
    # To count is faster than to add ones.
    sums = {
        each.name: rows.count(where=rows[each.name]) if rows[each.name].type().is_boolean() else rows[each.name].sum()
        for each in fact.measures
    }
    return rows.group_by(["account_id", "apart", *keys]).aggregate(**sums, **(ends_of(rows) if in_parts else {}))


def _by_period(cases: _Fact, in_parts: ir.Table, like: Period) -> ir.Table:
    """Return the sums of cases by the period they were opened in, from those by part of it."""
    rows = in_parts.mutate(at_opened=period_of(in_parts[PART], like))
    keys = ["account_id", "apart", *(f"at_{at}" for at in cases.anchors)]
    return rows.group_by(keys).aggregate(
        **{each.name: rows[each.name].cast("float64").sum() for each in cases.measures}
    )


def _in_line(number: int, fact: _Fact, sums: ir.Table, widths: tuple[int, int]) -> ir.Table:
    """Return a table's sums in columns that are called alike in all of them, so that one query gives them all."""
    instants = [sums[f"at_{at}"] for at in fact.anchors]
    values = [sums[each.name].cast("float64") for each in fact.measures]
    instants += [ibis.null("int64")] * (widths[0] - len(instants))
    values += [ibis.null("float64")] * (widths[1] - len(values))
    return sums.select(
        fact=ibis.literal(number, "int8"),
        account_id=sums.account_id.fill_null(UNKNOWN),
        apart=sums.apart,
        **{f"at_{place}": each for place, each in enumerate(instants)},
        **{f"sum_{place}": each for place, each in enumerate(values)},
    )


def _by_anchor(found: pd.DataFrame, fact: _Fact, by: str, periods: Sequence[Period]) -> Iterator[pd.DataFrame]:
    places = {each.name: f"sum_{place}" for place, each in enumerate(fact.measures)}
    for number, at in enumerate(fact.anchors):
        mine = {places[each.name]: each.name for each in fact.measures if each.at == at and each.by == by}
        if not mine:
            continue
        period = found[f"at_{number}"]
        inside = period.between(periods[0].index, periods[-1].index)
        counts = (found[list(mine)].fillna(0.0) != 0).any(axis=1)
        part = found.loc[inside & counts, ["account_id", f"at_{number}", *mine]]
        yield part.rename(columns={f"at_{number}": "period", **mine}).astype({"period": "int64"})
