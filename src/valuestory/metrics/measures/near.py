"""What happened within some days of something else, of the same key: found without putting anything in order.

Time is cut into stretches of so many days. What lies within that time of an instant then lies in the instant's own
stretch or in a neighbouring one, so the first and the last of each stretch tell it exactly, and no row meets more than
two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

STRETCH: Final = "__stretch"
"""The column of rows that says which stretch their instant lies in."""
_YEAR_0: Final = -62_167_219_200
"""In seconds from the beginning of 1970: what is counted from there is never below 0."""


@dataclass(frozen=True)
class Near:
    """What is looked for beside each row.

    Parameters
    ----------
    key, at
        The row's columns: who it is of, and its instant.
    days
        How far is looked; stretches are as long.
    looks
        Whether it follows the row (`ahead`) or comes before it (`back`).
    at_once
        Whether what happens at the row's very instant counts.
    """

    key: str
    at: str
    days: int
    looks: Literal["ahead", "back"]
    at_once: bool = True


def stretch_of(instant: ir.Value, days: int) -> ir.IntegerValue:
    """Return the number of the stretch of so many days that an instant lies in."""
    return ((instant.epoch_seconds() - _YEAR_0) / (days * 86_400)).floor().cast("int64")


def ends_of_stretches(rows: ir.Table, key: str, at: str, days: int) -> ir.Table:
    """Return when each known key's rows began and ended in a stretch: `who stretch first_at last_at`."""
    known = rows.filter(rows[key].notnull())
    known = known.select(who=known[key], at=known[at], stretch=stretch_of(known[at], days))
    return known.group_by(["who", "stretch"]).aggregate(first_at=known["at"].min(), last_at=known["at"].max())


def with_near(rows: ir.Table, ends: ir.Table, near: Near, name: str) -> ir.Table:
    """Return rows with a column that says whether there is what is looked for.

    Parameters
    ----------
    rows
        With the columns that `near` names, and `STRETCH`; where that is missing, nothing is found.
    ends
        Of what is looked for, as `ends_of_stretches` gives it.
    near
        What is looked for.
    name
        The column's name.
    """
    ahead, reach = near.looks == "ahead", ibis.interval(days=near.days)
    nearest, farthest = ("last_at", "first_at") if ahead else ("first_at", "last_at")
    own = ends.select(__own=ends.who, __this=ends.stretch, __nearest=ends[nearest])
    rows = rows.left_join(own, [rows[near.key] == own["__own"], rows[STRETCH] == own["__this"]])
    rows = rows.mutate(__in_own=_is_beyond(rows["__nearest"], rows[near.at], near).fill_null(False))
    beside = ends.stretch - 1 if ahead else ends.stretch + 1
    other = ends.select(__other=ends.who, __beside=beside, __farthest=ends[farthest])
    rows = rows.left_join(other, [rows[near.key] == other["__other"], rows[STRETCH] == other["__beside"]])
    far = rows["__farthest"]
    in_other = far <= rows[near.at] + reach if ahead else far >= rows[near.at] - reach
    return rows.mutate(**{name: rows["__in_own"] | in_other.fill_null(False)})


def _is_beyond(instant: ir.Value, at: ir.Value, near: Near) -> ir.BooleanValue:
    if near.looks == "ahead":
        return instant >= at if near.at_once else instant > at
    return instant <= at if near.at_once else instant < at
