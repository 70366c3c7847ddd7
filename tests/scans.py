"""How often raw tables are read: DuckDB runs again every expression that is computed, and says what it scanned."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuestory.data.engines.asking import telling

if TYPE_CHECKING:
    import ibis.expr.types as ir


@contextmanager
def scans() -> Iterator[Counter[str]]:
    """Count the scans of each table by everything that is computed inside.

    A Parquet file goes by its name ("cases.parquet", several by all of theirs), a table by its database and its name
    ("warehouse.cases"; our own temporary database is "tables"). What is told by a file's statistics alone, such as its
    number of rows, is no scan; a table joined to itself is two.
    """
    counted: Counter[str] = Counter()

    def count(expression: ir.Table) -> None:
        counted.update(_scanned(expression))

    with telling(count):
        yield counted


def _scanned(expression: ir.Table) -> Iterator[str]:
    backend = expression.get_backend()
    query = backend.compile(expression)
    ((_, planned),) = backend.con.execute(f"EXPLAIN (FORMAT json) {query}").fetchall()
    # What is answered by statistics alone reads nothing, and DuckDB cannot analyse it.
    if any(_is_scan(each) for each in _operators(json.loads(planned))):
        ((_, analysed),) = backend.con.execute(f"EXPLAIN (ANALYZE, FORMAT json) {query}").fetchall()
        for each in _operators(json.loads(analysed)["operator"]):
            if _is_scan(each):
                yield _name(each["extra_info"])


def _operators(plan: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for each in plan:
        yield each
        yield from _operators(each.get("children", ()))


def _is_scan(operator: Mapping[str, Any]) -> bool:
    told = operator.get("extra_info", {})
    return "Table" in told or told.get("Function") == "READ_PARQUET"


def _name(told: Mapping[str, str]) -> str:
    if "Table" in told:
        database, *_, name = told["Table"].replace('"', "").split(".")
        return f"{database}.{name}"
    if "Filename(s)" not in told:  # what lies in memory, or is made up
        return told["Function"]
    return ", ".join(Path(each).name for each in told["Filename(s)"].split(", "))
