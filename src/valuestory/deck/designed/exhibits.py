"""What is put into a designed slide's shapes: rows, charts, tables, pictures; and rows made from what people have.

Rows serve everywhere: as a chart (the first column its categories, each other column a series), as a table, and as the
items that a slide repeats for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Union

from valuestory.errors import DeckError
from valuestory.slides.facts import Fact

if TYPE_CHECKING:
    from valuestory.slides.slide import Chart, Paragraph, Table

Category = str | float | datetime


class Rows(NamedTuple):
    """Records of one shape: every row has a value for each column, None for none."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """Return the rows by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Picture(NamedTuple):
    """A picture's file as bytes; `alt` is what a screen reader says, empty where nobody gave it."""

    data: bytes
    alt: str = ""


class TextLines(NamedTuple):
    """Paragraphs of a story's slide."""

    paragraphs: tuple[Paragraph, ...]


Exhibit = Union[Picture, "Chart", "Table", TextLines]


class DataSeries(NamedTuple):
    """A series' name, its values by category (None for none), and the fact that each shows, if any."""

    name: str
    values: tuple[float | None, ...]
    facts: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class ChartData:
    """What a native chart is filled with; `header` names the categories in the workbook."""

    header: str
    categories: tuple[Category, ...]
    series: tuple[DataSeries, ...]
    alt: str = field(default="", compare=False)


def rows_of(value: Any, *, where: str = "") -> Rows | None:
    """Return rows from a DataFrame (a named index is a column) or a list of mappings; None for anything else.

    Raises
    ------
    DeckError
        When two columns have one name, or a list of rows holds something else: mend the rows.
    """
    if isinstance(value, Rows):
        return value
    if hasattr(value, "columns") and hasattr(value, "itertuples"):
        return _from_frame(value, where)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray)):
        return _from_records(value, where)
    return None


def _from_frame(frame: Any, where: str) -> Rows:
    named = [name for name in getattr(frame.index, "names", ()) if name is not None]
    if named:
        frame = frame.reset_index()
    columns = tuple(str(each) for each in frame.columns)
    _check_columns(columns, where)
    return Rows(columns, tuple(tuple(plain(each) for each in row) for row in frame.itertuples(index=False, name=None)))


def _from_records(records: Sequence[Any], where: str) -> Rows:
    if not all(isinstance(each, Mapping) for each in records):
        raise DeckError("a list of rows holds something else", where=where, do="give a list of dictionaries")
    columns = tuple(dict.fromkeys(str(name) for record in records for name in record))
    rows = tuple(tuple(plain(record.get(name)) for name in columns) for record in records)
    return Rows(columns, rows)


def _check_columns(columns: tuple[str, ...], where: str) -> None:
    twice = sorted({each for each in columns if columns.count(each) > 1})
    if twice:
        raise DeckError(f"two columns are called {', '.join(twice)}", where=where, do="give each its own name")


def plain(value: Any) -> Any:
    """Return a scalar as Python's own, None for what is missing; anything else as it is."""
    if value is None or isinstance(value, (str, bytes, bytearray, Path, Mapping, Sequence)):
        return value
    if type(value).__name__ in ("NAType", "NaTType"):  # what pandas calls missing
        return None
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:  # numpy's scalars
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def chart_data(rows: Rows, *, where: str) -> ChartData:
    """Return rows as a chart: the first column the categories, each other column a series.

    Raises
    ------
    DeckError
        When there is no column of values, or a value is no number.
    """
    header, *names = rows.columns
    if not names:
        raise DeckError("the rows have one column only", where=where, do="give categories, then a column a series")
    series = tuple(
        DataSeries(
            name,
            tuple(_number(row[at], name, where) for row in rows.rows),
            tuple(row[at].id if isinstance(row[at], Fact) else None for row in rows.rows),
        )
        for at, name in enumerate(names, start=1)
    )
    return ChartData(header, _categories([row[0] for row in rows.rows]), series)


def _number(value: Any, column: str, where: str) -> float | None:
    value = value.value if isinstance(value, Fact) else value
    if value is None:
        return None
    try:
        if isinstance(value, (bool, str)):
            raise TypeError
        number = float(value)
    except (TypeError, ValueError):
        raise DeckError(
            f'"{value}" in the column "{column}" is no number', where=where, do="give numbers, or None for no value"
        ) from None
    return number if math.isfinite(number) else None


def _categories(values: Sequence[Any]) -> tuple[Category, ...]:
    """Return categories of one kind: dates, numbers, or else texts."""
    if values and all(isinstance(each, date) for each in values):
        return tuple(_day(each) for each in values)
    if values and all(isinstance(each, (int, float)) and not isinstance(each, bool) for each in values):
        return tuple(values)
    return tuple("" if each is None else str(each) for each in values)


def _day(value: date) -> datetime:
    if isinstance(value, datetime):
        return datetime(*value.timetuple()[:6])
    return datetime(value.year, value.month, value.day)
