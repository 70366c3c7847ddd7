"""What the expressions on raw tables share: the period of an instant, and the way from the engine to pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuestory.data.engines.asking import ask_frame
from valuestory.metrics.periods import MONTHS, Period

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd


def period_index(instant: ir.Value, like: Period) -> ir.Value:
    """Return the index of the period that an instant lies in, as an expression."""
    shift = 0 if like.grain == "month" or like.fiscal_year_start == 1 else like.fiscal_year_start - 13
    months = instant.year() * 12 + instant.month() - 1 - shift
    return (months / MONTHS[like.grain]).floor().cast("int64")


def as_pandas(table: ir.Table) -> pd.DataFrame:
    """Return what an expression gives, computed where the data lives."""
    return ask_frame(table)
