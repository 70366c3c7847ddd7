"""The sample company gives the same answers wherever its tables lie: the full set of expressions, on a part of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import ibis
import pandas as pd
import pytest
import sqlglot
from ibis.common.graph import Graph
from ibis.expr.datatypes import DataType
from ibis.expr.operations import Comparison, InValues, Literal
from tests.engines.same import assert_same_frame, assert_same_tables

from valuestory.contribution.panel.panel import Panel
from valuestory.contribution.panel.reading import panel_of
from valuestory.data.engines.asking import overheard
from valuestory.data.opening import restricted
from valuestory.data.shared import SHARED, key_of, share_tables
from valuestory.metrics.company import Company as OpenCompany
from valuestory.metrics.opening import company_of, open_company

if TYPE_CHECKING:
    from tests.engines.conftest import Company

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
TABLES = (
    *("accounts", "exchange_rates", "subscriptions", "usage", "cases", "case_events", "articles", "article_sessions"),
    *("surveys", "milestones", "costs", "touches", "case_articles", "improvements", "people", "survey_waves"),
    "worklogs",
)
ONLY_IN_DUCKDB = re.compile(r"\b(try_strptime|strptime|epoch_us|make_timestamp|rowid)\b", re.IGNORECASE)
SLICES = ("segment", "channel")
PART_OF_IT = "region = 'EMEA'"
PART = "CAST(substr(account_id, 3) AS INTEGER) % 32 = 3"


def part_of_the_sample() -> Iterator[str]:
    """SQL for the tables that figures are made of: one account in 32 with what belongs to it, and what has none."""
    files = {path.stem: path for path in sorted(SAMPLE.glob("*.*")) if path.stem in TABLES}
    scans = {name: f"read_{path.suffix[1:]}('{path}')" for name, path in files.items()}
    yield f"CREATE TABLE accounts AS SELECT * FROM {scans.pop('accounts')} WHERE {PART};"
    everyone = f"(SELECT account_id FROM read_csv('{SAMPLE / 'accounts.csv'}'))"
    for name in sorted(scans, key=lambda each: each != "cases"):
        scan = scans[name]
        numbered = f"(SELECT *, row_number() OVER () AS nth FROM {scan})"
        yield f"""
            CREATE TABLE {name} AS SELECT * EXCLUDE (nth) FROM {numbered}
            {_belonging(name, scan, everyone)};
        """


def _belonging(name: str, scan: str, everyone: str) -> str:
    columns = {row[0] for row in duckdb.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()}
    if "account_id" in columns:
        ours = "account_id IN (SELECT account_id FROM accounts)"
        return f"WHERE {ours} OR account_id NOT IN {everyone} OR (account_id IS NULL AND nth % 32 = 0)"
    return "WHERE case_id IN (SELECT case_id FROM cases)" if "case_id" in columns and name != "cases" else ""


@dataclass(frozen=True)
class Opened:
    """The part of the sample company in DuckDB and in another engine, its panel there, and all that it was asked."""

    one: OpenCompany
    other: OpenCompany
    panel: Panel
    asked: tuple[ibis.Table, ...]


@pytest.fixture(scope="module")
def opened(company: Callable[[str, str, str], Company]) -> Opened:
    """The part of the sample company, opened in both engines."""
    settings = (SAMPLE / "valuestory.toml").read_text(encoding="utf-8")
    settings = re.sub(r'path = "(\w+)\.(csv|parquet)"', r'table = "\1"', settings)
    parts = re.split(r"(?m)^(?=\[)", settings)
    listed = [each for each in parts if not (name := re.match(r"\[sources\.(\w+)", each)) or name[1] in TABLES]
    made = company("sample", "\n".join(part_of_the_sample()), "".join(listed))
    one = open_company(made.in_duckdb)
    with overheard() as asked:
        other = open_company(made.elsewhere)
        other.account_quarters()
        other.metrics()
        other.metrics(slices=SLICES)
        panel = panel_of(other)
    return Opened(one, other, panel, tuple(asked))


def test_every_table_is_read_alike(opened: Opened) -> None:
    """Rows read and set aside, faults with their counts and examples, fingerprints, and every row."""
    one, other = opened.one, opened.other
    assert one.faults
    assert_same_tables(one.tables, other.tables)


def test_the_fold_is_the_same(opened: Opened) -> None:
    """Every sum of every account and quarter."""
    one, other = opened.one, opened.other
    frame = one.account_quarters()
    assert len(frame) > 500
    assert_same_frame(frame, other.account_quarters())


def test_a_deck_of_a_batch_takes_its_part_from_what_was_opened_and_folded_once(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It tells what DuckDB tells of that part's own rows, and no check is asked again where the tables lie."""
    period, data = opened.one.period.name, str(opened.other.project.folder)
    alone = company_of(restricted(opened.one.tables, PART_OF_IT), opened.one.notes, period=period)
    share_tables(opened.other.tables, data, tmp_path)
    opened.other.share(tmp_path)
    monkeypatch.setenv(SHARED, str(tmp_path))
    with overheard() as asked:
        part = open_company(data, period=period, where=PART_OF_IT)
        quarters = part.account_quarters()
    assert len(quarters) > 50
    pd.testing.assert_frame_equal(quarters, alone.account_quarters(), check_dtype=False, rtol=1e-9, atol=1e-6)
    pd.testing.assert_frame_equal(part.metrics(), alone.metrics(), check_dtype=False, rtol=1e-9, atol=1e-9)
    assert (part.rows, part.tables.fingerprints) == (opened.other.rows, opened.other.tables.fingerprints)
    assert len(asked) < len(opened.asked) / 3
    kept = (tmp_path / f"{key_of(data)}.asked").read_bytes()
    assert opened.other.project.warehouse is not None
    assert opened.other.project.warehouse.url.rpartition("/")[0].encode() not in kept, "no connection travels"


def test_the_results_are_the_same(opened: Opened) -> None:
    """Every metric with its interval, by slice and period, and every change."""
    one, other = opened.one, opened.other
    assert one.metrics()["metric"].nunique() > 20
    assert_same_frame(one.metrics(), other.metrics())
    assert_same_frame(one.changes(), other.changes())


def test_slices_by_what_facts_have_are_the_same(opened: Opened) -> None:
    """Folded twice where the facts lie: sums over accounts, and of their squares and products."""
    one, other = (each.metrics(slices=SLICES) for each in (opened.one, opened.other))
    assert one.loc[one["slice"].str.startswith("channel="), "metric"].nunique() > 20
    assert_same_frame(one, other)
    assert_same_frame(opened.one.changes(slices=SLICES), opened.other.changes(slices=SLICES))


def test_the_landmark_panel_is_the_same(opened: Opened) -> None:
    """Who was helped, how, and what became of it, account by account."""
    one = panel_of(opened.one)
    assert one.n_treated > 10
    assert_same_frame(one.accounts, opened.panel.accounts)


def test_the_gaps_are_the_same(opened: Opened) -> None:
    """What the data cannot carry does not depend on where it lies."""
    one, other = opened.one, opened.other
    assert_same_frame(one.gaps(), other.gaps())


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)  # any warehouse is asked the same
def test_whatever_is_asked_can_be_asked_of_other_warehouses(opened: Opened) -> None:
    """What a whole run asks compiles to SQL that a parser of each dialect takes, with nothing of DuckDB's.

    An expression is left out where each of its operations meets what it is given in one that is compiled already.
    """
    meetings = {each: _meetings(each) for each in dict.fromkeys(each.unbind() for each in opened.asked)}
    assert len(meetings) > 40
    told: set[object] = set()
    for asked in sorted(meetings, key=lambda each: len(meetings[each]), reverse=True):
        if meetings[asked] <= told:
            continue
        told |= meetings[asked]
        for dialect in ("snowflake", "bigquery", "databricks", "trino"):
            text = str(ibis.to_sql(asked, dialect=dialect, pretty=False))
            assert isinstance(sqlglot.parse_one(text, dialect=dialect), sqlglot.exp.Query)
            assert not ONLY_IN_DUCKDB.search(text)


def _meetings(asked: ibis.Table) -> set[object]:
    """Return each operation of an expression with each thing that it is given: their kinds, types and settings."""
    graph = Graph.from_bfs(asked.op())
    return {(_kind(node), _kind(each), _pattern(node, each)) for node, given in graph.items() for each in given}


def _kind(node: Any) -> tuple[object, ...]:
    settings = [str(each) for each in node.__args__ if isinstance(each, Enum | DataType)]
    return (type(node).__name__, str(getattr(node, "dtype", "")), *settings)


def _pattern(node: Any, given: Any) -> str:
    """Return the text that an operation on texts and times goes by, which dialects write each in its way."""
    is_pattern = isinstance(given, Literal) and not isinstance(node, Comparison | InValues)
    return str(given.value) if is_pattern and given.dtype.is_string() else ""
