"""One way of folding, run in a process of its own, which says what it cost.

The processor's time is that of the folding alone; the peak of memory is the whole process's, Python and its libraries
included. One that meets its limit of memory says what it had cost by then, and that it is not done.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE: Final = Path(__file__).parent
TABLES: Final = ("accounts", "subscriptions", "costs", "cases", "article_sessions", "surveys")
QUARTERS: Final = ("2023Q3", 12)
SLICES: Final = ("segment", "region")
Save = Callable[[Path], None]


def fold_ours(folder: Path) -> Callable[[], Save]:
    """Return the product's fold, in the engine as the product opens it."""
    from valuestory.data.engines.engine import open_engine
    from valuestory.metrics.fold.fold import fold
    from valuestory.metrics.periods import Period
    from valuestory.project import CompanySettings, Project

    engine = open_engine(Project(company=CompanySettings(name="Benchmark"), root=folder))
    engine.backend.raw_sql("SET enable_progress_bar = false")
    tables = {each: engine.backend.read_parquet(folder / f"{each}.parquet", table_name=each) for each in TABLES}
    first, count = QUARTERS
    periods = [Period.parse(first).plus(step) for step in range(count)]

    def run() -> Save:
        return fold(tables, periods, SLICES).accounts.to_parquet

    return run


def fold_by_hand(folder: Path) -> Callable[[], Save]:
    """Return the hand-written SQL of `floor.sql`, in a DuckDB with the same limit of memory."""
    import duckdb
    import pyarrow.parquet

    connection = _by_hand(folder)
    *before, last = duckdb.extract_statements((HERE / "floor.sql").read_text(encoding="utf-8"))

    def run() -> Save:
        for each in before:
            connection.execute(each)
        table = connection.sql(last.query).to_arrow_table()
        return lambda path: pyarrow.parquet.write_table(table, path)

    return run


def _by_hand(folder: Path) -> DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false; SET memory_limit = '1GB'; SET TimeZone = 'UTC'")
    connection.execute(f"SET temp_directory = '{folder / 'spill'}'")
    for each in (*TABLES, "milestones"):
        connection.execute(f"CREATE VIEW {each} AS FROM '{folder / each}.parquet'")
    return connection


def catalogue_ours(folder: Path) -> Callable[[], Save]:
    """Return the whole catalogue by quarter and segment, with its intervals, as the product computes it."""
    from valuestory.data import CompanyTables, RowCount
    from valuestory.data.company import Extent
    from valuestory.data.engines.engine import open_engine
    from valuestory.metrics import Company
    from valuestory.metrics.periods import Period
    from valuestory.project import CompanySettings, Project

    project = Project(company=CompanySettings(name="Benchmark"), root=folder)
    engine = open_engine(project)
    engine.backend.raw_sql("SET enable_progress_bar = false")
    names = (*TABLES, "milestones")
    tables = {each: engine.backend.read_parquet(folder / f"{each}.parquet", table_name=each) for each in names}
    rows = {each: int(table.count().execute()) for each, table in tables.items()}
    first, count = QUARTERS
    begin, end = Period.parse(first), Period.parse(first).plus(count - 1)
    company = Company(
        CompanyTables(
            project=project,
            tables=tables,
            faults=(),
            rows=tuple(RowCount(name, read, read, 0) for name, read in rows.items()),
            fingerprints={},
            sources={},
            where="",
            extents={
                name: Extent(begin.start, end.end - timedelta(days=1), rows[name])
                for name in ("cases", "article_sessions", "surveys", "milestones")
            },
        ),
        end,
    )

    def run() -> Save:
        return company.metrics(slices=["segment", "life_event"]).to_parquet

    return run


def catalogue_by_hand(folder: Path) -> Callable[[], Save]:
    """Return the same sums and medians, by hand: `floor.sql`, and on its result `catalogue.sql`."""
    import duckdb

    connection = _by_hand(folder)
    *before, last = duckdb.extract_statements((HERE / "floor.sql").read_text(encoding="utf-8"))
    after = duckdb.extract_statements((HERE / "catalogue.sql").read_text(encoding="utf-8"))

    def run() -> Save:
        for each in before:
            connection.execute(each)
        connection.execute(f"CREATE TEMP TABLE accounts_by_quarter AS {last.query}")
        for each in after:
            connection.execute(each)
        return save

    def save(path: Path) -> None:
        connection.execute(f"COPY sums TO '{path}' (FORMAT parquet)")
        connection.execute(f"COPY medians TO '{path.with_suffix('.medians')}' (FORMAT parquet)")

    return run


def fold_by_pandas(folder: Path) -> Callable[[], Save]:
    """Return the same work in pandas."""
    from pandas_fold import fold_in_pandas

    return lambda: fold_in_pandas(folder).to_parquet


VARIANTS: Final = {
    "fold": fold_ours,
    "floor": fold_by_hand,
    "pandas": fold_by_pandas,
    "catalogue": catalogue_ours,
    "catalogue-floor": catalogue_by_hand,
}


def processor_seconds() -> float:
    """Return the processor's time that this process has taken, of all its threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(variant: str, folder: Path, out: Path, most: int) -> None:
    """Fold within so many bytes of memory, print the cost as JSON, and write the result to `out` if there is one."""
    resource.setrlimit(resource.RLIMIT_DATA, (most, resource.RLIM_INFINITY))
    run = VARIANTS[variant](folder)
    processor, clock = processor_seconds(), time.monotonic()
    try:
        save = run()
    except MemoryError:
        save = None
    cost = {"cpu": processor_seconds() - processor, "wall": time.monotonic() - clock}
    cost["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if save is not None:
        save(out)
    print(json.dumps(cost | {"done": save is not None}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
