"""Small tables of constants, such as the periods of a story, where facts are asked about them.

Ibis would write such a table into the warehouse first. An analyst may read there and nothing else: elsewhere than in
DuckDB, which holds it in memory, its rows stand in the question itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import ibis
import pandas as pd
from ibis.expr.operations import DummyTable

from valuestory.data.engines.dialects import is_duckdb

if TYPE_CHECKING:
    import ibis.expr.types as ir


def constants(frame: pd.DataFrame, types: Mapping[str, str], beside: ir.Table) -> ir.Table:
    """Return a small frame as a table, to be joined to a table of the company.

    Parameters
    ----------
    frame
        At least one row; what is missing becomes empty.
    types
        Its columns with their types in the engine.
    beside
        The table that it is going to be joined to: it says which engine that is.
    """
    if is_duckdb(beside):
        return ibis.memtable(frame, schema=ibis.schema(types))
    return _in_halves([_row(each, types) for each in frame[list(types)].astype(object).itertuples(index=False)])


def _row(values: Iterable[Any], types: Mapping[str, str]) -> ir.Table:
    plain = {name: None if pd.isna(value) else value for name, value in zip(types, values, strict=True)}
    return DummyTable({name: ibis.literal(value, types[name]).op() for name, value in plain.items()}).to_expr()


def _in_halves(rows: Sequence[ir.Table]) -> ir.Table:
    """Return all rows as one table; a union of unions, since engines plan a hundred that are nested slowly."""
    if len(rows) == 1:
        return rows[0]
    middle = len(rows) // 2
    return _in_halves(rows[:middle]).union(_in_halves(rows[middle:]))
