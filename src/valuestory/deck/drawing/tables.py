"""Native tables: in the style that the template's designer made the default, else plain.

Plain is no fills, no verticals, a line below the head and one below each row. Figures stand at the right in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from valuestory.deck.drawing.page import EXHIBIT, Page
from valuestory.deck.drawing.paragraphs import Look, block
from valuestory.deck.file.package import printable
from valuestory.deck.geometry import Box, emu
from valuestory.deck.template.colors import Ink, least_contrast, readable_ink
from valuestory.slides.contrast import VISIBLE
from valuestory.slides.slide import Column, Paragraph, Table
from valuestory.slides.typography.direction import runs_leftwards
from valuestory.slides.typography.fit import height, longest_word, wrap

PLAIN_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's built-in "No Style, No Grid"."""
INITIAL_STYLE: Final = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
"""What PowerPoint makes the default of every new file: nobody has chosen it."""
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TABLE: Final = "http://schemas.openxmlformats.org/drawingml/2006/table"
_HEAD, _ROW, _TALL_ROW, _FEW = 0.44, 0.44, 0.92, 2
_PADDING, _BESIDE = 0.05, 0.20
_INSIDE: Final = 0.10
"""Inches on each side of a cell that may be filled: as much as a plain one has beside it."""
_BODY_SIZE, _FIRST_SIZE = 14, 16
_SHORT, _RANGE, _UNWRAPPED = 16, 40, 100.0
"""A figure of so few characters stands on one line, a range where there is room, as in a column wider than any."""
_SLACK: Final = 0.05
"""What such a figure has beside it, in inches: LibreOffice wraps what fits exactly."""


@dataclass(frozen=True)
class _Drawing:
    """A table at a size: the share of the type size, column widths and row heights in inches (the head first)."""

    share: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    fits: bool
    style: str = PLAIN_STYLE


def add_table(page: Page, table: Table, box: Box, name: str, holder: Any, *, alt: str, font: str) -> Any:
    """Draw a table into a box and return its element.

    Parameters
    ----------
    page
        The slide.
    table
        Every row has one cell a column.
    box
        Where it may stand; it is as wide as the box and as high as its rows.
    name, alt
        The shape's name and alt text.
    holder
        The ``p:ph`` element of the placeholder that it fills, or None.
    font
        The font that the text is measured in.
    """
    drawing = _drawing(page, table, box, font)
    if not drawing.fits:
        page.report(
            name, f"the table is too high for its place, even at {drawing.share:.0%} of its size: fewer rows or words"
        )
    plain, high = drawing.style == PLAIN_STYLE, sum(drawing.heights)
    element = page.add(_frame_xml(page, table, name, alt, Box(box.left, box.top, box.width, high), drawing), EXHIBIT)
    if holder is not None:
        element.find(".//{*}nvPr").append(holder)
    cells = [[column.label for column in table.columns], *table.rows]
    for row, (paragraphs, tr) in enumerate(zip(cells, element.iter(f"{_A}tr"), strict=True)):
        for at, (paragraph, tc) in enumerate(zip(paragraphs, tr.iter(f"{_A}tc"), strict=True)):
            look = _look(page, table, row, at, drawing.share, font)
            fill = table.fills.get(f"{row - 1},{at}", "")
            look = _on_fill(page, look, fill) if fill else look if plain else replace(look, ink=None)
            text = [(_seen(page, paragraph, fill, box), look)]
            page.write(tc.find(f"{_A}txBody"), name, text, EXHIBIT, (row, at))
            _finish_cell(page, tc, table.columns, row, at, plain=plain)
            if fill:
                _fill(tc, fill)
    return element


def fits(page: Page, table: Table, box: Box, font: str) -> bool:
    """Return whether a table can be drawn into a box, if need be at the smallest size that text may have."""
    return _drawing(page, table, box, font).fits


def row_heights(page: Page, table: Table, box: Box, font: str) -> list[float]:
    """Return how high the rows of a table are at full size, in inches, the head first."""
    plain = _style_of(page) == PLAIN_STYLE
    needed = _needed(page, table, _widths(page, table, box.width, 1.0, font), 1.0, font, plain=plain)
    return [max(each, page.inches(_ROW)) for each in needed]


def default_style(presentation: Any) -> str:
    """Return the table style that a template's designer made its default; empty where nobody chose one."""
    part = next((rel.target_part for rel in presentation.rels.values() if rel.reltype.endswith("/tableStyles")), None)
    if part is None:
        return ""
    styles = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    chosen = styles.get("def", "")
    return "" if chosen == INITIAL_STYLE else chosen


def _is_text(table: Table) -> bool:
    """Whether a table is one of words (decisions, open questions): its first column is then the heading of its row."""
    rest = table.columns[1:]
    return not rest or 2 * sum(column.align == "right" for column in rest) < len(rest)


def _look(page: Page, table: Table, row: int, column: int, share: float, font: str) -> Look:
    align = "r" if table.columns[column].align == "right" else "l"
    if row == 0:
        return Look(page.label_points(_BODY_SIZE * share), page.palette.second, bold=True, align=align, font=font)
    if column == 0 and _is_text(table):
        return Look(page.label_points(_FIRST_SIZE * share), page.palette.ink, bold=True, align=align, font=font)
    return Look(page.label_points(_BODY_SIZE * share), page.palette.ink, align=align, font=font)


def _drawing(page: Page, table: Table, box: Box, font: str) -> _Drawing:
    style = _style_of(page)
    share = 1.0
    while True:
        widths, needed = _arranged(page, table, box, share, font, plain=style == PLAIN_STYLE)
        if sum(needed) <= box.height + 0.01 or share <= page.floor:
            break
        share = round(share - 0.05, 2)
    heights = _stretched(page, table, needed, box.height)
    return _Drawing(share, widths, heights, sum(needed) <= box.height + 0.01, style)


def _arranged(
    page: Page, table: Table, box: Box, share: float, font: str, *, plain: bool
) -> tuple[tuple[float, ...], list[float]]:
    """Return the widths of columns and the least heights of rows: ranges on one line, where the table has its place so.

    A range of money that begins below zero must not wrap: LibreOffice breaks it between its minus and its sign.
    """
    whole = _keeping(page, table, box.width, share, font, _RANGE)
    if whole is not None:
        needed = _needed(page, table, whole, share, font, plain=plain)
        if sum(needed) <= box.height:
            return whole, needed
    widths = _widths(page, table, box.width, share, font)
    return widths, _needed(page, table, widths, share, font, plain=plain)


def _widths(page: Page, table: Table, room: float, share: float, font: str) -> tuple[float, ...]:
    """Return the widths of columns: the author's, but none so narrow that a word or a short figure breaks.

    As far as there is room: else the author's as they are.
    """
    return _keeping(page, table, room, share, font, _SHORT) or _wanted(table, room)


def _wanted(table: Table, room: float) -> tuple[float, ...]:
    total = sum(column.width for column in table.columns)
    return tuple(room * column.width / total for column in table.columns)


def _keeping(page: Page, table: Table, room: float, share: float, font: str, most: int) -> tuple[float, ...] | None:
    """Return widths at which no word breaks and no figure of so many characters; None where there is no room."""
    wanted = _wanted(table, room)
    rows = [[column.label for column in table.columns], *table.rows]

    def needs(row: int, at: int) -> float:
        measured = block(rows[row][at], _look(page, table, row, at, share, font))
        length = len(rows[row][at].text)
        if row == 0 or table.columns[at].align != "right" or length > most:
            return longest_word(measured)
        return max(wrap(measured, _UNWRAPPED)) + page.inches(_SLACK)

    least = [max(needs(row, at) for row in range(len(rows))) + page.inches(_BESIDE) for at in range(len(wanted))]
    lacking = sum(max(0.0, need - each) for need, each in zip(least, wanted, strict=True))
    spare = sum(max(0.0, each - need) for need, each in zip(least, wanted, strict=True))
    if lacking > spare:
        return None
    if not lacking:
        return wanted
    kept = 1 - lacking / spare
    return tuple(max(need, need + (each - need) * kept) for need, each in zip(least, wanted, strict=True))


def _style_of(page: Page) -> str:
    return default_style(page.slide.part.package.presentation_part) or PLAIN_STYLE


def _needed(page: Page, table: Table, widths: Sequence[float], share: float, font: str, *, plain: bool) -> list[float]:
    """Return the least height of each row, the head first."""
    rows: list[Sequence[Paragraph]] = [[column.label for column in table.columns], *table.rows]
    found = []
    for row, cells in enumerate(rows):
        highest = 0.0
        for at, paragraph in enumerate(cells):
            width = widths[at] - (0.0 if plain and at == len(cells) - 1 else page.inches(_BESIDE))
            highest = max(highest, height([block(paragraph, _look(page, table, row, at, share, font))], width))
        found.append(highest + page.inches(2 * _PADDING))
    return found


def _stretched(page: Page, table: Table, needed: Sequence[float], room: float) -> tuple[float, ...]:
    """Give rows their comfortable height, or as much of it as there is room for, so that the rhythm is even."""
    head = max(needed[0], page.inches(_HEAD))
    tall = _is_text(table) or len(table.rows) <= _FEW  # a few low rows would be lost on their slide
    target = page.inches(_TALL_ROW if tall else _ROW)
    rows = needed[1:]
    while rows and target > 0 and head + sum(max(row, target) for row in rows) > room:
        target -= 0.01
    if head + sum(rows) > room:
        head = needed[0]
    return (head, *(max(row, target) for row in rows))


def _frame_xml(page: Page, table: Table, name: str, alt: str, box: Box, drawing: _Drawing) -> str:
    grid = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in drawing.widths)
    empty = "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>"
    rows = "".join(f'<a:tr h="{emu(high)}">{empty * len(drawing.widths)}</a:tr>' for high in drawing.heights)
    place = f'<a:off x="{emu(box.left)}" y="{emu(box.top)}"/><a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/>'
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{page.next_id()}" name={quoteattr(name)} '
        f"descr={quoteattr(printable(alt))}/>"
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
        f"</p:nvGraphicFramePr><p:xfrm>{place}</p:xfrm>"
        f'<a:graphic><a:graphicData uri="{_TABLE}"><a:tbl>'
        f'<a:tblPr{_mirrored(page, table)} firstRow="1"{_banded(drawing.style)}>'
        f"<a:tableStyleId>{drawing.style}</a:tableStyleId></a:tblPr>"
        f"<a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _mirrored(page: Page, table: Table) -> str:
    """Return that a table's first column is the one at the right, where template and words run that way."""
    leftwards = page.leftwards and any(runs_leftwards(column.label.text) for column in table.columns)
    return ' rtl="1"' if leftwards else ""


def _banded(style: str) -> str:
    return "" if style == PLAIN_STYLE else ' bandRow="1"'


def _finish_cell(page: Page, tc: Any, columns: Sequence[Column], row: int, at: int, *, plain: bool) -> None:
    """Give a cell its margins and its anchor, and a plain one the line below it."""
    from pptx.oxml import parse_xml

    beside = 0 if plain and at == len(columns) - 1 else emu(page.inches(_BESIDE if plain else _INSIDE))
    beyond = emu(page.inches(_PADDING))
    if not plain:
        tc.find(f"{_A}tcPr").attrib.update(
            {"marL": str(emu(page.inches(_INSIDE))), "marR": str(beside), "marT": str(beyond), "marB": str(beyond),
             "anchor": "ctr"}
        )  # fmt: skip
        return
    ink, points = (page.palette.second, 1.5) if row == 0 else (page.palette.rule, 0.75)
    old = tc.find(f"{_A}tcPr")
    new = parse_xml(
        f'<a:tcPr xmlns:a="{_A[1:-1]}" marL="0" marR="{beside}" marT="{beyond}" marB="{beyond}" anchor="ctr">'
        f"{_no_line('L')}{_no_line('R')}{_no_line('T')}{_line('B', points * page.scale, ink)}<a:noFill/></a:tcPr>"
    )
    tc.replace(old, new)


def _on_fill(page: Page, look: Look, fill: str) -> Look:
    ink = look.ink or page.palette.ink
    return replace(look, ink=readable_ink(ink, page.theme, [fill]) if page.theme is not None else ink)


def _seen(page: Page, paragraph: Paragraph, fill: str, box: Box) -> Paragraph:
    """Return a cell's text without the colours of its author that cannot be read where it stands."""
    grounds = [fill] if fill else page.grounds(box)
    if not any(run.color for run in paragraph.runs) or not grounds:
        return paragraph
    runs = (
        run if run.color and least_contrast(run.color, grounds) >= VISIBLE else replace(run, color="")
        for run in paragraph.runs
    )
    return replace(paragraph, runs=tuple(runs))


def _fill(tc: Any, color: str) -> None:
    """Give a cell a ground; its text then stands off the left edge."""
    from pptx.oxml import parse_xml

    properties = tc.find(f"{_A}tcPr")
    for old in properties.findall(f"{_A}noFill"):
        properties.remove(old)
    properties.append(
        parse_xml(f'<a:solidFill xmlns:a="{_A[1:-1]}"><a:srgbClr val="{color[1:].upper()}"/></a:solidFill>')
    )
    properties.set("marL", str(max(int(properties.get("marL", "0")), emu(_INSIDE))))
    properties.set("marR", str(max(int(properties.get("marR", "0")), emu(_INSIDE))))


def _no_line(side: str) -> str:
    return f"<a:ln{side}><a:noFill/></a:ln{side}>"


def _line(side: str, points: float, ink: Ink) -> str:
    look = f'<a:solidFill>{ink.xml}</a:solidFill><a:prstDash val="solid"/>'
    return f'<a:ln{side} w="{round(points * 12_700)}">{look}</a:ln{side}>'
