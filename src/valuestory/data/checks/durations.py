"""Durations that cannot be: an answer after the closing, ten years to solve a case, a month of work, a day on a page.

Only describes, as `checks` does. That no duration is negative is an order of two times: `checks.order_checks`.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.checks.check import RAW, Check, a, lost

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.data.canonical.model import Order, Table

_TOO_LONG: Final = datetime.timedelta(days=3653)
"""Ten years."""
_NONSTOP_MINUTES: Final = 31 * 24 * 60
"""A month of work without a break: whoever counts in seconds passes it soon."""
_DAY_SECONDS: Final = 24 * 60 * 60


def duration_checks(table: Table, present: set[str], latest: datetime.datetime) -> Iterator[Check]:
    """Yield the checks of durations; `latest` is the first instant that cannot have happened yet, UTC."""
    for order in table.orders:
        is_instant = {table.column(each).kind for each in (order.earlier, order.later)} == {"instant"}
        if is_instant and order.clears and {order.earlier, order.later} <= present:
            yield _too_long(order, order.clears)
    for column in table.columns:
        if column.kind == "minutes" and column.name in present:
            yield _nonstop(table, column.name)
        if column.name == "dwell_seconds" and column.name in present:
            yield _left_open(table, column.name)
    if table.name == "cases":
        yield from _of_cases(present, latest)


def _too_long(order: Order, clears: str) -> Check:
    return Check(
        order.later,
        f"have {a(order.later)} over ten years after their {order.earlier}: {clears} is emptied",
        lambda t: t[order.later] > t[order.earlier] + ibis.interval(days=_TOO_LONG.days),
        "noted",
        "mend the source: one of the two times is wrong",
        clears=clears,
        shown=RAW + order.later,
    )


def _nonstop(table: Table, name: str) -> Check:
    action, then = lost(table.column(name))
    return Check(
        name,
        f"have over {_NONSTOP_MINUTES:,} {name}, a month without a break: {then}",
        lambda t: t[name] > _NONSTOP_MINUTES,
        action,
        f'say its unit, if it is another: [sources.{table.name}.units] {name} = "seconds"',
        clears=name,
        shown=RAW + name,
        stops_above=0.5,
    )


def _left_open(table: Table, name: str) -> Check:
    return Check(
        name,
        f"have a {name} of over a day, a page left open: emptied",
        lambda t: t[name] > _DAY_SECONDS,
        "noted",
        f'say its unit, if it is another: [sources.{table.name}.units] {name} = "minutes"',
        clears=name,
        shown=RAW + name,
        stops_above=0.5,
    )


def _of_cases(present: set[str], latest: datetime.datetime) -> Iterator[Check]:
    if {"first_response_at", "closed_at", "opened_at"} <= present:
        yield Check(
            "first_response_at",
            "have a first_response_at after their closed_at: first_response_at is emptied",
            lambda t: (t.first_response_at > t.closed_at) & (t.closed_at >= t.opened_at),
            "noted",
            "mend the source, or check that first_response_at is mapped from the first answer by a person",
            clears="first_response_at",
            shown=RAW + "first_response_at",
        )
    if {"resolved_at", "closed_at", "opened_at"} <= present:
        yield Check(
            "closed_at",
            "have a closed_at before their resolved_at: kept",
            lambda t: (t.closed_at < t.resolved_at) & (t.closed_at >= t.opened_at),
            "noted",
            "check that the two columns are mapped the right way round: closed_at is often days later",
            shown=RAW + "closed_at",
        )
    ends = [each for each in ("resolved_at", "happy_at", "closed_at") if each in present]
    if ends and "opened_at" in present:
        yield Check(
            ends[0],
            "have been open for over ten years: kept",
            functools.partial(_open_since, latest - _TOO_LONG, ends),
            "noted",
            "close them in the source, or check what resolved_at is mapped from",
            shown=RAW + "opened_at",
        )


def _open_since(day: datetime.datetime, ends: Sequence[str], table: ibis.Table) -> ir.BooleanValue:
    return ibis.and_(table.opened_at < ibis.literal(day), *(table[each].isnull() for each in ends))
