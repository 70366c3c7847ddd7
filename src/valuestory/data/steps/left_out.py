"""The columns of ours that a reshaping carries beside theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEFT_OUT: Final = "__left_out"
"""The reason why a row is none of this table, as words that follow the table's name; empty where it is one."""


def leave_out(rows: ibis.Table, hit: ir.BooleanValue, reason: str) -> ibis.Table:
    """Return the rows with a reason to leave those out that are hit; the first reason of a row stays."""
    before = rows[LEFT_OUT] if LEFT_OUT in rows.columns else ibis.null("string")
    return rows.mutate(**{LEFT_OUT: before.coalesce(hit.ifelse(reason, ibis.null("string")))})


def own_columns(rows: ibis.Table) -> list[str]:
    """Return the columns that are theirs."""
    return [each for each in rows.columns if not each.startswith("__")]
