"""Scores off their scale, and scores that keep to another scale than the one they are read on.

Only describes, as `checks` does.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.canonical.tables import SCALES
from valuestory.data.checks.check import HALF, RAW, Check, Habit, a
from valuestory.data.engines.asking import ask_row

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.data.canonical.model import Column, Table

_ALL: Final = 0.995
"""All answers but for a slip."""


def survey_scales(present: set[str]) -> Iterator[Check]:
    """Yield the checks that answers keep to the scale that was asked."""
    yield _survey_scale(present)
    yield _nps_of_five(present)


def _survey_scale(present: set[str]) -> Check:
    def hit(t: ibis.Table) -> ir.BooleanValue:
        low, high = (
            ibis.coalesce(
                t[name] if name in present else ibis.null("float64"),
                t.instrument.cases(*((each, ends[end]) for each, ends in SCALES.items()), else_=ibis.null("float64")),
            )
            for end, name in enumerate(("scale_min", "scale_max"))
        )
        return (t.score < low) | (t.score > high)

    return Check(
        "score",
        "have a score outside its scale: the row is set aside",
        hit,
        "set aside",
        "mend the source, or give scale_min and scale_max",
        clears="score",
        shown=RAW + "score",
        stops_above=HALF,
        evidence=functools.partial(scale_used, RAW + "score"),
    )


def scale_used(raw: str, table: ibis.Table) -> str:
    """Return what tells the scale that was really used: the lowest and the highest value of a column of text."""
    number = table[raw].try_cast("float64")
    found = ask_row(table.aggregate(low=number.min(), high=number.max()))
    return f"theirs run from {found['low']:g} to {found['high']:g}"


def _nps_of_five(present: set[str]) -> Check:
    """NPS asks from 0 to 10. Answers from 1 to 5 read so have no promoter, and nothing else would show it."""

    def among(t: ibis.Table) -> ir.BooleanValue:
        stated = t.scale_max.isnull() if "scale_max" in present else ibis.literal(True)
        return (t.instrument == "nps") & t.score.notnull() & stated

    return Check(
        "score",
        "are NPS answers none of which is over 5: a scale of 1 to 5 read as 0 to 10?",
        lambda t: among(t) & (t.score <= SCALES["csat"][1]),
        "noted",
        "check which scale was asked; give scale_min and scale_max, or another instrument",
        habit=Habit(among, _ALL),
    )


def share_scale() -> Check:
    """Return the check that an assumption in shares lies between 0 and 1: 75 for 75 % would count a hundredfold."""

    def hit(t: ibis.Table) -> ir.BooleanValue:
        ends = [(t[name] < 0) | (t[name] > 1) for name in ("low", "base", "high")]
        return (t.unit == "share") & ibis.or_(*ends)

    return Check(
        "base",
        "are a share that is not between 0 and 1, such as 75 for 75 %: the row is set aside",
        hit,
        "set aside",
        "write 0.75 for 75 %, or name the unit that is meant",
        shown=RAW + "base",
    )


def good_and_bad(table: Table, column: Column) -> Check:
    """Return the check that a score of 1 to 5 is not a yes or a share: nothing else would show it."""
    name = column.name
    return Check(
        name,
        f"have {a(name)} of 1 at most, all of them: good and bad as 1 and 0, or a share, read as 1 to 5?",
        lambda t: t[name] <= 1,
        "noted",
        f"map their scale: [sources.{table.name}.values.{name}] 5 = [good], 1 = [bad], in their words",
        habit=Habit(lambda t: t[name].notnull(), _ALL),
    )
