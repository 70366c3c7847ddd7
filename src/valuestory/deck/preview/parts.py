"""What stands on a drawn slide, as parts to look at: what its layout paints and says, then its own shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lxml import etree

from valuestory.deck.geometry import Box
from valuestory.deck.preview.backdrop import patches, scaled
from valuestory.deck.preview.bench import Drawn
from valuestory.deck.preview.cells import CellLook, cell_looks
from valuestory.deck.preview.native_charts import shown_chart
from valuestory.deck.preview.outlines import corner, is_round, outline, stroke_of
from valuestory.deck.preview.pictures import picture_patch
from valuestory.deck.reading.shapes import PlacedShape, placed_shapes
from valuestory.deck.reading.texts import Stretch, TextBody, Written, slide_texts
from valuestory.deck.template.grounds import Layer, layers_of
from valuestory.deck.template.inherit import hang_of, holder_kind, marker_of
from valuestory.deck.template.shades import Scheme, scheme_of, text_shade
from valuestory.slides.html.on_template import Exhibit, Letters, Line, Part, Patch, Stroke, Turned, Words

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WHOLE: Final = 0.999
_SYMBOLS: Final = ("Wingdings", "Webdings", "Symbol")
"""Fonts whose letters are pictures."""
Facts = Mapping[tuple[str, tuple[int, int] | None, int, int], str]


@dataclass(frozen=True)
class _View:
    """What every part of one slide is made with; `scale` makes the slide 7.5 inches high."""

    drawn: Drawn
    scale: float
    scheme: Scheme
    facts: Facts
    cells: dict[Any, CellLook] = field(default_factory=dict)

    @property
    def layout(self) -> Any:
        return self.drawn.page.slide.slide_layout


def shown_parts(
    drawn: Drawn,
    texts: tuple[TextBody, ...],
    shapes: tuple[PlacedShape, ...],
    shown: dict[Hashable, tuple[Part, ...]],
) -> list[Part]:
    """Return everything on a slide, lowest first.

    Parameters
    ----------
    drawn
        The slide as it was drawn or filled.
    texts, shapes
        What was read of it.
    shown
        What grounds show before anything is drawn on them, by their names; filled where one is missing.
    """
    page, ground = drawn.page, drawn.ground.name
    facts = {
        (each.shape, each.cell, each.paragraph, each.start): each.fact
        + ("" if each.part == "value" else f", {each.part}")
        for each in page.shown
    }
    view = _View(drawn, 7.5 / drawn.size.height, scheme_of(page.slide), facts)
    if ground not in shown:
        shown[ground] = (*patches(drawn.ground.layers, view.scale), *_said_by_layout(view))
    found: list[Part] = [*shown[ground]]
    layers = dict(layers_of(page.slide))
    for shape in shapes:
        found += _shape(shape, layers, texts, view)
    found += [Exhibit(scaled(box, view.scale), chart) for chart, box in drawn.charts]
    return found


def _said_by_layout(view: _View) -> Iterator[Part]:
    """Yield the texts that layout and master bring, such as a company's name."""
    layout = view.layout
    if _hides(view.drawn.page.slide):
        return
    painted = [layer for element, layer in layers_of(layout) if holder_kind(element) is None]
    for sheet, over in ((layout, ()),) if _hides(layout) else ((layout.slide_master, painted), (layout, ())):
        shapes = [each for each in placed_shapes(sheet) if each.kind == "sp" and not _is_holder(each)]
        for text in slide_texts(view.drawn.page.slide, shapes):
            if text.text and not text.turned and not any(_conceals(each, text.box) for each in over):
                yield from _words(text, view)


def _conceals(layer: Layer, box: Box | None) -> bool:
    """Whether a layer lies over all of a box, and nothing is seen through it."""
    if box is None or not layer.box.area or box.overlap(layer.box) < _WHOLE:
        return False
    places = [(x, y) for x in (box.left, box.right) for y in (box.top, box.top + box.height / 2, box.bottom)]
    for x, y in places:
        place = ((x - layer.box.left) / layer.box.width, (y - layer.box.top) / layer.box.height)
        shade = layer.fill(*place) if layer.covers(*place) else None
        if shade is None or shade.alpha < 1:
            return False
    return True


def _hides(sheet: Any) -> bool:
    return str(sheet._element.get("showMasterSp", "1")) in ("0", "false")


def _is_holder(shape: PlacedShape) -> bool:
    return holder_kind(shape.shape._element) is not None


def _shape(shape: PlacedShape, layers: Mapping[Any, Layer], texts: tuple[TextBody, ...], view: _View) -> Iterator[Part]:
    """Yield what a shape shows: a story's chart where it stands for one, else its surface and its texts."""
    element, box, instead = shape.shape._element, shape.box, view.drawn.instead
    if element in instead and box is not None:
        yield Exhibit(scaled(box, view.scale), instead[element])
    elif box is None or not instead or not any(each in instead for each in element.iterancestors()):
        looks = {"pic": _picture, "cxnSp": _connector, "sp": _surface, "graphicFrame": _frame}
        look = looks.get(shape.kind)
        seen = [] if look is None or box is None else list(look(shape, box, layers.get(element), view))
        said = [each for each in texts if each.holder is element]
        if said and shape.kind == "graphicFrame":
            seen += _cells(shape, said, view)
        else:
            seen += [part for text in said for part in _words(text, view)]
        yield from _turned(shape, seen, view)


def _turned(shape: PlacedShape, parts: list[Part], view: _View) -> Iterator[Part]:
    """Yield the parts of a shape as it is turned."""
    degrees = float(getattr(shape.shape, "rotation", 0.0) or 0.0)
    flat = tuple(each for each in parts if isinstance(each, (Patch, Stroke, Words)))
    if not degrees or shape.box is None or len(flat) < len(parts):
        yield from parts
    elif flat:
        yield Turned(scaled(shape.box, view.scale), flat, degrees)


def _picture(shape: PlacedShape, box: Box, layer: Layer | None, view: _View) -> Iterator[Part]:
    if view.drawn.picture is not None:
        yield Exhibit(scaled(box, view.scale), view.drawn.picture)
        return
    shown = picture_patch(shape.shape._element, view.drawn.page.slide.part, scaled(box, view.scale))
    yield from [shown] if shown is not None else _place(box, view)


def _connector(shape: PlacedShape, box: Box, layer: Layer | None, view: _View) -> Iterator[Part]:
    found = outline(shape.shape._element, view.scheme)
    if found is not None:
        yield stroke_of(found, box, view.scale, shape.shape._element)


def _frame(shape: PlacedShape, box: Box, layer: Layer | None, view: _View) -> Iterator[Part]:
    """Yield what a frame holds but a table: a chart, as far as a picture of its data shows it."""
    yield from patches([layer], view.scale) if layer is not None else ()
    if shape.shape.has_table:
        return
    chart = shape.shape.chart if shape.shape.has_chart else None
    shown = None if chart is None else shown_chart(chart._chartSpace, view.scheme, view.scale, shape.properties)
    yield from _place(box, view) if shown is None else [Exhibit(scaled(box, view.scale), shown)]


def _cells(shape: PlacedShape, texts: list[TextBody], view: _View) -> Iterator[Part]:
    """Yield a table's cells, all fills and rules before the texts."""
    element = shape.shape._element
    places, part = _cell_places(element), view.drawn.page.slide.part
    looks = cell_looks(element.find(f".//{_A}tbl"), texts, view.scheme, part)
    view.cells.update(looks)
    for look in looks.values():
        yield from look.parts(view.scale)
    for text in texts:
        if text.element in looks:
            yield from _words(text._replace(box=looks[text.element].box), view, places[text.element])


def _place(box: Box, view: _View) -> Iterator[Part]:
    """Yield the outline of what cannot be shown here."""
    color = view.drawn.ground.palette.second.value(view.drawn.ground.theme)
    yield Patch(scaled(box, view.scale), edge=color, edge_points=0.75, dashed=True)


def _surface(shape: PlacedShape, box: Box, layer: Layer | None, view: _View) -> Iterator[Part]:
    """Yield a shape's fill with its outline, or its outline alone."""
    element = shape.shape._element
    fills = patches([layer], view.scale) if layer is not None else []
    rounded = corner(element, box) * view.scale
    fills = [replace(each, corner=rounded) for each in fills] if rounded else fills
    edge = outline(element, view.scheme)
    if edge is not None and element.spPr.find(f"{_A}prstGeom[@prst='line']") is not None:
        yield stroke_of(edge, box, view.scale, element)
    elif edge is None:
        yield from fills
    else:
        plain = fills[0] if fills else Patch(scaled(box, view.scale), round=is_round(element), corner=rounded)
        yield replace(plain, edge=edge.color, edge_points=edge.points * view.scale, dashed=edge.dashed)


def _cell_places(element: Any) -> dict[Any, tuple[int, int]]:
    rows = enumerate(element.iter(f"{_A}tr"))
    return {cell: (at, column) for at, row in rows for column, cell in enumerate(row.findall(f"{_A}tc"))}


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
    layout = view.layout
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
    look, cell = run.element.find(f"{_A}rPr"), view.cells.get(text.element)
    own: Mapping[str, str] = {} if look is None else look.attrib
    shade = text_shade(text.element, view.layout, view.scheme, written.level, run.element)
    if cell is not None and cell.ink is not None and (look is None or look.find(f"{_A}solidFill") is None):
        shade = cell.ink
    named = run.element.find(f"{_A}rPr/{_A}latin")
    font = named.get("typeface") if named is not None and not named.get("typeface", "+").startswith("+") else ""
    return Letters(
        words,
        run.size * view.scale,
        shade.color if shade is not None else view.drawn.ground.theme.ink,
        run.bold or (cell is not None and cell.bold and own.get("b") is None),
        own.get("i", "0") in ("1", "true"),
        font or written.block.font,
        fact,
    )
