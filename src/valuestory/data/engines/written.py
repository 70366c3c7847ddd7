"""Queries written out level by level, for the embedded engine.

Ibis takes as long for a column that a level hands on as for one that it computes, and goes through every level below
again. Checks put level upon level on a hundred columns: here each level is translated once, and hands on by a star.
In a warehouse these are plain expressions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import ibis
from sqlglot import expressions as sql

from valuestory.data.engines.engine import Engine
from valuestory.data.engines.operations import Written

if TYPE_CHECKING:
    import ibis.expr.types as ir


def written(engine: Engine, table: ibis.Table) -> ibis.Table:
    """Return a table as its query: what is built on it does not translate it again."""
    if not engine.is_embedded:
        return table
    return _rows_of(engine, engine.backend.compiler.to_sqlglot(table), table.schema())


def with_columns(engine: Engine, table: ibis.Table, columns: Mapping[str, ir.Value]) -> ibis.Table:
    """Return a table with further columns, or with others in the place of those of the same names, as `mutate` does."""
    if not columns or not engine.is_embedded:
        return table.mutate(**columns) if columns else table
    query = engine.backend.compiler.to_sqlglot(table.select(**columns))
    instead = [each for each in query.expressions if each.alias_or_name in table.columns]
    beside = [each for each in query.expressions if each.alias_or_name not in table.columns]
    query.set("expressions", [sql.Star(replace=instead) if instead else sql.Star(), *beside])
    types = dict(table.schema().items()) | {name: value.type() for name, value in columns.items()}
    return _rows_of(engine, query, ibis.schema(types))


def _rows_of(engine: Engine, query: sql.Expression, schema: ibis.Schema) -> ibis.Table:
    text = query.sql(dialect=engine.backend.dialect, copy=False)
    return Written(text, schema, engine.backend).to_expr()
