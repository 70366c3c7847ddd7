"""What stands on a drawn slide, as parts to look at: what its layout paints and says, then its own shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from lxml import etree

from valuestory.deck.geometry import Box
from valuestory.deck.preview.backdrop import patches, scaled
from valuestory.deck.preview.bench import Drawn
from valuestory.deck.reading.shapes import PlacedShape, placed_shapes
from valuestory.deck.reading.texts import Stretch, TextBody, Written, slide_texts
from valuestory.deck.template.fills import fill_in
from valuestory.deck.template.grounds import Layer, layers_of
from valuestory.deck.template.inherit import hang_of, holder_kind, marker_of
from valuestory.deck.template.shades import Scheme, scheme_of, shade_in, text_shade
from valuestory.slides.html.on_template import Exhibit, Letters, Line, Part, Patch, Stroke, Words
from valuestory.slides.slide import Slide

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SYMBOLS: Final = ("Wingdings", "Webdings", "Symbol")
"""Fonts whose letters are pictures."""
Facts = Mapping[tuple[str, tuple[int, int] | None, int, int], str]


@dataclass(frozen=True)
class _View:
    """What every part of one slide is made with; `scale` makes the slide 7.5 inches high."""

    drawn: Drawn
    slide: Slide
    scale: float
    scheme: Scheme
    facts: Facts


def shown_parts(
    drawn: Drawn,
    slide: Slide,
    texts: tuple[TextBody, ...],
    shapes: tuple[PlacedShape, ...],
    shown: dict[int, tuple[Part, ...]],
) -> list[Part]:
    """Return everything on a slide, lowest first.

    Parameters
    ----------
    drawn
        The slide as it was drawn.
    slide
        The story's, which has the picture itself.
    texts, shapes
        What was read of it.
    shown
        What layouts show before anything is drawn on them, by their place in the file; filled where one is missing.
    """
    page, size = drawn.page, drawn.choice.signature
    facts = {
        (each.shape, each.cell, each.paragraph, each.start): each.fact
        + ("" if each.part == "value" else f", {each.part}")
        for each in page.shown
    }
    view = _View(drawn, slide, 7.5 / size.height, scheme_of(page.slide), facts)
    if size.order not in shown:
        shown[size.order] = (*patches(drawn.ground.layers, view.scale), *_said_by_layout(view))
    found: list[Part] = [*shown[size.order]]
    layers = dict(layers_of(page.slide))
    for shape in shapes:
        found += _shape(shape, layers, texts, view)
    found += [Exhibit(scaled(box, view.scale), chart) for chart, box in drawn.charts]
    return found


def _said_by_layout(view: _View) -> Iterator[Part]:
    """Yield the texts that layout and master bring, such as a company's name."""
    layout = view.drawn.choice.signature.layout
    hidden = str(layout._element.get("showMasterSp", "1")) in ("0", "false")
    for sheet in (layout,) if hidden else (layout.slide_master, layout):
        shapes = [each for each in placed_shapes(sheet) if each.kind == "sp" and not _is_holder(each)]
        for text in slide_texts(view.drawn.page.slide, shapes):
            if text.text and not text.turned:
                yield from _words(text, view)


def _is_holder(shape: PlacedShape) -> bool:
    return holder_kind(shape.shape._element) is not None


def _shape(shape: PlacedShape, layers: Mapping[Any, Layer], texts: tuple[TextBody, ...], view: _View) -> Iterator[Part]:
    element = shape.shape._element
    if shape.kind == "pic" and view.slide.picture is not None and shape.box is not None:
        yield Exhibit(scaled(shape.box, view.scale), view.slide.picture)
        return
    if shape.kind == "cxnSp" and shape.box is not None:
        yield from _stroke(element.spPr, shape.box, view)
    if shape.kind == "sp" and shape.box is not None:
        yield from _surface(element, shape.box, layers.get(element), view)
    cells = [each for each in texts if each.holder is element]
    places = _cell_places(element) if shape.kind == "graphicFrame" else {}
    for text in cells:
        yield from _cell_look(text, view) if text.role == "cell" else ()
        yield from _words(text, view, places.get(text.element))


def _surface(element: Any, box: Box, layer: Layer | None, view: _View) -> Iterator[Part]:
    """Yield a shape's fill with its outline, or its outline alone."""
    fills = patches([layer], view.scale) if layer is not None else []
    edge = next(_stroke(element.spPr, box, view), None)
    if edge is None or element.spPr.find(f"{_A}prstGeom[@prst='line']") is not None:
        yield from fills
        return
    plain = fills[0] if fills else Patch(scaled(box, view.scale), round=_is_round(element))
    yield replace(plain, edge=edge.color, edge_points=edge.points, dashed=edge.dashed)


def _is_round(element: Any) -> bool:
    return element.spPr.find(f"{_A}prstGeom[@prst='ellipse']") is not None


def _cell_places(element: Any) -> dict[Any, tuple[int, int]]:
    rows = enumerate(element.iter(f"{_A}tr"))
    return {cell: (at, column) for at, row in rows for column, cell in enumerate(row.findall(f"{_A}tc"))}


def _cell_look(text: TextBody, view: _View) -> Iterator[Part]:
    """Yield a cell's fill and the rule below it."""
    properties = text.element.find(f"{_A}tcPr")
    if properties is None or text.box is None:
        return
    page = view.drawn.page
    fill = fill_in(properties, view.scheme, page.slide.part, text.box)
    if fill is not None:
        yield from patches([Layer(text.box, fill, lambda across, down: True)], view.scale)
    rule = properties.find(f"{_A}lnB")
    if rule is not None:
        yield from _line(rule, Box(text.box.left, text.box.bottom, text.box.width, 0), view)


def _stroke(properties: Any, box: Box, view: _View) -> Iterator[Stroke]:
    line = properties.find(f"{_A}ln")
    if line is not None:
        yield from _line(line, box, view)


def _line(line: Any, box: Box, view: _View) -> Iterator[Stroke]:
    fill = line.find(f"{_A}solidFill")
    shade = shade_in(fill, view.scheme) if fill is not None else None
    if shade is not None:
        dashed = line.find(f"{_A}prstDash") is not None and line.find(f"{_A}prstDash").get("val") != "solid"
        head = line.find(f"{_A}tailEnd")
        arrow = head is not None and head.get("type", "none") != "none"
        points = int(line.get("w", "9525")) / 12_700 * view.scale
        yield Stroke(scaled(box, view.scale), shade.color, points, dashed, arrow)


def _words(text: TextBody, view: _View, cell: tuple[int, int] | None = None) -> Iterator[Part]:
    if text.box is None or not text.text:
        return
    insets = text.insets
    inner = Box(
        text.box.left + insets.left,
        text.box.top + insets.top,
        text.width,
        max(text.box.height - insets.top - insets.bottom, 0.0),
    )
    counts: Counter[int] = Counter()
    lines = tuple(_paragraph(each, at, text, cell, counts, view) for at, each in enumerate(text.paragraphs))
    yield Words(scaled(inner, view.scale), lines, insets.anchor, insets.wraps, title=text.role == "title")


def _paragraph(
    written: Written, at: int, text: TextBody, cell: tuple[int, int] | None, counts: Counter[int], view: _View
) -> Line:
    own = _properties(written, text, at)
    letters, start = [], 0
    for run, piece in zip(written.runs, written.block.pieces, strict=True):
        if not _is_number(run):
            fact = view.facts.get((text.shape, cell, at, start), "")
            letters.append(_letters(run, piece.text, written, text, view, fact))
        start += len(run.text)
    block, scale = written.block, view.scale
    mark, hang = _mark(own, written, text, counts, view) if written.text.strip() else ("", 0.0)
    return Line(
        tuple(letters),
        block.size * scale,
        written.align,
        block.indent * scale,
        mark,
        (block.indent + hang) * scale,
        letters[0].color if letters else "",
        block.spacing,
        block.after * scale,
        rightwards=own is None or own.get("rtl", "0") not in ("1", "true"),
    )


def _is_number(run: Stretch) -> bool:
    """Whether a run is the slide's number, which nobody knows while the slide is written."""
    return str(run.element.get("type", "")) == "slidenum"


def _properties(written: Written, text: TextBody, at: int) -> Any:
    paragraphs = list(text.element.iter(f"{_A}p"))
    return paragraphs[at].find(f"{_A}pPr") if at < len(paragraphs) else None


def _mark(own: Any, written: Written, text: TextBody, counts: Counter[int], view: _View) -> tuple[str, float]:
    """Return the bullet or number before a paragraph, and how far from its text it stands, in inches."""
    layout = view.drawn.choice.signature.layout
    found = None if text.role == "cell" else marker_of(text.element, layout, written.level, own)
    if found is None:
        return "", 0.0
    hang = hang_of(text.element, layout, written.level, own)
    if etree.QName(found).localname == "buAutoNum":
        counts[written.level] += 1
        return f"{int(found.get('startAt', '1')) + counts[written.level] - 1}.", hang
    symbol = found.getparent().find(f"{_A}buFont")
    drawn = symbol is not None and str(symbol.get("typeface", "")).startswith(_SYMBOLS)
    return "▪" if drawn else str(found.get("char", "•")), hang


def _letters(run: Stretch, words: str, written: Written, text: TextBody, view: _View, fact: str) -> Letters:
    layout = view.drawn.choice.signature.layout
    shade = text_shade(text.element, layout, view.scheme, written.level, run.element)
    look = run.element.find(f"{_A}rPr")
    own: Mapping[str, str] = {} if look is None else look.attrib
    named = run.element.find(f"{_A}rPr/{_A}latin")
    font = named.get("typeface") if named is not None and not named.get("typeface", "+").startswith("+") else ""
    return Letters(
        words,
        run.size * view.scale,
        shade.color if shade is not None else view.drawn.ground.theme.ink,
        run.bold,
        own.get("i", "0") in ("1", "true"),
        font or written.block.font,
        fact,
    )
