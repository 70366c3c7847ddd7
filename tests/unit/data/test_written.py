"""Queries that are written out level by level give what the expressions give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import ibis

from valuestory.data.engines.engine import Engine
from valuestory.data.engines.written import with_columns, written


def test_columns_are_replaced_in_their_place_and_added_behind() -> None:
    """`a` stays first, `c` comes last, each value by hand, under further levels and in a join as well."""
    engine = Engine(ibis.duckdb.connect(), Path())
    table = engine.backend.create_table("t", ibis.memtable({"a": [1, 2], "b": ["x", "y'\""]}))
    base = written(engine, table)
    level = with_columns(engine, base, {"a": base.a * 10})
    level = with_columns(engine, level, {"c": level.a + 1, "b": level.b.upper()})
    assert level.order_by("a").to_pyarrow().to_pylist() == [
        {"a": 10, "b": "X", "c": 11},
        {"a": 20, "b": "Y'\"", "c": 21},
    ]
    assert dict(level.schema().items()) == dict(table.mutate(c=table.a + 1).schema().items())
    known = table.select(key=table.a * 10).limit(1)
    joined = written(engine, level.left_join(known, level.a == known.key))
    assert sorted(row["key"] or 0 for row in joined.to_pyarrow().to_pylist()) == [0, 10]
    assert level.count().to_pyarrow().as_py() == 2  # the whole query is one that is written already


def test_a_warehouse_gets_plain_expressions() -> None:
    """Nothing is written out for an engine that is not ours."""
    engine = Engine(ibis.duckdb.connect(), Path())
    table = engine.backend.create_table("t", ibis.memtable({"a": [1]}))
    theirs = replace(engine, is_embedded=False)
    assert written(theirs, table) is table
    assert with_columns(theirs, table, {"b": table.a}).equals(table.mutate(b=table.a))
