"""The fold reads a raw table once, however much is made of it, and holds no more in memory than it may."""

from __future__ import annotations

import gc
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import ibis
import pyarrow.parquet as pq
import pytest
from tests.scans import scans
from tests.spec.random_company import random_tables

from valuestory.data.engines.asking import telling
from valuestory.data.engines.engine import open_engine
from valuestory.metrics.asked import ASKED
from valuestory.metrics.asked.asked import Asked
from valuestory.metrics.engine import as_pandas
from valuestory.metrics.fold.fold import fold
from valuestory.metrics.periods import Period
from valuestory.metrics.timed.first_year import first_years
from valuestory.project import CompanySettings, EngineSettings, Project

if TYPE_CHECKING:
    import pandas as pd

QUARTERS = tuple(Period.parse("2025Q3").plus(step) for step in range(4))
MONTHS = tuple(Period.parse("2025-07").plus(step) for step in range(12))


@pytest.fixture
def tables(tmp_path: Path) -> Mapping[str, ibis.Table]:
    """A company of chance, each table in a Parquet file."""
    engine = ibis.duckdb.connect()
    made = random_tables(7)
    for name, table in made.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    return {name: engine.read_parquet(tmp_path / f"{name}.parquet", table_name=name) for name in made}


@pytest.mark.parametrize("periods", [QUARTERS, MONTHS])
def test_the_fold_reads_each_raw_table_once(
    tables: Mapping[str, ibis.Table], periods: tuple[Period, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sums of a table come from one scan: sessions learn of the next case without cases being read again.

    What joins tables or counts what is distinct is asked for itself, and left out here; medians of how soon knowledge
    and improvements are there take a scan of their own.
    """
    monkeypatch.setattr("valuestory.metrics.asked.ASKED", ())
    with scans() as counted:
        frame = fold(tables, periods, ("segment",)).accounts
    assert {"sessions_inferred", "cases", "nps_answers", "closing_arr", "cost_amount"} <= set(frame)
    assert {name: counted[f"{name}.parquet"] for name in tables} == _once(tables)


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: each.sums[0])
def test_what_is_asked_for_itself_reads_nothing_else(tables: Mapping[str, ibis.Table], asked: Asked) -> None:
    """The tables that it names, each once, or twice where it holds them against themselves."""
    with scans() as counted:
        rows = as_pandas(asked.rows(tables, QUARTERS[0]))
    assert not rows.empty
    named = {f"{name.partition('.')[0]}.parquet" for name in (*asked.needs, *asked.reads)}
    assert set(counted) == named
    assert max(counted.values()) <= 2


def _once(tables: Mapping[str, ibis.Table]) -> dict[str, int]:
    timed = dict.fromkeys(("cases", "articles", "case_articles", "improvements"), 2)
    return dict.fromkeys(tables, 1) | {"survey_waves": 0, "case_events": 0} | timed


def test_a_part_of_the_company_reads_cases_and_visits_once_more(
    tables: Mapping[str, ibis.Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger is the whole company's, and so are the work and the visits by which a part bears its share.

    Medians of people, articles and improvements are not told of a part, and nothing is read for them.
    """
    monkeypatch.setattr("valuestory.metrics.asked.ASKED", ())
    part = {**tables, "accounts": tables["accounts"].filter(ibis._.segment == "SMB")}
    with scans() as counted:
        fold(part, QUARTERS, ("segment",), tables)
    untimed = {"people": 0, "articles": 1, "case_articles": 1, "improvements": 1}
    expected = _once(tables) | untimed | {"cases": 2, "article_sessions": 2}
    assert {name: counted[f"{name}.parquet"] for name in tables} == expected


def test_first_years_take_one_scan_of_their_own(tables: Mapping[str, ibis.Table]) -> None:
    """Days of interruptions that overlap do not add up: cases, life events and accounts are read once for them."""
    with scans() as counted:
        years = first_years(tables, [QUARTERS[0].previous, *QUARTERS], QUARTERS[-1].end)
    assert years is not None
    assert len(years) > 0
    assert {name: counted[f"{name}.parquet"] for name in ("cases", "milestones", "accounts")} == {
        "cases": 1,
        "milestones": 1,
        "accounts": 1,
    }


LARGE = {
    "accounts": "SELECT md5(range::VARCHAR) AS account_id, TIMESTAMP '2026-06-01' AS start_at FROM range(700000)",
    "cases": """
        SELECT 'C' || range AS case_id, md5(range::VARCHAR) AS account_id,
            TIMESTAMP '2025-07-01' + to_seconds(range * 45) AS opened_at
        FROM range(700000)
    """,
    "article_sessions": """
        SELECT 'S' || range AS session_id, md5((range % 700000)::VARCHAR) AS account_id,
            TIMESTAMP '2025-07-01' + to_seconds(range % 700000 * 45) AS started_at, range % 2 > 0 AS is_consumed
        FROM range(1400000)
    """,
}


@pytest.mark.slow
def test_a_table_larger_than_memory_is_folded(tmp_path: Path) -> None:
    """What does not fit under the limit goes to a folder that is gone with the engine; no row is lost.

    Each account opened one case, and came twice at the very instant of it: so nobody's session counts as an answer.
    """
    for name, query in LARGE.items():
        duckdb.sql(query).write_parquet(str(tmp_path / f"{name}.parquet"))
    frame, told, folder = folded(tmp_path, "256MB")
    done = frame[frame["cases"] > 0]
    assert len(done) == 700_000
    assert done["account_id"].is_unique
    assert set(done["sessions"]) == {2.0}
    assert frame[["cases", "sessions", "sessions_delivered", "sessions_inferred"]].sum().tolist() == [7e5, 14e5, 7e5, 0]
    assert max(each["peak_temp_dir_size"] for each in told) > 10_000_000
    assert max(each["peak_buffer_memory"] for each in told) < 300_000_000
    gc.collect()
    assert not folder.exists()


def folded(folder: Path, memory_limit: str) -> tuple[pd.DataFrame, list[dict[str, float]], Path]:
    """Fold what lies in a folder; say what DuckDB tells of each query's memory, and where the engine's files were."""
    settings = EngineSettings(memory_limit=memory_limit)
    engine = open_engine(Project(company=CompanySettings(name="Large"), engine=settings, root=folder))
    connection = engine.backend.con
    connection.execute("SET enable_profiling = 'no_output'; SET threads = 2")
    read = {each.stem: engine.backend.read_parquet(each) for each in sorted(folder.glob("*.parquet"))}
    told = []
    with telling(lambda _: told.append(json.loads(connection.get_profiling_information("json"))["system"])):
        frame = fold(read, QUARTERS, ()).accounts
    return frame, told, engine.folder
