"""Targets and benchmarks as a company gives them: checked against the catalogue, whose names and units they use.

A row that cannot be meant (a metric that there is none of, a share of 85, a period that is none) is set aside and
counted, as the checks of the other tables do. A row without a year or a source the data room has set aside before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from valuestory.data import CompanyTables, Fault, RowCount
from valuestory.data.engines.constants import constants
from valuestory.errors import MetricError, did_you_mean
from valuestory.metrics.arrays import Mask
from valuestory.metrics.catalogue import METRICS
from valuestory.metrics.comparisons.against import FORECAST, PLAN
from valuestory.metrics.engine import as_pandas
from valuestory.metrics.fold.derive import NO_SLICE
from valuestory.metrics.periods import Period

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

GOALS: Final = ("targets", "benchmarks")
_PERCENT: Final = 10.0
"""A share that may exceed 1, such as net retention, is meant as a percentage where it exceeds this."""


class _Wrong(NamedTuple):
    """Rows that cannot be meant: of which column, what is said of them, which they are, and how to mend them."""

    column: str
    what: str
    rows: pd.Series
    do: str


def with_goals(tables: CompanyTables) -> CompanyTables:
    """Return the tables with those targets and benchmarks only that can be meant, and the faults of the others."""
    for name in GOALS:
        if name in tables.tables:
            tables = _checked(tables, name)
    return tables


def _checked(tables: CompanyTables, name: str) -> CompanyTables:
    table = tables.tables[name]
    frame = as_pandas(table)
    wrong = [each for each in _wrong(name, frame, tables) if each.rows.any()]
    aside = np.zeros(len(frame), dtype=bool)
    for each in wrong:
        aside |= each.rows.to_numpy(dtype=bool)
    if name == "targets" and (contrary := _contradicting(frame, ~aside)).rows.any():
        wrong.append(contrary)
        aside |= contrary.rows.to_numpy(dtype=bool)
    if not wrong:
        return tables
    read = next(each for each in tables.rows if each.table == name)
    counted = replace(
        read,
        used=read.used - int(aside.sum()),
        set_aside=read.set_aside + int(aside.sum()),
        reasons=(*read.reasons, *((each.what, int(each.rows.sum())) for each in wrong)),
    )
    return replace(
        tables,
        tables={**tables.tables, name: _kept(table, frame[~aside])},
        faults=(*tables.faults, *(_fault(name, each, frame, read) for each in wrong)),
        rows=tuple(counted if each.table == name else each for each in tables.rows),
    )


def _kept(table: ir.Table, frame: pd.DataFrame) -> ir.Table:
    if frame.empty:
        return table.limit(0)
    return constants(frame, {name: str(kind) for name, kind in table.schema().items()}, table)


def _fault(table: str, wrong: _Wrong, frame: pd.DataFrame, read: RowCount) -> Fault:
    count = int(wrong.rows.sum())
    examples = tuple(str(each) for each in dict.fromkeys(frame.loc[wrong.rows, wrong.column]))[:3]
    return Fault(table, wrong.column, wrong.what, count, count / read.read, examples, "set aside", wrong.do)


def _wrong(name: str, frame: pd.DataFrame, tables: CompanyTables) -> Iterator[_Wrong]:
    metric = frame["metric"].astype(object)
    unknown = ~metric.isin(METRICS)
    nearest = dict.fromkeys(did_you_mean(str(each), METRICS) for each in metric[unknown])
    yield _Wrong("metric", "name a metric that there is none of", unknown, "; ".join(nearest))
    limit = metric.map(_largest).astype("float64")
    for column in ("value", "low", "high"):
        if column in frame:
            above = (frame[column].astype("float64") > limit).fillna(False)
            what = f"give a {column} above 1 for a share" if column == "value" else f"give a {column} end above 1"
            yield _Wrong(column, what, above, "give shares from 0 to 1: 0.85, not 85")
    if name == "targets":
        fiscal = tables.project.company.fiscal_year_start
        bad = ~frame["period"].map(lambda each: _is_period(str(each), fiscal)).astype(bool)
        yield _Wrong("period", "are for a period that is none", bad, 'write "2026Q2", "2026" or "2026-05"')
    if "scenario" in frame:
        strange = ~frame["scenario"].fillna(PLAN).replace("", PLAN).isin((PLAN, FORECAST))
        yield _Wrong("scenario", "are of a scenario that there is none of", strange, f'write "{PLAN}" or "{FORECAST}"')
    if "slice" in frame:
        yield _unknown_parts(frame["slice"], tables)
    if {"low", "high"} <= set(frame):
        turned = (frame["low"] > frame["high"]).fillna(False)
        yield _Wrong("low", "have a low end above the high end", turned, "exchange the two ends")


def _contradicting(frame: pd.DataFrame, sound: Mask) -> _Wrong:
    """Return those sound targets that give different values for one metric, period and part: none of them is meant."""
    keys = ["metric", "period", *(each for each in ("slice", "scenario") if each in frame)]
    shared = frame[keys].astype(object).fillna("").replace({"scenario": PLAN}, "")
    values = frame["value"].astype("float64").where(sound).groupby([shared[each] for each in keys]).transform("nunique")
    what = "contradict each other: one metric, period and part, and different values"
    return _Wrong("value", what, (values > 1) & sound, "keep the one that holds")


def _largest(name: str) -> float:
    """Return what a figure of a metric cannot exceed."""
    metric = METRICS.get(name)
    if metric is None or metric.unit != "share":
        return np.inf
    return _PERCENT if metric.interval == "ratio" else 1.0


def _is_period(name: str, fiscal_year_start: int) -> bool:
    try:
        Period.parse(name, fiscal_year_start)
    except MetricError:
        return False
    return True


def _unknown_parts(parts: pd.Series, tables: CompanyTables) -> _Wrong:
    known = _dimensions(tables)
    names = parts.fillna("").astype(str).str.partition("=")
    unknown = (names[0] != "") & ((names[1] != "=") | ~names[0].isin(known))
    do = f'write a column of accounts and its value, such as "{known[0] if known else "segment"}=..."'
    return _Wrong("slice", "are for a part of the company that accounts do not know", unknown, do)


def _dimensions(tables: CompanyTables) -> Sequence[str]:
    if "accounts" not in tables.tables:
        return ()
    schema = tables.tables["accounts"].schema()
    return [name for name, kind in schema.items() if kind.is_string() and name not in NO_SLICE]
