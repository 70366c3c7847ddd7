"""Times that are text: DuckDB's fast reading and the arithmetic of every other engine give the same answers."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir
import pytest
from hypothesis import given, settings, strategies as st

from valuestory.data.engines.dialects import is_duckdb
from valuestory.data.values.text_times import (
    by_numbers,
    by_strptime,
    date_by_cast,
    date_by_numbers,
    formatted_time,
    iso_by_cast,
    iso_by_numbers,
)
from valuestory.errors import DataError

DAYS = (
    *("2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2024-2-9", "2024/12/31", "2024/2-9", "2024-00-10"),
    *(
        "2024-13-01",
        "2024-04-31",
        "2024-06-00",
        "0000-01-01",
        "0001-01-01",
        "9999-12-31",
        "1969-12-31",
        "24-01-01",
        "x",
    ),
)
CLOCKS = (
    *("", " 00:00", "T23:59:59", " 9:05:07.5", " 24:00", " 23:60", " 10:00:60", " 10:15:20.", " 10:15:20.1234567"),
    *("T1:5", " 10:15:20,5"),
)
OFFSETS = ("", " Z", "Z", "+02", "-0230", " +05:30", "+15", " UTC", "GMT", "+02:75", "-00")
ISO_TEXTS = [*("".join(each) for each in itertools.product(DAYS, CLOCKS, OFFSETS)), "", " ", "nan", "1704103200"]
FORMATS = {
    "%d/%m/%Y": ["1/2/2024", "01/02/2024", "29/2/2024", "29/2/2023", "1/2/24", "31/4/2024", "0/1/2024", "1/13/2024"],
    "%d/%m/%Y %H:%M": [
        "1/2/2024 9:05",
        "1/2/2024 9:5",
        "1/2/2024  9:05",
        "1/2/2024 24:00",
        "1/2/2024 23:60",
        "1/2/2024",
    ],
    "%m/%d/%y %I:%M %p": [
        *("1/2/24 12:05 AM", "1/2/69 12:05 pm", "1/2/68 1:05 pm", "1/2/24 0:05 pm", "1/2/24 13:05 pm"),
        *("1/2/24 1:05 P.M.", "12/31/99 11:59 PM"),
    ],
    "%d/%m/%Y %H:%M %p": ["1/2/2024 9:05 pm", "1/2/2024 13:05 pm", "1/2/2024 0:05 am", "1/2/2024 12:05 am"],
    "%d-%b-%Y": ["3-jan-2024", "3-MAY-2024", "3-Foo-2024", "30-Feb-2024"],
    "%d %B %Y": ["3 january 2024", "3 jan 2024", "3 May 2024"],
    "%a %d %b %Y": ["Mon 3 Jan 2024", "Xxx 3 Jan 2024"],
    "%A, %d. %B %Y": ["Monday, 3. January 2024", "Someday, 3. January 2024"],
    "%Y-%m-%d %H:%M:%S.%f": ["2024-01-02 10:00:00.5", "2024-01-02 10:00:00.1234567", "2024-01-02 10:00:60.1"],
    "%d.%m.%Y %H:%M %z": [
        *("1.2.2024 10:00 +0200", "1.2.2024 10:00 -02:30", "1.2.2024 10:00 +02", "1.2.2024 10:00 +023"),
        *("1.2.2024 10:00 +02:", "1.2.2024 10:00 Z", "1.1.2024 0:00 +1400"),
    ],
    "%Y%m%d%H%M": ["202401021015", "20240102101", "202413011015"],
    "%Y-%m-%dT%H:%M:%SZ": ["2024-01-02T10:00:00Z", "2024-01-02T10:00:00"],
    "[%d^%m]%Y": ["[1^2]2024", "1^2]2024"],
}

Reading = Callable[[ir.StringValue], ir.Value]


def read(texts: list[str], *readings: Reading) -> list[tuple[Any, ...]]:
    """Return what DuckDB computes of these texts by each reading, as text, in their order."""
    table = ibis.memtable({"i": list(range(len(texts))), "text": texts}, schema={"i": "int64", "text": "string"})
    columns = {f"reading_{number}": each(table.text).cast("string") for number, each in enumerate(readings)}
    found = table.select("i", **columns).order_by("i").drop("i").to_pyarrow().to_pylist()
    return [tuple(each.values()) for each in found]


def test_iso_times_are_the_same_by_casts_and_by_numbers() -> None:
    """Valid and invalid days, leap years, clocks, fractions and offsets: about two thousand texts."""
    found = read(
        ISO_TEXTS,
        lambda text: iso_by_cast(text).aware,
        lambda text: iso_by_numbers(text).aware,
        lambda text: iso_by_cast(text).here,
        lambda text: iso_by_numbers(text).here,
        date_by_cast,
        date_by_numbers,
    )
    different = [
        (text, each) for text, each in zip(ISO_TEXTS, found, strict=True) if each[::2] != each[1::2]
    ]  # fmt: skip
    assert different == []
    assert sum(each[0] is not None for each in found) > 100
    assert sum(each[2] is not None for each in found) > 30


@pytest.mark.parametrize("pattern", FORMATS)
def test_times_in_a_format_are_the_same_by_strptime_and_by_numbers(pattern: str) -> None:
    """Each format is held to texts that it reads and to texts that it does not."""
    texts = FORMATS[pattern]
    found = read(texts, lambda text: by_strptime(text, pattern), lambda text: by_numbers(text, pattern))
    assert [(text, fast) for text, (fast, _) in zip(texts, found, strict=True)] == [
        (text, slow) for text, (_, slow) in zip(texts, found, strict=True)
    ]
    assert found[0][0] is not None


@settings(max_examples=25)
@given(st.lists(st.datetimes(datetime.datetime(1, 1, 2), datetime.datetime(9999, 12, 30)), min_size=1, max_size=200))
def test_every_time_that_python_writes_is_read_as_that_time(times: list[datetime.datetime]) -> None:
    """Python's own calendar is the reference, to the microsecond, from the year 1 to 9999."""
    texts = [each.isoformat(" ") for each in times]
    found = read(texts, lambda text: iso_by_cast(text).here, lambda text: iso_by_numbers(text).here)
    wanted = [
        each.isoformat(" ").rstrip("0").rstrip(".") if each.microsecond else each.isoformat(" ") for each in times
    ]
    assert found == [(each, each) for each in wanted]


def test_two_digits_are_no_year_where_four_are_asked_for() -> None:
    """`01/02/24` by `%d/%m/%Y` is not the year 24."""
    found = read(["01/02/24"], lambda text: formatted_time(text, "%d/%m/%Y"))
    assert found == [(None,)]


def test_a_letter_that_is_not_read_is_named() -> None:
    """A format that only some engines know is refused in all of them, with the letters that are read."""
    table = ibis.table({"text": "string"}, name="t")
    with pytest.raises(DataError, match="has %q, which is not read") as caught:
        formatted_time(table.text, "%Y-%m-%d %q")
    assert "%Y" in caught.value.do


def test_only_duckdb_gets_what_only_duckdb_has() -> None:
    """A table in no engine yet is read by what every engine has."""
    assert is_duckdb(ibis.duckdb.connect().create_table("t", schema={"text": "string"}).text)
    assert not is_duckdb(ibis.table({"text": "string"}, name="t").text)
