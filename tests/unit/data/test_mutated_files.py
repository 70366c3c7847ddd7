"""Files that were damaged at random: never anything but an error of ours, and rows always add up."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.unit.data.conftest import ACCOUNTS, CASES, assert_rows_add_up

from valuestory.data import CompanyTables, examine_tables
from valuestory.errors import ValueStoryError

SUBSCRIPTIONS = (
    "account_id,start_on,end_on,arr_amount,currency\nA1,2024-01-01,,100,USD\nA2,2024-02-01,2025-02-01,5.5,USD\n"
)
FILES = {"accounts": ACCOUNTS.lstrip(), "cases": CASES.lstrip(), "subscriptions": SUBSCRIPTIONS}
QUICK = settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])


def examine(table: str, data: bytes) -> CompanyTables | None:
    """Return the company with one file replaced, or nothing where the whole was refused by an error of ours."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            (Path(folder) / f"{name}.csv").write_bytes(data if name == table else text.encode())
        try:
            found = examine_tables(folder)
        except ValueStoryError:
            return None
        assert_rows_add_up(found)
        stopped = {each.table for each in found.faults if each.action == "stops"}
        assert set(found.tables) == set(FILES) - stopped
        return found


tables = st.sampled_from(sorted(FILES))


@QUICK
@given(table=tables, cut=st.floats(0, 1))
def test_a_file_cut_off_anywhere(table: str, cut: float) -> None:
    """An export that broke off: what is there is read or refused, and counted."""
    data = FILES[table].encode()
    examine(table, data[: int(len(data) * cut)])


@QUICK
@given(table=tables, place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=6))
def test_bytes_put_anywhere(table: str, place: float, junk: bytes) -> None:
    """Bytes of another encoding, zero bytes, quotes and line ends in any place."""
    data = FILES[table].encode()
    at = int(len(data) * place)
    examine(table, data[:at] + junk + data[at:])


@QUICK
@given(table=tables, seed=st.randoms(use_true_random=False))
def test_fields_that_change_places(table: str, seed: object) -> None:
    """Every cell somewhere else, the header included: no value is of the kind that its column wants."""
    rows = [line.split(",") for line in FILES[table].splitlines()]
    cells = [cell for row in rows for cell in row]
    seed.shuffle(cells)  # type: ignore[attr-defined]
    text = "\n".join(",".join(cells.pop() for _ in row) for row in rows)
    examine(table, text.encode())


@QUICK
@given(table=tables, lengths=st.lists(st.integers(0, 8), min_size=1, max_size=5))
def test_ragged_rows(table: str, lengths: list[int]) -> None:
    """Rows of any number of fields are used or set aside, one by one."""
    header, first, *_ = FILES[table].splitlines()
    cells = first.split(",") * 3
    text = "\n".join([header, *(",".join(cells[:length]) for length in lengths)]) + "\n"
    found = examine(table, text.encode())
    assert found is not None


@QUICK
@given(
    table=tables, values=st.lists(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=12), max_size=6)
)
def test_any_text_in_every_cell(table: str, values: list[str]) -> None:
    """A row of one text throughout, quoted as CSV wants it: dates, numbers and keys that are none."""
    header = FILES[table].splitlines()[0]
    quoted = ['"' + value.replace('"', '""') + '"' for value in values]
    rows = "".join(",".join([cell] * len(header.split(","))) + "\n" for cell in quoted)
    found = examine(table, (header + "\n" + rows).encode())
    assert found is not None
    assert next(each.read for each in found.rows if each.table == table) == len(values)


@pytest.mark.parametrize("table", sorted(FILES))
@pytest.mark.parametrize("rows", [0, 1])
def test_no_row_and_one_row(table: str, rows: int) -> None:
    """The smallest tables there are."""
    text = "\n".join(FILES[table].splitlines()[: rows + 1]) + "\n"
    found = examine(table, text.encode())
    assert found is not None
    assert next(each.read for each in found.rows if each.table == table) == rows


@pytest.mark.parametrize("table", sorted(FILES))
def test_rows_of_nothing(table: str) -> None:
    """Three rows without a single value are read and set aside."""
    header = FILES[table].splitlines()[0]
    found = examine(table, (header + "\n" + ("," * header.count(",") + "\n") * 3).encode())
    assert found is not None
    assert [(each.read, each.used) for each in found.rows if each.table == table] == [(3, 0)]
