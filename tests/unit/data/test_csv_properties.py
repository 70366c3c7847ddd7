"""Exports of every make, drawn at random: rows read are the records that are there, and all of them are accounted for.

What is well formed is counted by Python's own CSV reader; what is damaged is read or refused by an error of ours. Many
files go through the reading of CSV alone, a few through every check.
"""

from __future__ import annotations

import codecs
import csv
import functools
import io
import tempfile
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.unit.data.conftest import ACCOUNTS, assert_rows_add_up

from valuestory.data import CompanyTables, examine_tables
from valuestory.data.files.csv_files import read_csv
from valuestory.errors import ValueStoryError
from valuestory.project import SourceSettings

HEADER = ("case_id", "account_id", "opened_at", "resolved_at", "status", "csat_score", "Notes; and more")
CHECKED = settings(
    max_examples=3, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
READ = settings(CHECKED, max_examples=40)
DAYS = ("2026-01-01", "2026-02-30", "2026-03-01 08:00", "1900-01-01", "9999-12-31", "01/02/2026", "45000", "")
FORMULAS = ("=1+1", '=HYPERLINK("http://x")', "@SUM(A1)", "+1", "-1", "=cmd|' /C calc'!A0", "'=1")
ODD = ("on\nhold", "a\r\nb", 'say ""', '"', ",;|\t", " ", "Größe", "日本", "x\0y", "\ufeff", "N/A", "\\", "\\N", "0")
cells = st.sampled_from((*DAYS, *FORMULAS, *ODD, *map(str, range(1, 6)))) | st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8
)


@st.composite
def rows_of_cases(draw: st.DrawFn, most: int = 12) -> list[list[str]]:
    """Rows of cases: half of their cells are what they should be, the others are anything."""
    count = draw(st.integers(0, most))
    sound = [[f"{number}", f"A{1 + number % 3}", "2026-01-02", "", "open", "4", ""] for number in range(count)]
    return [[draw(st.just(cell) | cells) for cell in row] for row in sound]


def written(rows: list[list[str]], delimiter: str = ",", line_end: str = "\n", *, quotes_all: bool = False) -> str:
    """Return rows as Python writes them, every cell that needs it in quotes."""
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quotes_all else csv.QUOTE_MINIMAL
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return stream.getvalue()


def records(text: str, delimiter: str = ",") -> int:
    """Return how many records Python's reader sees below the header: lines on which nothing is written are none."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1:]
    return sum(len(row) > 1 or any(cell.strip() for cell in row) for row in rows)


def examine(data: bytes, table: str = "cases", **others: str) -> CompanyTables:
    """Return a company with these bytes as one of its tables; rows of every table add up."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in ({"accounts": ACCOUNTS.lstrip()} | others).items():
            (Path(folder) / f"{name}.csv").write_text(text, encoding="utf-8")
        (Path(folder) / f"{table}.csv").write_bytes(data)
        found = examine_tables(folder)
        assert_rows_add_up(found)
        return found


@functools.cache
def connection() -> duckdb.DuckDBPyConnection:
    """Return one database for all files: opening it takes longer than reading one."""
    return duckdb.connect(config={"threads": 1})


def used_and_lost(data: bytes) -> tuple[int, int]:
    """Return how many rows the reading of a CSV file gives, and how many records it says are none."""
    with tempfile.TemporaryDirectory() as folder:
        place, copies = Path(folder) / "cases.csv", Path(folder) / "copies"
        place.write_bytes(data)
        copies.mkdir()
        staged = read_csv(connection(), "cases", (place,), SourceSettings(), copies, set)
        found = connection().execute(f"SELECT count(*) FROM {staged.name}").fetchone()
        return (found or (0,))[0], sum(count for count, _ in staged.rejected.values())


def read(found: CompanyTables, table: str = "cases") -> int:
    """Return how many rows of a table were read."""
    return next(each.read for each in found.rows if each.table == table)


@READ
@given(
    rows=rows_of_cases(),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quotes_all=st.booleans(),
)
def test_any_cells_in_any_dialect(
    rows: list[list[str]], delimiter: str, line_end: str, encoding: str, quotes_all: bool
) -> None:
    """Whatever the cells hold and however the file is written, each record is read once."""
    text = written([list(HEADER), *rows], delimiter, line_end, quotes_all=quotes_all)
    assert sum(used_and_lost(text.encode(encoding))) == len(rows)


@READ
@given(rows=rows_of_cases(), lengths=st.lists(st.integers(1, 10), min_size=12, max_size=12), blank=st.integers(0, 3))
def test_ragged_rows_count_once_each(rows: list[list[str]], lengths: list[int], blank: int) -> None:
    """Rows cut short or drawn out, with line ends inside their quotes, and blank lines between them."""
    ragged = [(row * 2)[:length] for row, length in zip(rows, lengths, strict=False)]
    text = written([list(HEADER)]) + ("\n" * blank).join(written([row], quotes_all=True) for row in ragged)
    assert sum(used_and_lost(text.encode())) == records(text)


@settings(READ, max_examples=6)
@given(rows=rows_of_cases(), size=st.sampled_from([100_000, 1_000_000, 9_000_000]), at=st.integers(0, 12))
def test_a_huge_field_costs_at_most_its_row(rows: list[list[str]], size: int, at: int) -> None:
    """A mail thread of megabytes with line ends in it, anywhere: its row is read or set aside, and the others stay."""
    huge = ["H", "A1", "2026-01-02", "", "open", "4", "word\n" * (size // 5)]
    rows = [*rows[:at], huge, *rows[at:]]
    used, lost = used_and_lost(written([list(HEADER), *rows]).encode())
    assert (used + lost, lost <= 1) == (len(rows), True)


@CHECKED
@given(order=st.permutations(range(len(HEADER))), rows=rows_of_cases(6))
def test_columns_in_another_order_change_nothing(order: list[int], rows: list[list[str]]) -> None:
    """Columns are found by their names: the same rows used, the same set aside."""
    table = [list(HEADER), *rows]
    straight = examine(written(table).encode())
    swapped = examine(written([[row[place] for place in order] for row in table]).encode())
    assert straight.rows == swapped.rows


@CHECKED
@given(order=st.permutations(range(len(HEADER))), rows=rows_of_cases(6))
def test_names_on_the_wrong_columns(order: list[int], rows: list[list[str]]) -> None:
    """A header that does not belong to its rows: days as ids, scores as days. Each row is accounted for."""
    text = written([[HEADER[place] for place in order], *rows])
    assert read(examine(text.encode())) == len(rows)


@CHECKED
@given(empty=st.sets(st.sampled_from(HEADER)), count=st.sampled_from([0, 1, 5]))
def test_columns_without_a_value(empty: set[str], count: int) -> None:
    """No row, one row, or five of which whole columns are empty."""
    sound = [[str(number), "A1", "2026-01-02", "2026-01-03", "open", "4", "x"] for number in range(count)]
    rows = [["" if name in empty else cell for name, cell in zip(HEADER, row, strict=True)] for row in sound]
    found = examine(written([list(HEADER), *rows]).encode())
    assert read(found) == count
    lost = bool(empty & {"case_id", "opened_at"})
    stopped = any(each.table == "cases" and each.action == "stops" for each in found.faults)
    used = next(each.used for each in found.rows if each.table == "cases")
    assert used == (0 if lost or stopped else count)


@READ
@given(rows=rows_of_cases(), cut=st.floats(0, 1), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_a_file_cut_off_at_any_byte(rows: list[list[str]], cut: float, encoding: str) -> None:
    """What is left is read or refused; never more rows than lines are there."""
    data = written([list(HEADER), *rows]).encode(encoding, errors="replace")
    data = data[: int(len(data) * cut)]
    try:
        found = used_and_lost(data)
    except ValueStoryError:
        return
    assert sum(found) <= len(data.decode(encoding, errors="replace").splitlines())


@READ
@given(
    titles=st.lists(st.sampled_from(["All cases", "As of 2026-02-01", "Filtered By: all, mine"]), max_size=3),
    rows=st.integers(1, 6),
    foot=st.lists(st.sampled_from(["", '""', "  ", "Grand Total", '"Confidential, really"']), max_size=6),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_reports_with_titles_and_a_foot(titles: list[str], rows: int, foot: list[str], line_end: str) -> None:
    """What a report writes above and below its rows is counted and costs no row."""
    table = [list(HEADER), *[[str(number), "A1", "2026-01-02", "", "open", "4", "x"] for number in range(rows)]]
    above = "".join(f"{each}{line_end}" for each in (*(f'"{title}"' for title in titles), *([""] if titles else [])))
    below = "".join(each + line_end for each in foot)
    said = sum(bool(each.strip('" ')) for each in foot)
    data = (above + written(table, line_end=line_end) + below).encode()
    assert used_and_lost(data) == (rows, len(titles) + said)


@CHECKED
@given(
    rows=st.lists(st.lists(cells, min_size=4, max_size=4), max_size=8), table=st.sampled_from(["accounts", "surveys"])
)
def test_any_cells_in_other_tables(rows: list[list[str]], table: str) -> None:
    """Accounts and surveys of chance: rows of every table add up, and the one that is written is read whole."""
    header = {
        "accounts": ["account_id", "start_at", "segment", "seats_count"],
        "surveys": ["account_id", "answered_at", "instrument", "score"],
    }[table]
    others = {"cases": "case_id,account_id,opened_at\n1,A1,2026-01-02\n"}
    assert read(examine(written([header, *rows]).encode(), table, **others), table) == len(rows)


@READ
@given(rows=rows_of_cases(6), copies=st.integers(2, 3), mark=st.booleans())
def test_files_put_behind_each_other(rows: list[list[str]], copies: int, mark: bool) -> None:
    """Each file brings its header, and a byte order mark, along: every record counts, the headers as what they are."""
    part = (codecs.BOM_UTF8 if mark else b"") + written([list(HEADER), *rows]).encode()
    assert sum(used_and_lost(part * copies)) == copies * (len(rows) + 1) - 1
