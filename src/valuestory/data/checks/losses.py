"""What is lost of a table: sums for the one scan that counts its checks, and what they come to.

A row or a value that several checks hit is lost once.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import ibis

from valuestory.data.checks.base import ASIDE, ROWS, Base, flag
from valuestory.data.checks.check import Check
from valuestory.data.company import Fault, RowCount

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ACCOUNT: Final = "account_id"


@dataclass(frozen=True)
class Losses:
    """What one scan found lost.

    Parameters
    ----------
    rows
        Of each check that sets rows aside: how many rows of theirs.
    emptied
        Columns and how many of their values were emptied or cannot be read, in rows that no check sets aside.
    without_account
        Rows of theirs whose account is not known, in rows that no check sets aside.
    """

    rows: Mapping[int, int] = field(default_factory=dict)
    emptied: Mapping[str, int] = field(default_factory=dict)
    without_account: int = 0


def loss_sums(base: Base, table: ibis.Table, checks: Mapping[int, Check]) -> dict[str, Any]:
    """Return what to add up of a flagged table so that `losses_of` can tell what was lost."""
    sound = ~table[ASIDE]
    sums: dict[str, Any] = {
        f"lost_{number}": table[ROWS].sum(where=table[flag(number)]) if base.is_folded else table[flag(number)].sum()
        for number, check in checks.items()
        if check.action == "set aside"
    }
    for column, numbers in _emptying(checks).items():
        sums[f"emptied_{column}"] = ibis.or_(*(table[flag(each)] for each in numbers)).sum(where=sound)
    return sums


def nobody_sum(base: Base, table: ibis.Table, sound: ir.BooleanValue | None = None) -> dict[str, Any]:
    """Return what to add up of a table so that `losses_of` can tell how many of its `sound` rows have no account."""
    if _ACCOUNT not in base.present or base.model.name == "accounts":
        return {}
    nobody = table[_ACCOUNT].isnull() if sound is None else table[_ACCOUNT].isnull() & sound
    return {"without_account": table[ROWS].sum(where=nobody) if base.is_folded else nobody.sum()}


def losses_of(found: Mapping[str, int], checks: Mapping[int, Check]) -> Losses:
    """Return what the sums of `loss_sums` and `nobody_sum` came to."""
    return Losses(
        {each: found[f"lost_{each}"] for each in checks if f"lost_{each}" in found},
        {column: found[f"emptied_{column}"] for column in _emptying(checks) if found.get(f"emptied_{column}")},
        found.get("without_account", 0),
    )


def with_losses(rows: RowCount, columns: Container[str], losses: Losses, faults: Iterable[Fault]) -> RowCount:
    """Return the rows of a table with why some are set aside and what the others lost; `columns` are those in use."""
    emptied = tuple((each, count) for each, count in losses.emptied.items() if each in columns)
    without = losses.without_account
    return replace(rows, reasons=_reasons(faults, "set aside"), emptied=emptied, without_account=without)


def unused(name: str, read: int, faults: Iterable[Fault]) -> RowCount:
    """Return the rows of a table that a fault stops: all of them are set aside."""
    reasons = tuple((what, count or read) for what, count in _reasons(faults, "stops"))
    return RowCount(name, read, 0, read, reasons=reasons)


def _reasons(faults: Iterable[Fault], action: str) -> tuple[tuple[str, int], ...]:
    return tuple((each.what, each.count) for each in faults if each.action == action)


def _emptying(checks: Mapping[int, Check]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, check in checks.items():
        if check.empties and check.action != "set aside":
            found.setdefault(check.empties, []).append(number)
    return found
