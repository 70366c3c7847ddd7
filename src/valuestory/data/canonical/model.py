"""What a canonical table is: its columns, their kinds, its key, and the rules that its rows obey.

Only descriptions live here; `canonical` holds the tables themselves, and nothing here reads data or needs an engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["key", "text", "instant", "date", "count", "number", "minutes", "amount", "share", "score", "yes_no"]

TYPES: Final[dict[Kind, str]] = {
    "key": "string",
    "text": "string",
    "instant": "timestamp",
    "date": "date",
    "count": "int64",
    "number": "float64",
    "minutes": "float64",
    "amount": "float64",
    "share": "float64",
    "score": "float64",
    "yes_no": "boolean",
}
"""The type in the engine of every kind of column."""

UNITS: Final[dict[Kind, str]] = {
    "key": "text, compared exactly",
    "text": "text",
    "instant": "instant, UTC",
    "date": "calendar date",
    "count": "whole number",
    "number": "number",
    "minutes": "minutes",
    "amount": "money, reporting currency",
    "share": "share, 0 to 1",
    "score": "score",
    "yes_no": "yes or no",
}
"""How `docs/tables.md` says the kind."""


@dataclass(frozen=True)
class Column:
    """One canonical column.

    `needed` says that the table cannot be used without the column, and that a row without a value in it is set aside
    unless `may_be_empty`. `words` are the values that metrics know; others are kept and noted. `may_lie_ahead` allows
    dates after the extract (a renewal). `low` and `high` are the ends of a scale, both inclusive.
    """

    name: str
    kind: Kind
    meaning: str
    needed: bool = False
    may_be_empty: bool = False
    words: tuple[str, ...] = ()
    may_lie_ahead: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Order:
    """Two columns of a row that must not run backwards.

    Where `later` lies before `earlier`, the column `clears` is emptied and that is noted; without `clears` the row is
    set aside, or, with `keeps`, only noted.
    """

    earlier: str
    later: str
    clears: str | None = None
    keeps: bool = False


@dataclass(frozen=True)
class Table:
    """One canonical table: what a row is, its columns in order, and its rules.

    `key` names the columns that together never repeat (empty: rows need no key). `references` maps a column to the
    table whose key it holds. `since_start` names the column that should not lie before the account's start.
    """

    name: str
    row: str
    feeds: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    since_start: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical column names, in order."""
        return tuple(each.name for each in self.columns)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without which the table cannot be used."""
        return tuple(each.name for each in self.columns if each.needed)

    def column(self, name: str) -> Column:
        """Return one column by its canonical name (a KeyError is a fault of this code, not of the user)."""
        return {each.name: each for each in self.columns}[name]
