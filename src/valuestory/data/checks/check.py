"""What can be wrong with the rows of one table, as expressions: which rows, what is emptied, what is done.

Only describes. `examine` counts all checks of a table in one scan and applies those that hit.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from valuestory.data.values.conversion import ANYTHING

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from valuestory.data.canonical.model import Column, Order, Table
    from valuestory.data.company import Action

RAW: Final = "__raw_"
"""Before a column's name: their text that it was read from."""
HALF: Final = 0.5
"""Where more than this share of a column cannot be read, it holds something else than was taken for granted."""
START: Final = "__account_start"
END: Final = "__account_end"


@dataclass(frozen=True)
class Habit:
    """What only a column as a whole shows: a check is reported where more than `above` of the rows `among` have it.

    Fewer than `least` such rows show no habit.
    """

    among: Callable[[ibis.Table], ir.BooleanValue]
    above: float
    least: int = 30


@dataclass(frozen=True)
class Check:
    """One thing to count.

    Parameters
    ----------
    column
        The canonical column that it is about.
    what
        What is wrong, as words that follow the table's name and the count.
    hit
        Table so far -> whether a row has it.
    action, do
        As in a `Fault`.
    clears
        Column that is emptied in those rows.
    unread
        Whether those rows have a value of theirs that could not be read, so that the column is empty already.
    shown
        Column whose text serves as example; empty to show none.
    stops_above
        Share of the column's filled values above which the whole table stops (a needed column) or the column is not
        used; the reason is then that the column holds something else than was taken for granted.
    quiet_below
        Whether a count below that share is left to another check.
    evidence
        What to look up and say when it stops the table.
    drops
        Whether the column is left out of the table as soon as one row is hit.
    habit
        Where it is not about single rows, but about what a column does as a whole.
    proof
        What the least and the greatest text that hit must pass besides, where a pattern alone does not tell: a check
        digit.
    may_name
        Whether what it shows may be somebody's name: words that may be one are shown as initials.
    """

    column: str
    what: str
    hit: Callable[[ibis.Table], ir.BooleanValue]
    action: Action
    do: str
    clears: str | None = None
    shown: str = ""
    stops_above: float | None = None
    quiet_below: bool = False
    evidence: Callable[[ibis.Table], str] | None = None
    drops: bool = False
    habit: Habit | None = None
    unread: bool = False
    proof: Callable[[str], bool] | None = None
    may_name: bool = False

    @property
    def empties(self) -> str | None:
        """The column whose value those rows lose, if any."""
        return self.clears or (self.column if self.unread else None)


def order_checks(table: Table, present: set[str]) -> Iterator[Check]:
    """Yield the checks that two times of a row do not run backwards."""
    for order in table.orders:
        if {order.earlier, order.later} <= present:
            yield _order(order)


def row_checks(table: Table, present: set[str]) -> Iterator[Check]:
    """Yield the checks that a row has what the table needs."""
    for column in table.columns:
        if column.needed and not column.may_be_empty and column.name in present:
            yield Check(
                column.name,
                f"have no {column.name}: set aside",
                functools.partial(_is_blank, RAW + column.name),
                "set aside",
                f"fill {column.name} in the source, or map the column that holds it",
            )


def reference_checks(table: Table, present: set[str], parents: set[str], *, has_ends: bool = False) -> Iterator[Check]:
    """Yield the checks that keys exist in the table they point to.

    Parameters
    ----------
    parents
        The tables at hand.
    has_ends
        Whether accounts say when they left.
    """
    for name, parent in table.references:
        if name in present and parent in parents:
            yield _orphan(table, table.column(name), parent)
    if table.name == "cases" and "account_id" in present:
        yield Check(
            "account_id",
            "have no account: counted for volume, set aside for account metrics",
            lambda t: blank(t[RAW + "account_id"]),
            "noted",
            "fill account_id in the source",
        )
    if {table.since_start, "account_id"} <= present and "accounts" in parents:
        yield _before_start(table.since_start or "")
        if has_ends:
            yield _after_end(table.since_start or "")


def _is_blank(name: str, table: ibis.Table) -> ir.BooleanValue:
    return blank(table[name])


def blank(text: ir.StringValue) -> ir.BooleanValue:
    """Return whether there is nothing in a text but spaces."""
    return text.isnull() | ~text.re_search(ANYTHING)


def a(name: str) -> str:
    """Return a column's name with its article."""
    return f"an {name}" if name[0] in "aeio" else f"a {name}"


def lost(column: Column) -> tuple[Action, str]:
    """Return what is done about a value that cannot be used, and how that is said."""
    loses_row = column.needed and not column.may_be_empty
    return ("set aside", "the row is set aside") if loses_row else ("noted", "emptied")


def _order(order: Order) -> Check:
    then = f"{order.clears} is emptied" if order.clears else "kept" if order.keeps else "set aside"
    return Check(
        order.later,
        f"have {a(order.later)} before their {order.earlier}: {then}",
        lambda t: t[order.later] < t[order.earlier],
        "noted" if order.clears or order.keeps else "set aside",
        "mend the source, or check that the two columns are mapped the right way round",
        clears=order.clears,
        shown=RAW + order.later,
    )


def _orphan(table: Table, column: Column, parent: str) -> Check:
    name = column.name
    action: Action = "noted"
    then = "kept without it" if parent == "accounts" else "kept"
    # An article may have been deleted since: a link to it was made all the same.
    if column.needed and not column.may_be_empty and parent != "articles":
        action, then = "set aside", "set aside"
    if table.name == "cases":
        then = "counted for volume, set aside for account metrics"
    return Check(
        name,
        f"have {a(name)} that {parent} does not have: {then}",
        lambda t: ~blank(t[name]) & t[f"__known_{name}"].isnull(),
        action,
        f"export {parent} and {table.name} at the same time, and check that both use the same key",
        clears=name if parent == "accounts" else None,
        shown=RAW + name,
    )


def _before_start(name: str) -> Check:
    return Check(
        name,
        f"have their {name} on a day before their account's start_at: kept",
        lambda t: t[name].cast("date") < t[START].cast("date"),
        "noted",
        "check which date start_at is mapped from: the first contract, not the latest, is meant",
        shown=RAW + name,
    )


def _after_end(name: str) -> Check:
    return Check(
        name,
        f"have their {name} on a day after their account's churned_at: kept",
        lambda t: t[name].cast("date") > t[END].cast("date"),
        "noted",
        "check which date churned_at is mapped from: customers who came back, or a date of notice, look like this",
        shown=RAW + name,
    )
