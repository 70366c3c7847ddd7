"""What is lost of a table: sums for the one scan that counts its checks, and what they come to.

A row or a value that several checks hit is lost once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import ibis

from valuestory.data.asking import ask_number
from valuestory.data.base import ASIDE, ROWS, Base, flag
from valuestory.data.checks import Check
from valuestory.data.company import Fault, RowCount

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
    if _ACCOUNT in base.present and base.model.name != "accounts":
        nobody = table[_ACCOUNT].isnull() & sound
        sums["without_account"] = table[ROWS].sum(where=nobody) if base.is_folded else nobody.sum()
    return sums


def losses_of(found: Mapping[str, int], checks: Mapping[int, Check]) -> Losses:
    """Return what the sums of `loss_sums` came to."""
    return Losses(
        {each: found[f"lost_{each}"] for each in checks if f"lost_{each}" in found},
        {column: found[f"emptied_{column}"] for column in _emptying(checks) if found[f"emptied_{column}"]},
        found.get("without_account", 0),
    )


def with_losses(
    rows: RowCount, table: ibis.Table, losses: Losses, faults: Iterable[Fault], *, has_repeated: bool
) -> RowCount:
    """Return the rows of a table with why some are set aside and what the others lost; `table` holds those used."""
    emptied = tuple((each, count) for each, count in losses.emptied.items() if each in table.columns)
    without = losses.without_account
    if without and has_repeated and not rows.folded:  # some of them may repeat others, and so be set aside
        without = ask_number(table[_ACCOUNT].isnull().sum())
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
