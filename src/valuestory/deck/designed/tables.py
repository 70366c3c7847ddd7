"""A designer's table with new rows: it grows and shrinks, and each row looks as the one that was drawn for it.

Two ways to draw one. Cells with tags of the rows' columns (`{{ name }}`, `{{ revenue | money }}`) are the pattern: it
is repeated for each row, and where several rows hold such tags they take turns. Without tags the columns are matched by
the head's texts where these are the columns' names, else by order; the head and a total row stay as they are.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from valuestory.deck.designed.tags import leave_look, paragraph_text
from valuestory.deck.designed.words import Words, Written
from valuestory.deck.file.package import printable
from valuestory.errors import DeckError, TemplateError
from valuestory.slides.facts import TAG

if TYPE_CHECKING:
    from valuestory.slides.slide import Paragraph, Table

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A16: Final = "{http://schemas.microsoft.com/office/drawing/2014/main}"
_NAME: Final = re.compile(r"\s*([A-Za-z_]\w*)", re.ASCII)
Cell = tuple[Words, ...]
"""What stands in a cell, one after the other."""


class TableData(NamedTuple):
    """A table's columns by name, and its rows as cells of words."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def story_table(table: Table) -> TableData:
    """Return a story's table."""
    columns = tuple(column.label.text for column in table.columns)
    return TableData(columns, tuple(tuple(cell_words(cell) for cell in row) for row in table.rows))


def cell_words(paragraph: Paragraph) -> Cell:
    """Return a story's paragraph as words."""
    return tuple(Words(run.text, run.fact, run.part, run.format or "") for run in paragraph.runs if run.text)


def pattern_rows(table: Any, columns: Sequence[str]) -> list[Any]:
    """Return the rows of a table whose cells hold a tag of one of the columns."""
    known = set(columns)
    return [row for row in table.findall(f"{_A}tr") if _names(row) & known]


def _names(row: Any) -> set[str]:
    text = "\n".join(paragraph_text(each) for each in row.iter(f"{_A}p"))
    return {name[1] for tag in TAG.finditer(text) if (name := _NAME.match(tag["inside"])) is not None}


def repeat_pattern(table: Any, pattern: Sequence[Any], count: int) -> list[Any]:
    """Put so many rows in the pattern's place, its rows taking turns; return them, still with their tags."""
    made = [deepcopy(pattern[at % len(pattern)]) for at in range(count)]
    for row in made:
        pattern[-1].addprevious(row)
    for row in pattern:
        table.remove(row)
    renew_ids(table)
    return made


def fill_table(table: Any, data: TableData, *, where: str) -> Iterator[tuple[Any, Written]]:
    """Fill a table without tags; yield words with the paragraph that they came to stand in.

    Raises
    ------
    TemplateError
        When there is no row to copy, or body cells are merged over rows.
    DeckError
        When the table has more or fewer columns than the data.
    """
    head, body = _parts(table)
    if not body:
        do = "draw the head and at least one row below it, or untick Header Row"
        raise TemplateError("the table has no row that could be filled", where=where, do=do)
    if any(cell.get("rowSpan") or cell.get("vMerge") for row in body for cell in row.findall(f"{_A}tc")):
        raise TemplateError("cells of the table are merged over rows", where=where, do="split them")
    order = _matched(table, head, data, where)
    for row, cells in zip(repeat_pattern(table, body, len(data.rows)), data.rows, strict=True):
        for column, cell in enumerate(row.findall(f"{_A}tc")):
            body = cell.find(f"{_A}txBody")
            for written in write_text(body, cells[order[column]]):
                yield body.find(f"{_A}p"), written


def _parts(table: Any) -> tuple[list[Any], list[Any]]:
    """Return the head, if there is one, and the rows below it, without a total row at the foot."""
    rows, properties = table.findall(f"{_A}tr"), table.find(f"{_A}tblPr")
    has_head = properties is not None and properties.get("firstRow") in ("1", "true")
    has_total = properties is not None and properties.get("lastRow") in ("1", "true")
    end = len(rows) - has_total
    return rows[: int(has_head)], rows[int(has_head) : end]


def _matched(table: Any, head: Sequence[Any], data: TableData, where: str) -> list[int]:
    """Return which of the data's columns each of the table's shows."""
    count = len(table.findall(f"{_A}tblGrid/{_A}gridCol"))
    if count != len(data.columns):
        raise DeckError(
            f"the table has {count} columns, the data {len(data.columns)} ({', '.join(data.columns)})",
            where=where,
            do="draw one column for each",
        )
    heads = [_folded(_cell_text(each)) for each in head[0].findall(f"{_A}tc")] if head else []
    names = [_folded(each) for each in data.columns]
    if sorted(heads) == sorted(names) and len(set(names)) == len(names):
        return [names.index(each) for each in heads]
    return list(range(count))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _cell_text(cell: Any) -> str:
    return " ".join(paragraph_text(each) for each in cell.iter(f"{_A}p"))


def write_text(body: Any, words: Sequence[Words]) -> list[Written]:
    """Write one line of words into a text in the look of its first run; whatever else stood there goes."""
    first, *others = body.findall(f"{_A}p")
    for paragraph in others:
        body.remove(paragraph)
    runs = first.findall(f"{_A}r")
    text = "".join(printable(each.text) for each in words)
    run = deepcopy(runs[0]) if runs else _new_run(first)
    for child in list(first):
        if child.tag not in (f"{_A}pPr", f"{_A}endParaRPr"):
            if child is runs[-1] if runs else False:
                leave_look(first, child)
            first.remove(child)
    if not text:
        return []
    run.find(f"{_A}t").text = text
    end = first.find(f"{_A}endParaRPr")
    first.append(run) if end is None else end.addprevious(run)
    return list(_spans(words))


def _new_run(paragraph: Any) -> Any:
    run = paragraph.makeelement(f"{_A}r")
    end = paragraph.find(f"{_A}endParaRPr")
    if end is not None:
        look = run.makeelement(f"{_A}rPr", dict(end.attrib))
        look.extend(deepcopy(child) for child in end)
        run.append(look)
    run.append(run.makeelement(f"{_A}t"))
    return run


def _spans(words: Sequence[Words]) -> Iterator[Written]:
    start = 0
    for each in words:
        text = printable(each.text)
        if text:
            yield Written(Words(text, each.fact, each.part, each.format), 0, start)
        start += len(text)


def renew_ids(table: Any) -> None:
    """Give each row of a table an id of its own; which ones follows from those that were drawn."""
    taken: set[str] = set()
    for number, row in enumerate(table.findall(f"{_A}tr")):
        for each in row.iter(f"{_A16}rowId"):
            value = each.get("val", "0")
            while value in taken:
                value = str(zlib.crc32(f"{value}/{number}".encode()))
            each.set("val", value)
            taken.add(value)


def fit_frame(frame: Any, table: Any) -> int:
    """Make a table's frame as high as its rows; return its lower edge in EMU."""
    extent, offset = frame.find(f"{_P}xfrm/{_A}ext"), frame.find(f"{_P}xfrm/{_A}off")
    height = sum(int(row.get("h", "0")) for row in table.findall(f"{_A}tr"))
    if extent is None or offset is None:
        return 0
    extent.set("cy", str(height))
    return int(offset.get("y", "0")) + height
