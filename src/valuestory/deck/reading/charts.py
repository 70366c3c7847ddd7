"""A finished deck's native charts: their values as drawn, as their workbooks hold them, and their words."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from valuestory.deck.reading.plots import measured, numbers_of, rows_named, values_of
from valuestory.deck.reading.shapes import PlacedShape, placed_shapes
from valuestory.deck.reading.words import Words, paragraphs

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_AREA: Final = re.compile(r"^(?:'((?:[^']|'')+)'|([^!]+))!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$")
_LARGEST_BOOK: Final = 50_000_000
_MOST_CELLS: Final = 2_000_000
Book = Literal["held", "missing", "linked"]


@dataclass(frozen=True)
class Point:
    """One drawn value: its place in the series, its category, and what the workbook holds for it (None: nothing).

    `seen` is false for a bar without fill and outline, which only keeps a place.
    """

    index: int
    category: str
    value: float
    in_workbook: float | None = None
    seen: bool = True


@dataclass(frozen=True)
class Series:
    """One series of a chart; `seen` is false for what only holds other bars up or carries labels."""

    name: str
    points: tuple[Point, ...]
    seen: bool = True


@dataclass(frozen=True)
class ReadChart:
    """A native chart: its series in the file's order, and what is written in it (titles, labels of single points).

    `book` says whether its workbook is in the file, missing (an editor dropped it) or a file elsewhere.
    """

    shape: str
    series: tuple[Series, ...]
    words: tuple[Words, ...]
    book: Book


def slide_charts(slide: Any, shapes: Iterable[PlacedShape] | None = None) -> Iterator[ReadChart]:
    """Yield every native chart of a python-pptx slide, those in groups too."""
    part = slide.part
    for placed in placed_shapes(slide) if shapes is None else shapes:
        links = placed.shape._element.iter(f"{_C}chart") if placed.kind == "graphicFrame" else ()
        for link in links:
            rid = link.get(f"{_R}id", "")
            if rid in part.rels and not part.rels[rid].is_external:
                yield _chart(part.related_part(rid), placed.name)


def _chart(part: Any, shape: str) -> ReadChart:
    root = part._element
    book, sheets = _workbook(part, root)
    rows = rows_named(root)
    series = tuple(_series(each, sheets, rows) for each in root.iter(f"{_C}ser"))
    return ReadChart(shape, series, tuple(_words(root, shape)), book)


def _words(root: Any, shape: str) -> Iterator[Words]:
    """Yield titles, and the labels that were written for one point; these carry series and point as their cell."""
    for holder in root.iter(f"{_C}title"):
        yield from paragraphs(holder, shape, "chart")
    for at, series in enumerate(root.iter(f"{_C}ser")):
        for label in series.iter(f"{_C}dLbl"):
            point = label.find(f"{_C}idx")
            yield from paragraphs(label, shape, "chart", (at, int(point.get("val", "0")) if point is not None else 0))


def _series(element: Any, sheets: dict[str, list[list[Any]]], rows: dict[float, str]) -> Series:
    if rows:
        return _lying(element, sheets, rows)
    categories = element.find(f"{_C}cat")
    categories = element.find(f"{_C}xVal") if categories is None else categories
    names = dict(_cached(categories)) if categories is not None else {}
    values = values_of(element)
    cells = _cells(measured(element), sheets, values)
    unseen = _unseen(element)
    points = (
        Point(at, names.get(at, str(at + 1)), value, cells.get(at), at not in unseen) for at, value in values.items()
    )
    return Series(element.findtext(f"{_C}tx//{_C}v") or "", tuple(points), _is_seen(element))


def _lying(element: Any, sheets: dict[str, list[list[Any]]], rows: dict[float, str]) -> Series:
    """Return a series whose points stand at named rows: they measure along x, and a line beside rows nothing."""
    heights, places = values_of(element), element.find(f"{_C}xVal")
    across = numbers_of(places)
    cells = _cells(places, sheets, heights)
    points = tuple(
        Point(at, rows.get(height, ""), across[at], cells.get(at)) for at, height in heights.items() if at in across
    )
    return Series(
        element.findtext(f"{_C}tx//{_C}v") or "",
        points,
        _is_seen(element) and all(height in rows for height in heights.values()),
    )


def _cached(element: Any) -> Iterator[tuple[int, str]]:
    """Yield the points of a cache; of categories in levels the innermost."""
    levels = element.findall(f".//{_C}lvl")
    for point in (levels[0] if levels else element).iter(f"{_C}pt"):
        yield int(point.get("idx", "0")), point.findtext(f"{_C}v") or ""


def _is_seen(element: Any) -> bool:
    """Return whether anything of a series is drawn: a fill, a line, a marker, or points of their own."""
    look = element.find(f"{_C}spPr")
    if look is None or element.find(f"{_C}dPt") is not None:
        return True
    fill, line, marker = (
        look.find(f"{_A}noFill"),
        look.find(f"{_A}ln/{_A}noFill"),
        element.find(f"{_C}marker/{_C}symbol"),
    )
    if element.getparent().tag == f"{_C}scatterChart":  # points without a word about markers have PowerPoint's own
        return line is None or marker is None or marker.get("val") != "none"
    if element.getparent().tag == f"{_C}lineChart":
        return line is None or (marker is not None and marker.get("val") != "none")
    return fill is None


def _unseen(element: Any) -> set[int]:
    """Return the bars of a series that are not drawn: by their own look, else by that of the series."""
    if element.getparent().tag != f"{_C}barChart":
        return set()
    look = element.find(f"{_C}spPr")
    own = {int(each.find(f"{_C}idx").get("val")): each.find(f"{_C}spPr") for each in element.iter(f"{_C}dPt")}
    looks = {at: look if own.get(at) is None else own[at] for at in values_of(element)}
    return {at for at, each in looks.items() if each is not None and _is_bare(each)}


def _is_bare(look: Any) -> bool:
    """Return whether a look has neither a fill nor an outline."""
    line = look.find(f"{_A}ln")
    return look.find(f"{_A}noFill") is not None and (line is None or line.find(f"{_A}noFill") is not None)


def _workbook(part: Any, root: Any) -> tuple[Book, dict[str, list[list[Any]]]]:
    link = root.find(f"{_C}externalData")
    rid = "" if link is None else link.get(f"{_R}id", "")
    if rid not in part.rels:
        return "missing", {}
    if part.rels[rid].is_external:
        return "linked", {}
    return "held", _sheets(part.related_part(rid).blob)


def _sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Return the cells of a workbook by sheet; nothing where it cannot be read, or is larger than any chart needs."""
    from python_calamine import CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(each.file_size for each in package.infolist()) > _LARGEST_BOOK:
                return {}
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        return {
            name: sheet.to_python(skip_empty_area=False)
            for name, sheet in sheets.items()
            if sheet.end is not None and (sheet.end[0] + 1) * (sheet.end[1] + 1) <= _MOST_CELLS
        }
    except Exception:  # whatever is in the file, the chart itself can still be judged
        return {}


def _cells(values: Any, sheets: dict[str, list[list[Any]]], places: Iterable[int]) -> dict[int, float]:
    """Return what the workbook holds where a series' values come from, by place, for the places that are drawn."""
    match = _AREA.match(values.findtext(f".//{_C}f") or "") if values is not None else None
    if match is None:
        return {}
    rows = sheets.get((match[1] or match[2]).replace("''", "'"), [])
    left, top = _column(match[3]), int(match[4]) - 1
    wide = _column(match[5]) - left + 1 if match[5] else 1
    found: dict[int, float] = {}
    for at in places:
        row, column = top + at // wide, left + at % wide
        cell = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            found[at] = float(cell)
    return found


def _column(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
