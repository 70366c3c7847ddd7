"""A finished deck as a reader has it: slides, shapes where they stand, and every text with its size and font.

Reads what is written and what is inherited, and judges nothing. Boxes inside groups are those on the slide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from lxml import etree

from valuestory.deck.drawing.fit import Block, Piece, height, wrap
from valuestory.deck.file.evidence import Evidence, Plotted, Shown
from valuestory.deck.geometry import EMU, Box, box_of
from valuestory.deck.template.grounds import Stage, out_of_group, stage_of
from valuestory.deck.template.inherit import Frame, TextStyle, frame, holder_kind, text_style

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_SOURCE: Final = re.compile(
    r"\s*(sources?|quellen?|fontes?|fuentes?|fonti|bronn?e?n?|källa|kilde|źródł[oa]|источник|出典|出所|来源|資料|出處)\b"
    r"\s*[::]?",
    re.IGNORECASE,
)
_FOOTERS: Final = ("sldNum", "dt", "ftr", "hdr", "sldImg")

_HEADLINE_WORDS: Final = 25
"""A cover, a section or a closing says no more beside its title."""

Role = Literal["title", "body", "text", "cell", "source", "footer"]


@dataclass(frozen=True)
class Stretch:
    """A run as written: its text, size in points, and element."""

    text: str
    size: float
    bold: bool
    element: Any


@dataclass(frozen=True)
class Words:
    """A paragraph as written: what can be measured of it, its runs, and its level."""

    block: Block
    runs: tuple[Stretch, ...]
    level: int
    align: str = "l"

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class TextBody:
    """A shape's text, or that of a table's cell.

    `holder` is the shape's element, `element` the cell's in a table; `box` is where it stands on the slide, None where
    nothing says; `grows` tells that PowerPoint lets the shape grow with its text; `turned` that the text does not run
    from left to right on a level line.
    """

    shape: str
    holder: Any
    element: Any
    role: Role
    box: Box | None
    insets: Frame
    paragraphs: tuple[Words, ...]
    grows: bool = False
    turned: bool = False

    @property
    def text(self) -> str:
        """All paragraphs as plain text."""
        return "\n".join(each.text for each in self.paragraphs).strip()

    @property
    def width(self) -> float:
        """The width that lines have, in inches."""
        return 0.0 if self.box is None else self.box.width - self.insets.left - self.insets.right

    def lines(self) -> int:
        """Return how many lines the text takes."""
        return sum(len(wrap(each.block, self.width)) if self.insets.wraps else 1 for each in self.paragraphs)

    def inked(self) -> Box | None:
        """Return the box that the text itself takes, by measure."""
        if self.box is None or not self.text:
            return None
        blocks = [each.block for each in self.paragraphs]
        room = self.width if self.insets.wraps else 1000.0
        high = height(blocks, room)
        wide = max((line + block.indent for block in blocks for line in wrap(block, room)), default=0.0)
        free = self.box.height - self.insets.top - self.insets.bottom - high
        down = {"t": 0.0, "ctr": free / 2, "b": free}.get(self.insets.anchor, 0.0)
        return Box(self._left(wide), self.box.top + self.insets.top + down, wide, high)

    def _left(self, wide: float) -> float:
        assert self.box is not None
        aligns = {each.align for each in self.paragraphs if each.text.strip()}
        free = self.width - wide
        aside = free if aligns == {"r"} else free / 2 if "ctr" in aligns else 0.0
        return self.box.left + self.insets.left + aside


@dataclass(frozen=True)
class Placed:
    """A shape with its box on the slide (None where nothing says it); `depth` is 0 outside groups."""

    shape: Any
    name: str
    kind: str
    box: Box | None
    depth: int


@dataclass(frozen=True)
class SeenSlide:
    """One slide: its shapes and texts in the order they are stored, which is the order they are read in."""

    number: int
    slide: Any
    slide_id: int
    size: Box
    shapes: tuple[Placed, ...]
    texts: tuple[TextBody, ...]

    @cached_property
    def title(self) -> TextBody | None:
        """The title, where there is one that says something."""
        return next((each for each in self.texts if each.role == "title" and each.text), None)

    @cached_property
    def charts(self) -> tuple[tuple[str, Any], ...]:
        """The native charts: shape name and the root of the chart's part."""
        return tuple(
            (each.name, each.shape.chart._chartSpace)
            for each in self.shapes
            if each.kind == "graphicFrame" and each.shape.has_chart
        )

    @cached_property
    def tables(self) -> tuple[Placed, ...]:
        """The tables."""
        return tuple(each for each in self.shapes if each.kind == "graphicFrame" and each.shape.has_table)

    @cached_property
    def has_exhibit(self) -> bool:
        """Whether the slide shows a chart, a table or figures as tiles."""
        return bool(self.charts or self.tables) or any(each.name.startswith("vs:kpi") for each in self.shapes)

    @cached_property
    def stage(self) -> Stage:
        """What is painted on the slide, for what lies beneath a text."""
        return stage_of(self.slide, self.size)

    @property
    def argues(self) -> bool:
        """Whether the slide makes a point: it shows something, or says more than a headline slide does."""
        said = sum(len(each.text.split()) for each in self.texts if each.role in ("body", "text"))
        return self.has_exhibit or said > _HEADLINE_WORDS

    @property
    def hidden(self) -> bool:
        """Whether the slide is not shown."""
        return self.slide._element.get("show") in ("0", "false")


@dataclass(frozen=True)
class SeenDeck:
    """A deck read for checking: its file as parts, its slides, and the evidence in it where valuestory made it."""

    names: tuple[str, ...]
    parts: Mapping[str, bytes]
    deck: Any
    slides: tuple[SeenSlide, ...]
    evidence: Evidence | None = None
    size: Box = field(default=Box(0, 0, 10, 7.5))

    @property
    def scale(self) -> float:
        """The slide's height over 7.5 inches; a portrait slide's width, so that paper is not read from afar."""
        return min(self.size.height, self.size.width) / 7.5

    def facts_of(self, slide: SeenSlide) -> list[str]:
        """Return the ids of the facts that a slide shows outside its notes, each once; nothing in others' decks."""
        if self.evidence is None:
            return []
        shown = (each for each in self.evidence.shown if each.shape != "notes")
        places: list[Shown | Plotted] = [*shown, *self.evidence.plotted]
        return list(dict.fromkeys(each.fact for each in places if each.slide_id == slide.slide_id))


def read_slides(deck: Any, size: Box) -> tuple[SeenSlide, ...]:
    """Return the slides of a presentation of this size as they are seen."""
    return tuple(_slide(number, slide, size) for number, slide in enumerate(deck.slides, 1))


def _slide(number: int, slide: Any, size: Box) -> SeenSlide:
    shapes = tuple(_placed(slide.shapes, lambda box: box, 0))
    texts = tuple(text for each in shapes for text in _texts(each, slide))
    return SeenSlide(number, slide, slide.slide_id, size, shapes, texts)


def _placed(shapes: Any, onto: Callable[[Box], Box], depth: int) -> Iterator[Placed]:
    for shape in shapes:
        kind = etree.QName(shape._element).localname
        box = box_of(shape)
        yield Placed(shape, shape.name, kind, None if box is None else onto(box), depth)
        if kind == "grpSp":
            yield from _placed(shape.shapes, out_of_group(shape, onto), depth + 1)


def _texts(placed: Placed, slide: Any) -> Iterator[TextBody]:
    layout = slide.slide_layout
    if placed.kind == "sp" and placed.shape.has_text_frame:
        element = placed.shape._element
        yield _body(placed, element, layout, _role(element, placed), placed.box)
    elif placed.kind == "graphicFrame" and placed.shape.has_table:
        yield from _cells(placed, layout)


def _role(element: Any, placed: Placed) -> Role:
    kind = (holder_kind(element) or ("",))[0]
    if kind in ("title", "ctrTitle"):
        return "title"
    if kind in _FOOTERS:
        return "footer"
    if placed.name == "vs:source" or _SOURCE.match(placed.shape.text_frame.text):
        return "source"
    return "body" if kind else "text"


def _cells(placed: Placed, layout: Any) -> Iterator[TextBody]:
    """Yield the text of each cell in its own box; a row is as high as the file says."""
    table = placed.shape._element.find(f".//{_A}tbl")
    widths = [int(each.get("w")) / EMU for each in table.findall(f"{_A}tblGrid/{_A}gridCol")]
    box = placed.box or Box(0, 0, sum(widths), 0)
    top = box.top
    for row in table.findall(f"{_A}tr"):
        high, left = int(row.get("h")) / EMU, box.left
        for cell, width in zip(row.findall(f"{_A}tc"), widths, strict=False):
            spanned = sum(widths[: int(cell.get("gridSpan", "1"))]) if cell.get("gridSpan") else width
            yield _cell(placed, cell, layout, Box(left, top, spanned, high))
            left += width
        top += high


def _cell(placed: Placed, cell: Any, layout: Any, box: Box) -> TextBody:
    properties = cell.find(f"{_A}tcPr")
    own: Mapping[str, str] = {} if properties is None else properties.attrib
    sides = {"marL": 91440, "marT": 45720, "marR": 91440, "marB": 45720}
    left, top, right, bottom = (int(own.get(name, default)) / EMU for name, default in sides.items())
    insets = Frame(left, top, right, bottom, own.get("anchor", "t"))
    paragraphs = tuple(_words(each, cell, layout, 1.0, 1.0) for each in cell.iter(f"{_A}p"))
    turned = own.get("vert", "horz") != "horz"
    return TextBody(
        placed.name, placed.shape._element, cell, "cell", box, insets, paragraphs, grows=True, turned=turned
    )


def _body(placed: Placed, element: Any, layout: Any, role: Role, box: Box | None) -> TextBody:
    body = element.txBody
    own = body.find(f"{_A}bodyPr")
    shrunk = own.find(f"{_A}normAutofit") if own is not None else None
    share = int(shrunk.get("fontScale", "100000")) / 100_000 if shrunk is not None else 1.0
    tighter = 1 - (int(shrunk.get("lnSpcReduction", "0")) / 100_000 if shrunk is not None else 0.0)
    paragraphs = tuple(_words(each, element, layout, share, tighter) for each in body.findall(f"{_A}p"))
    grows = own is not None and own.find(f"{_A}spAutoFit") is not None
    turned = (own is not None and own.get("vert", "horz") != "horz") or bool(placed.shape.rotation)
    return TextBody(placed.name, element, element, role, box, frame(element, layout), paragraphs, grows, turned)


def _words(paragraph: Any, element: Any, layout: Any, share: float, tighter: float) -> Words:
    """Return a written paragraph as something to measure, with what it inherits."""
    properties = paragraph.find(f"{_A}pPr")
    own: Mapping[str, str] = properties.attrib if properties is not None else {}
    level = int(own.get("lvl", "0"))
    style = text_style(element, layout, level)
    runs = tuple(_runs(paragraph, style, share))
    after = properties.find(f"{_A}spcAft/{_A}spcPts") if properties is not None else None
    spacing = properties.find(f"{_A}lnSpc/{_A}spcPct") if properties is not None else None
    block = Block(
        tuple(Piece(run.text, run.bold) for run in runs),
        max((run.size for run in runs), default=style.size * share),
        style.after if after is None else int(after.get("val")) / 100,
        int(own["marL"]) / EMU if "marL" in own else style.indent,
        (style.spacing if spacing is None else int(spacing.get("val")) / 100_000) * tighter,
        _font(paragraph) or style.font,
    )
    return Words(block, runs, level, own.get("algn", style.align))


def _runs(paragraph: Any, style: TextStyle, share: float) -> Iterator[Stretch]:
    for run in paragraph.iter(f"{_A}r", f"{_A}fld", f"{_A}br"):
        found = run.find(f"{_A}rPr")
        look: Mapping[str, str] = {} if found is None else found.attrib
        size = int(look.get("sz", round(style.size * 100))) / 100 * share
        text = "\n" if run.tag == f"{_A}br" else run.findtext(f"{_A}t") or ""
        yield Stretch(text, size, look.get("b", "1" if style.bold else "0") in ("1", "true"), run)


def _font(paragraph: Any) -> str | None:
    """Return the font that a paragraph's runs name themselves."""
    named = [each.get("typeface") for each in paragraph.iterfind(f"{_A}r/{_A}rPr/{_A}latin")]
    return next((str(each) for each in named if each and not each.startswith("+")), None)
