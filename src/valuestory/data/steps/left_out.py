"""The columns of ours that a reshaping carries beside theirs: why a row is left out, and what is noted about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.checks.base import BETWEEN

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEFT_OUT: Final = "__left_out"
"""The reason why a row is none of this table, as words that follow the table's name; empty where it is one."""
NOTED: Final = "__noted_"
"""Before a number: a remark about the rows that have it, as `note` puts it together; empty for all others."""


def leave_out(rows: ibis.Table, hit: ir.BooleanValue, reason: str) -> ibis.Table:
    """Return the rows with a reason to leave those out that are hit; the first reason of a row stays."""
    before = rows[LEFT_OUT] if LEFT_OUT in rows.columns else ibis.null("string")
    return rows.mutate(**{LEFT_OUT: before.coalesce(hit.ifelse(reason, ibis.null("string")))})


def note(
    rows: ibis.Table, hit: ir.BooleanValue, *, column: str, what: str, do: str, shown: ir.StringValue
) -> ibis.Table:
    """Return the rows with a remark on those that are hit; they stay. The last step notes: what follows may fold it.

    Parameters
    ----------
    column, what, do
        As in a `Fault`.
    shown
        What serves as example of a row.
    """
    number = sum(each.startswith(NOTED) for each in rows.columns)
    text = ibis.literal(BETWEEN.join((column, what, do, ""))) + shown.fill_null("")
    return rows.mutate(**{f"{NOTED}{number}": ibis.ifelse(hit.fill_null(False), text, ibis.null("string"))})


def own_columns(rows: ibis.Table) -> list[str]:
    """Return the columns that are theirs."""
    return [each for each in rows.columns if not each.startswith("__")]
