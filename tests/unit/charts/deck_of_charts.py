"""A deck to put charts on, and reading what was written: by XML alone, without python-pptx's charts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from valuestory.deck.charts import AddedChart, add_chart
from valuestory.slides.theme import Theme

SIZE = (600.0, 320.0)
NS = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

THEME = Theme(
    name="test",
    colors={
        **{"dk1": "#17232E", "lt1": "#FFFFFF", "dk2": "#4A5763", "lt2": "#F3F5F7"},
        **{"accent1": "#0B5E8E", "accent2": "#828D98", "accent3": "#9CC3DC"},
        **{"accent4": "#1D7A4C", "accent5": "#B5401B", "accent6": "#D5DBE0", "hlink": "#0B5E8E"},
    },
    color_map={"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"},
    heading_font="Arial",
    body_font="Arial",
    width=13.333,
    height=7.5,
    sha256="",
)


@dataclass
class ChartDeck:
    """A 16:9 deck with one blank slide a chart."""

    presentation: Any = field(default_factory=Presentation)

    def __post_init__(self) -> None:
        """Make the slides wide, and their font one that every machine has a likeness of: Vega measures text by it."""
        self.presentation.slide_width, self.presentation.slide_height = 12_192_000, 6_858_000
        theme = self.presentation.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme._blob = theme.blob.replace(b'typeface="Calibri"', b'typeface="Arial"')

    def add(self, chart: Any, **options: Any) -> AddedChart:
        """Add a chart on a slide of its own."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[6])
        return add_chart(slide, chart, Pt(60), Pt(60), *(Pt(each) for each in SIZE), **options)


def chart_in(added: AddedChart) -> Any:
    """Return the chart on the slide: of one whose legend stands beside it, the one in the group."""
    shape = added.shape
    return (shape if shape.has_chart else next(each for each in shape.shapes if each.has_chart)).chart


def xml(added: AddedChart) -> Any:
    """Return the root of a written chart part."""
    return etree.fromstring(chart_in(added).part.blob)


def find(added: AddedChart, path: str) -> list[Any]:
    """Return what an XPath finds in a written chart."""
    found: list[Any] = xml(added).xpath(path, namespaces=NS)
    return found


def sheet(added: AddedChart) -> list[list[Any]]:
    """Return the cells of the workbook behind a chart: texts, numbers, None for an empty cell."""
    blob = chart_in(added).part.chart_workbook.xlsx_part.blob
    with zipfile.ZipFile(BytesIO(blob)) as book:
        texts = [
            "".join(each.itertext()) for each in etree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{_SHEET}si")
        ]
        root = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(root.iter(f"{_SHEET}f")), "a formula"
    rows: list[list[Any]] = []
    for row in root.iter(f"{_SHEET}row"):
        rows += [[]] * (int(row.get("r")) - 1 - len(rows))
        cells = {_column(cell.get("r")): _cell(cell, texts) for cell in row.iter(f"{_SHEET}c")}
        rows.append([cells.get(index) for index in range(max(cells) + 1)])
    return rows


def _cell(cell: Any, texts: list[str]) -> Any:
    value = cell.findtext(f"{_SHEET}v")
    return None if value is None else texts[int(value)] if cell.get("t") == "s" else float(value)


def _column(reference: str) -> int:
    index = 0
    for letter in re.sub(r"\d", "", reference):
        index = index * 26 + ord(letter) - 64
    return index - 1


def each_once(gallery: Mapping[str, Callable[[], Any]]) -> dict[str, tuple[Any, AddedChart]]:
    """Return every chart of a gallery with what it became, each made once, all in one deck."""
    deck, found = ChartDeck(), {}
    for name, make in gallery.items():
        chart = make()
        found[name] = chart, deck.add(chart, theme=THEME, name=name, alt=f"A chart: {name}")
    return found
