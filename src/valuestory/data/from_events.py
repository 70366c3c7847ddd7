"""What the history of a case tells about it, where the cases themselves do not: first answer, hand-offs, returns.

Derived from `case_events` in one pass over it, and said to be. A change is looked at with what it changed from: where
the history does not say that, it is what the change before made it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import ibis

from valuestory.data.company import Fault
from valuestory.data.engines.asking import ask_row

if TYPE_CHECKING:
    import ibis.expr.types as ir

DONE: Final = ("solved", "closed")
"""The states in which nothing more is asked of anyone."""
_BEFORE: Final = "__before"
_SEEN: Final = "__seen_"
NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "first_response_at": ("actor_role",),
    "touches_count": ("actor_role",),
    "handoffs_count": ("to_value",),
    "returns_count": ("to_value",),
    "reopens_count": ("to_value",),
    "resolved_at": ("to_value",),
}
"""What can be derived, and which columns of `case_events` it needs beyond those that are always there."""
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "first_response_at": ("reply",),
    "touches_count": ("reply",),
    "handoffs_count": ("owner", "group"),
    "returns_count": ("status",),
    "reopens_count": ("status",),
    "resolved_at": ("status",),
}
"""The kinds of events that each is derived from: a history without any of them says nothing about it."""


def lacking(cases: ibis.Table, events: ibis.Table) -> tuple[str, ...]:
    """Return the columns that cases lack and their events may tell."""
    has = set(events.columns)
    return tuple(name for name, needs in NEEDS.items() if name not in cases.columns and set(needs) <= has)


def derived(events: ibis.Table, names: tuple[str, ...]) -> ibis.Table:
    """Return one row for each case with events: `case_id` and the columns of these names.

    Parameters
    ----------
    events
        The canonical `case_events`, with status in our words (open, pending, solved, closed ...).
    names
        From `lacking`.

    Returns
    -------
    ibis.Table
        First answer: the first public reply of an agent. Touches: the public replies of agents. Hand-offs: the moments
        at which owner or group changed from one to another (the first assignment is none). Returns: changes of the
        status to pending. Reopens: changes of the status from solved or closed to another. Solved: when the status
        became solved or closed for the last time, nothing where it is neither now.
    """
    rows = events.mutate(**{_BEFORE: _before(events)}) if "to_value" in events.columns else events
    seen = {f"{_SEEN}{name}": rows.kind.isin(_KINDS[name]).sum() for name in names}
    return rows.group_by("case_id").aggregate(**{name: _SUMS[name](rows) for name in names}, **seen)


def told_by(told: ibis.Table, names: tuple[str, ...]) -> dict[str, int]:
    """Return the columns that the history really tells, and of how many cases: one without such events tells none."""
    counts = {name: told[name].count() for name in names} | {_SEEN + name: told[_SEEN + name].sum() for name in names}
    found = ask_row(told.aggregate(**counts))
    return {name: int(found[name]) for name in names if found[_SEEN + name]}


def with_history(cases: ibis.Table, told: ibis.Table, names: tuple[str, ...]) -> ibis.Table:
    """Return the cases with what their history tells; a time before the case was opened is none.

    A history may begin later than the cases, or lack some: a closed case with no word on its status was solved when it
    was closed.
    """
    joined = _joined(cases, told, names)
    if "resolved_at" in names and "closed_at" in cases.columns:
        joined = joined.mutate(resolved_at=joined["__is_silent"].ifelse(joined.closed_at, joined.resolved_at))
    times = [name for name in names if name.endswith("_at")]
    too_early = {
        name: (joined[name] < joined.opened_at).fill_null(False).ifelse(ibis.null("timestamp"), joined[name])
        for name in times
    }
    rest = {name: joined[name] for name in names if name not in times}
    return joined.select(*[joined[name] for name in cases.columns], **rest, **too_early)


def closed_unseen(cases: ibis.Table, told: ibis.Table, names: tuple[str, ...]) -> Fault | None:
    """Return the remark on cases that were taken as solved when they were closed, their history being silent."""
    if "resolved_at" not in names or "closed_at" not in cases.columns:
        return None
    joined = _joined(cases, told, names)
    unseen = (joined["__is_silent"] & joined.closed_at.notnull()).sum()
    found = ask_row(joined.aggregate(rows=joined.count(), unseen=unseen))
    rows, count = int(found["rows"]), int(found["unseen"] or 0)
    what = "have no history of their status: taken as solved when they were closed"
    do = "export the history as far back as the cases; systems keep it for a year or two"
    return Fault("cases", "resolved_at", what, count, count / max(1, rows), (), "noted", do) if count else None


def _joined(cases: ibis.Table, told: ibis.Table, names: tuple[str, ...]) -> ibis.Table:
    seen = told[_SEEN + "resolved_at"] > 0 if "resolved_at" in names else ibis.literal(True)
    history = told.select(__told="case_id", __is_seen=seen, **{name: told[name] for name in names})
    joined = cases.left_join(history, cases.case_id == history["__told"])
    return joined.mutate(__is_silent=~joined["__is_seen"].fill_null(False))


def remark(name: str, source: str, told: int, rows: int) -> Fault:
    """Return the remark that a column of cases is derived from another table: for how many of them that told it."""
    what = f"have no {name} of their own: derived from {source}"
    do = f"map {name} where an export holds it, if the company counts otherwise"
    return Fault("cases", name, what, told, told / max(1, rows), (), "noted", do)


def _before(events: ibis.Table) -> ir.StringValue:
    """Return what each change changed from: as the history says, else what the change before made it."""
    made = events.to_value.lag().over(group_by=[events.case_id, events.kind], order_by=[events["at"]])
    return events.from_value.coalesce(made) if "from_value" in events.columns else made


def _answers(rows: ibis.Table) -> ir.BooleanValue:
    public = rows.is_public.fill_null(True) if "is_public" in rows.columns else ibis.literal(True)
    return (rows.kind == "reply") & (rows.actor_role == "agent") & public


def _handoff(rows: ibis.Table) -> ir.BooleanValue:
    is_change = rows.kind.isin(("owner", "group")) & rows[_BEFORE].notnull() & rows.to_value.notnull()
    return is_change & (rows[_BEFORE] != rows.to_value)


def _status(rows: ibis.Table, before: ir.BooleanValue, after: ir.BooleanValue) -> ir.BooleanValue:
    return ((rows.kind == "status") & before & after).fill_null(False)


def _reopened(rows: ibis.Table) -> ir.BooleanValue:
    return _status(rows, rows[_BEFORE].isin(DONE), rows.to_value.notin(DONE))


def _done(rows: ibis.Table) -> ir.BooleanValue:
    return _status(rows, rows[_BEFORE].isnull() | rows[_BEFORE].notin(DONE), rows.to_value.isin(DONE))


def _resolved_at(rows: ibis.Table) -> ir.TimestampValue:
    done = rows["at"].max(where=_done(rows))
    undone = rows["at"].max(where=_reopened(rows))
    return (undone.isnull() | (undone < done)).ifelse(done, ibis.null("timestamp"))


_SUMS: Final[Mapping[str, Callable[[ibis.Table], Any]]] = {
    "first_response_at": lambda rows: rows["at"].min(where=_answers(rows)),
    "touches_count": lambda rows: _answers(rows).sum().cast("int64"),
    "handoffs_count": lambda rows: rows["at"].nunique(where=_handoff(rows).fill_null(False)).cast("int64"),
    "returns_count": lambda rows: (
        _status(rows, rows[_BEFORE].isnull() | (rows[_BEFORE] != "pending"), rows.to_value == "pending")
        .sum()
        .cast("int64")
    ),
    "reopens_count": lambda rows: _reopened(rows).sum().cast("int64"),
    "resolved_at": _resolved_at,
}
