"""A table on its way through the checks.

It holds its canonical columns and, behind names that begin with `__`, what checks need.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from valuestory.data.canonical.model import Table
from valuestory.data.checks.check import Check

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

ASIDE: Final = "__aside"
THEIR_KEY: Final = "__their_key"
ROWS: Final = "__rows"
"""How many rows of theirs a row stands for, where they were folded."""
BETWEEN: Final = "\x1f"
"""What stands between the parts of a key of several columns: the unit separator, which no key holds."""


@dataclass(frozen=True)
class Base:
    """A converted table before its checks: canonical columns `present`, slices `extras`, row numbers `order`."""

    model: Table
    table: ibis.Table
    present: tuple[str, ...]
    extras: tuple[str, ...]
    order: tuple[str, ...]
    is_text: bool
    their_key: str = ""
    rejected: int = 0
    is_folded: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together must not repeat; none where one of them is absent, so that nothing can be told."""
        if self.model.key:
            return self.model.key if set(self.model.key) <= set(self.present) else ()
        return (THEIR_KEY,) if self.their_key else ()


@dataclass(frozen=True)
class Stage:
    """Checks that see the same state of a table; `join` brings in what they need from other tables."""

    checks: tuple[Check, ...]
    join: Callable[[ibis.Table], ibis.Table] | None = None


def flag(number: int) -> str:
    """Return the column that says whether a row has the check of this number."""
    return f"__hit_{number}"


def key_of(table: ibis.Table, names: tuple[str, ...]) -> ir.StringValue:
    """Return the key of a row as one text."""
    parts = [table[each].cast("string") for each in names]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + BETWEEN + part
    return whole
