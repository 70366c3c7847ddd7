"""The one door to the engine: every expression is computed through it, and its errors tell nothing secret."""

from __future__ import annotations

import re
from pathlib import Path

import ibis
import pytest

from valuestory.data.engines.asking import answering, ask_number, ask_row, ask_rows, overheard, reason_of
from valuestory.errors import DataError, MetricError, UnansweredError

PACKAGE = Path(__file__).parents[3] / "src" / "valuestory"
DOOR = PACKAGE / "data" / "engines" / "asking.py"


def test_nothing_is_computed_past_the_door() -> None:
    """No module of the rooms that hold expressions computes one itself."""
    computes = re.compile(r"\.(execute\(\)|to_pyarrow\(|to_pandas\(|to_pyarrow_batches\()")
    modules = [each for room in ("data", "metrics") for each in (PACKAGE / room).rglob("*.py") if each != DOOR]
    assert modules
    assert [each.name for each in modules if computes.search(each.read_text(encoding="utf-8"))] == []


def test_what_is_asked_can_be_overheard() -> None:
    """A list holds the expressions that were computed while it listened, and nothing after that."""
    table = ibis.memtable({"n": [1, 2, 3]})
    with overheard() as asked:
        assert ask_number(table.n.sum()) == 6
        assert ask_row(table.aggregate(most=table.n.max())) == {"most": 3}
    assert ask_rows(table.filter(table.n > 2)) == [{"n": 3}]
    assert [each.columns for each in asked] == [("number",), ("most",)]


def test_an_empty_sum_is_nought() -> None:
    """A sum over no rows is null in every engine."""
    assert ask_number(ibis.memtable({"n": [1]}).filter(False).n.sum()) == 0


def test_an_engine_that_fails_is_an_error_of_the_data() -> None:
    """What DuckDB raises becomes a DataError with its reason; a fault of our own code stays what it is."""
    engine = ibis.duckdb.connect()
    engine.raw_sql("CREATE VIEW broken AS SELECT CAST(error('no more rows') AS INTEGER) AS n")
    with pytest.raises(DataError, match="no more rows") as for_good:
        ask_rows(engine.table("broken"))
    assert not for_good.value.may_pass
    with pytest.raises(TypeError), answering():
        raise TypeError
    with pytest.raises(MetricError), answering():
        raise MetricError("a metric")


def test_a_server_that_breaks_off_may_answer_another_time(tmp_path: Path) -> None:
    """By what PEP 249 calls operational, here a file that nobody can find: a text that is no number stays none."""
    engine = ibis.duckdb.connect()
    with pytest.raises(UnansweredError) as caught, answering():
        engine.raw_sql(f"SELECT * FROM '{tmp_path}/none.parquet'")
    assert caught.value.may_pass
    with pytest.raises(DataError) as for_good, answering():
        engine.raw_sql("SELECT CAST('many' AS INTEGER)")
    assert not for_good.value.may_pass


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("no answer from postgresql://ann:secret@db/support, gave up", "no answer from (an address) gave up"),
        ('cannot read "/home/ann/exports/cases.parquet": too short', 'cannot read "cases.parquet": too short'),
        (r"cannot open C:\Users\ann\w.duckdb", "cannot open w.duckdb"),
        ("\n\n  first line\nsecond line", "first line"),
        ("", "ValueError"),
    ],
)
def test_a_reason_holds_no_address_and_no_folder(said: str, told: str) -> None:
    """A password in an address and the folders of a machine are nobody's business."""
    assert reason_of(ValueError(said)) == told
