"""Every text of a slide where it stands, with the size and font that it inherits. Judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, Final, Literal, NamedTuple

from valuestory.deck.geometry import EMU, Box
from valuestory.deck.reading.shapes import PlacedShape
from valuestory.deck.template.inherit import Frame, TextStyle, frame, holder_kind, text_style
from valuestory.deck.turns import Turn
from valuestory.slides.typography.fit import Block, Piece, height, wrap

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SOURCE: Final = frozenset(
    (
        *("source", "sources", "quelle", "quellen", "fonte", "fontes", "fonti", "fuente", "fuentes", "bron", "bronnen"),
        *("källa", "kilde", "źródło", "źródła", "источник", "出典", "出所", "来源", "資料", "出處"),
    )
)
"""With what a line begins that says where figures come from."""
_FOOTERS: Final = ("sldNum", "dt", "ftr", "hdr", "sldImg")


Role = Literal["title", "body", "text", "cell", "source", "footer"]


class Stretch(NamedTuple):
    """A run as written: its text, size in points, and element."""

    text: str
    size: float
    bold: bool
    element: Any


class Written(NamedTuple):
    """A paragraph as written: what can be measured of it, its runs, and its level.

    `inherited` is the size in points that it has where no other is written, `own_font` a font that is written in it.
    """

    block: Block
    runs: tuple[Stretch, ...]
    level: int
    align: str = "l"
    inherited: float = 0.0
    own_font: str = ""

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return "".join(run.text for run in self.runs)


class TextBody(NamedTuple):
    """A shape's text, or that of a table's cell.

    `holder` is the shape's element, `element` the cell's in a table; `box` is where it stands on the slide, None where
    nothing says; `grows` tells that PowerPoint lets the shape grow with its text; `turned` that the text does not run
    from left to right on a level line; `turn` takes the box to where it is seen.
    """

    shape: str
    holder: Any
    element: Any
    role: Role
    box: Box | None
    insets: Frame
    paragraphs: tuple[Written, ...]
    grows: bool = False
    turned: bool = False
    turn: Turn = Turn()

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


def slide_texts(slide: Any, shapes: Iterable[PlacedShape]) -> Iterator[TextBody]:
    """Yield the texts of a python-pptx slide's shapes, in their order; of a table each cell's."""
    for each in shapes:
        yield from _texts(each, slide.slide_layout)


def _texts(placed: PlacedShape, layout: Any) -> Iterator[TextBody]:
    if placed.kind == "sp" and placed.shape.has_text_frame:
        element = placed.shape._element
        yield _body(placed, element, layout, _role(element, placed), placed.box)
    elif placed.kind == "graphicFrame" and placed.shape.has_table:
        yield from _cells(placed, layout)


def _role(element: Any, placed: PlacedShape) -> Role:
    kind = (holder_kind(element) or ("",))[0]
    if kind in ("title", "ctrTitle"):
        return "title"
    if kind in _FOOTERS:
        return "footer"
    if placed.name == "vs:source" or _says_source(placed.shape.text_frame.text):
        return "source"
    return "body" if kind else "text"


def _says_source(text: str) -> bool:
    return "".join(takewhile(str.isalnum, text.lstrip())).casefold() in _SOURCE


def _cells(placed: PlacedShape, layout: Any) -> Iterator[TextBody]:
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


def _cell(placed: PlacedShape, cell: Any, layout: Any, box: Box) -> TextBody:
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


def _body(placed: PlacedShape, element: Any, layout: Any, role: Role, box: Box | None) -> TextBody:
    body = element.txBody
    own = body.find(f"{_A}bodyPr")
    shrunk = own.find(f"{_A}normAutofit") if own is not None else None
    share = int(shrunk.get("fontScale", "100000")) / 100_000 if shrunk is not None else 1.0
    tighter = 1 - (int(shrunk.get("lnSpcReduction", "0")) / 100_000 if shrunk is not None else 0.0)
    paragraphs = tuple(_words(each, element, layout, share, tighter) for each in body.findall(f"{_A}p"))
    grows = own is not None and own.find(f"{_A}spAutoFit") is not None
    insets = frame(element, layout)
    turned = not placed.turn.is_level or insets.vertical
    return TextBody(placed.name, element, element, role, box, insets, paragraphs, grows, turned, placed.turn)


def _words(paragraph: Any, element: Any, layout: Any, share: float, tighter: float) -> Written:
    """Return a written paragraph as something to measure, with what it inherits."""
    properties = paragraph.find(f"{_A}pPr")
    own: Mapping[str, str] = properties.attrib if properties is not None else {}
    level = int(own.get("lvl", "0"))
    style = text_style(element, layout, level)
    runs = tuple(_runs(paragraph, style, share))
    after = properties.find(f"{_A}spcAft/{_A}spcPts") if properties is not None else None
    spacing = properties.find(f"{_A}lnSpc/{_A}spcPct") if properties is not None else None
    own_font = _font(paragraph)
    block = Block(
        tuple(Piece(run.text.upper() if _in_capitals(run, style) else run.text, run.bold) for run in runs),
        max((run.size for run in runs), default=style.size * share),
        style.after if after is None else int(after.get("val")) / 100,
        int(own["marL"]) / EMU if "marL" in own else style.indent,
        (style.spacing if spacing is None else int(spacing.get("val")) / 100_000) * tighter,
        own_font or style.font,
    )
    return Written(block, runs, level, own.get("algn", style.align), style.size, own_font)


def _runs(paragraph: Any, style: TextStyle, share: float) -> Iterator[Stretch]:
    for run in paragraph.iter(f"{_A}r", f"{_A}fld", f"{_A}br"):
        found = run.find(f"{_A}rPr")
        look: Mapping[str, str] = {} if found is None else found.attrib
        size = int(look.get("sz", round(style.size * 100))) / 100 * share
        text = "\n" if run.tag == f"{_A}br" else run.findtext(f"{_A}t") or ""
        yield Stretch(text, size, look.get("b", "1" if style.bold else "0") in ("1", "true"), run)


def _in_capitals(run: Stretch, style: TextStyle) -> bool:
    """Whether a run is shown in capitals, however it is written."""
    look = run.element.find(f"{_A}rPr")
    own = None if look is None else look.get("cap")
    return style.caps if own is None else own == "all"


def _font(paragraph: Any) -> str:
    """Return the font that a paragraph's runs name themselves; empty where they name none."""
    named = [each.get("typeface") for each in paragraph.iterfind(f"{_A}r/{_A}rPr/{_A}latin")]
    return next((str(each) for each in named if each and not each.startswith("+")), "")
