"""How each cell of a table looks: its fill, its rules, and the ink of its text, its own or its table style's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from valuestory.deck.geometry import EMU, Box
from valuestory.deck.preview.backdrop import patches, scaled
from valuestory.deck.preview.outlines import Outline, line_in
from valuestory.deck.preview.table_styles import Section, sections, table_style
from valuestory.deck.reading.overflow import SLACK, blocks_of
from valuestory.deck.reading.texts import TextBody
from valuestory.deck.template.fills import Fill, fill_in
from valuestory.deck.template.grounds import Layer
from valuestory.deck.template.shades import Scheme, Shade, shade_in
from valuestory.slides.html.on_template import Part, Stroke
from valuestory.slides.typography.fit import height

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OWN: Final = {"left": "lnL", "right": "lnR", "top": "lnT", "bottom": "lnB"}


@dataclass(frozen=True)
class CellLook:
    """A cell: where it is, what it is filled with, its rules by side, and how its text looks where it says nothing."""

    box: Box
    fill: Fill | None
    rules: dict[str, Outline]
    ink: Shade | None = None
    bold: bool = False

    def parts(self, scale: float) -> Iterator[Part]:
        """Yield its fill and its rules, on a slide made 7.5 inches high by `scale`."""
        if self.fill is not None:
            yield from patches([Layer(self.box, self.fill, lambda across, down: True)], scale)
        box = self.box
        edges = {
            "left": Box(box.left, box.top, 0, box.height),
            "right": Box(box.right, box.top, 0, box.height),
            "top": Box(box.left, box.top, box.width, 0),
            "bottom": Box(box.left, box.bottom, box.width, 0),
        }
        for side, rule in self.rules.items():
            yield Stroke(scaled(edges[side], scale), rule.color, rule.points * scale, rule.dashed)


def cell_looks(table: Any, texts: Sequence[TextBody], scheme: Scheme, part: Any) -> dict[Any, CellLook]:
    """Return how the cells of an ``a:tbl`` look, by their elements; what another cell spans is left out.

    A row is as high as its text takes, which office programs see to when they open the file.

    Parameters
    ----------
    table
        The table.
    texts
        The texts of its cells, each in the box that the file says.
    scheme
        What the theme's names of colours mean.
    part
        The slide's part.
    """
    widths = [int(each.get("w")) / EMU for each in table.findall(f"{_A}tblGrid/{_A}gridCol")]
    rows = table.findall(f"{_A}tr")
    said = {each.element: each for each in texts}
    first = next(each.box for each in texts if each.box is not None)
    heights = [_height(row, said) for row in rows]
    style = table_style(table, part)
    asked = [] if style is None else sections(table, len(rows), len(widths))
    found = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.findall(f"{_A}tc")[: len(widths)]):
            if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
                continue
            across, down = int(cell.get("gridSpan", "1")), int(cell.get("rowSpan", "1"))
            left, top = first.left + sum(widths[:column]), first.top + sum(heights[:at])
            place = Box(left, top, sum(widths[column : column + across]), sum(heights[at : at + down]))
            own = [each for each in asked if each[1] <= at <= each[2] and each[3] <= column <= each[4]]
            found[cell] = _look(cell, place, (at, column), style, own, scheme, part)
    return found


def _height(row: Any, said: Mapping[Any, TextBody]) -> float:
    """Return how high a row is: what the file says, or what one of its texts takes."""
    cells = [each for each in row.findall(f"{_A}tc") if each in said and each.get("rowSpan") is None]
    needed = [
        height(blocks_of(text), text.width) + text.insets.top + text.insets.bottom
        for text in (said[each] for each in cells)
        if text.text and not text.turned
    ]
    written = int(row.get("h")) / EMU
    most = max(needed, default=0.0)
    return most if most > written + SLACK else written


def _look(
    cell: Any, box: Box, at: tuple[int, int], style: Any, asked: list[Section], scheme: Scheme, part: Any
) -> CellLook:
    fill: Fill | None = None
    rules: dict[str, Outline | None] = {}
    ink, bold = None, False
    for section in asked:
        said = style.find(f"{_A}{section[0]}")
        if said is None:
            continue
        filled = said.find(f"{_A}tcStyle/{_A}fill")
        fill = fill if filled is None or not len(filled) else fill_in(filled, scheme, part, box)
        rules |= _styled(said, section, at, scheme)
        words = said.find(f"{_A}tcTxStyle")
        if words is not None:
            ink = shade_in(words, scheme) or ink
            bold = words.get("b") == "on" or (bold and words.get("b") != "off")
    own = cell.find(f"{_A}tcPr")
    if own is not None:
        found = fill_in(own, scheme, part, box)
        fill = fill if found is None else found
        lines = {side: own.find(f"{_A}{name}") for side, name in _OWN.items()}
        rules |= {side: line_in(line, scheme) for side, line in lines.items() if line is not None}
    return CellLook(box, fill, {side: each for side, each in rules.items() if each is not None}, ink, bold)


def _styled(said: Any, section: Section, at: tuple[int, int], scheme: Scheme) -> dict[str, Outline | None]:
    """Return the rules of a style's part around one of its cells: those within it have names of their own."""
    _, top, bottom, left, right = section
    row, column = at
    names = {
        "left": "left" if column == left else "insideV",
        "right": "right" if column == right else "insideV",
        "top": "top" if row == top else "insideH",
        "bottom": "bottom" if row == bottom else "insideH",
    }
    lines = {side: said.find(f"{_A}tcStyle/{_A}tcBdr/{_A}{name}/{_A}ln") for side, name in names.items()}
    return {side: line_in(line, scheme) for side, line in lines.items() if line is not None}
