"""One slide in the making: what is drawn on it, in which reading order, and which facts stand where.

Everything drawn is plain: theme colours, theme fonts, no shadow, no line style of the theme (`p:style`), a name of
its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml

from valuestory.deck.drawing.mirrored import directed
from valuestory.deck.drawing.paragraphs import Look, Text, block, paragraph_xml, runs_of, shrunk
from valuestory.deck.file.evidence import ALT_TEXT, Plotted, Said, Shown
from valuestory.deck.file.package import printable
from valuestory.deck.geometry import Box, emu
from valuestory.deck.reading.words import on_one_line
from valuestory.deck.template.colors import Ink, Palette, readable_ink
from valuestory.deck.template.grounds import Layer, painted, sampled
from valuestory.deck.template.inherit import is_leftwards, text_style
from valuestory.slides.slide import Paragraph
from valuestory.slides.theme import Theme
from valuestory.slides.typography.direction import runs_leftwards
from valuestory.slides.typography.fit import FLOOR, height, rounded_size, shrink

_NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

TITLE, HEADER, EXHIBIT, HEADER2, EXHIBIT2, BODY, SOURCE, PAGE = range(8)
"""The reading order of a slide's parts."""


@dataclass(frozen=True)
class Problem:
    """Something that is not as it ought to be: which slide (its number), which shape, and what is wrong.

    `over` is the share of a text, from 0 to 1, that has no room.
    """

    slide: int
    shape: str
    what: str
    over: float = 0.0


@dataclass
class Page:
    """A slide in the making.

    `scale` is the slide's shorter side over 7.5 inches: every size in points is multiplied by it. What is drawn is put
    into the order of `rank` at the end, whatever the order it was drawn in. `theme` has the colours of the layout's own
    master, and `beneath` is what is painted so far, so that text can be read where it stands. `label_scale` is how much
    larger the layout wants the labels of charts, tiles and tables. `floor` is the share of its size that text shrinks
    to at most. `mirrored` says that the slide runs from right to left.
    """

    slide: Any
    key: str
    number: int
    palette: Palette
    scale: float
    language: str
    theme: Theme | None = None
    beneath: list[Layer] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    plotted: list[Plotted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ranks: dict[Any, int] = field(default_factory=dict)
    label_scale: float = 1.0
    floor: float = FLOOR
    mirrored: bool = False

    @cached_property
    def leftwards(self) -> bool:
        """Whether the template runs from right to left."""
        return is_leftwards(self.slide.slide_layout)

    def points(self, size: float) -> float:
        """Return a size on a slide 7.5 inches high as this slide's."""
        return rounded_size(size * self.scale)

    def label_points(self, size: float) -> float:
        """Return the size of a label in a chart, tile or table as this layout's."""
        return rounded_size(size * self.scale * self.label_scale)

    def inches(self, length: float) -> float:
        """Return a length on a slide 7.5 inches high as this slide's."""
        return length * self.scale

    def report(self, shape: str, what: str, over: float = 0.0) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.number, shape, what, over))

    def next_id(self) -> int:
        """Return a shape id that is not in use."""
        return max((int(each) for each in self.slide.shapes._spTree.xpath(".//p:cNvPr/@id")), default=1) + 1

    def add(self, xml: str, rank: int, into: Any = None) -> Any:
        """Parse a shape and put it on the slide, or into a group; return its element."""
        element = parse_xml(xml.replace(">", f" {_NAMESPACES}>", 1))
        tree = self.slide.shapes._spTree if into is None else into
        tree.append(element)
        if into is None:
            self.ranks[element] = rank
        return element

    def rectangle(self, name: str, box: Box, fill: Ink, rank: int, *, into: Any = None) -> Any:
        """Draw a filled rectangle without an outline."""
        if self.theme is not None:
            self.beneath.append(painted(box, fill.value(self.theme)))
        return self.add(
            _shape(self.next_id(), name, box, "rect", f"<a:solidFill>{fill.xml}</a:solidFill><a:ln><a:noFill/></a:ln>"),
            rank,
            into,
        )

    def dot(self, name: str, box: Box, fill: Ink, line: Ink, rank: int, *, into: Any = None) -> Any:
        """Draw a disc with an outline of 2.25 points."""
        width = round(2.25 * self.scale * 12_700)
        look = f'<a:solidFill>{fill.xml}</a:solidFill><a:ln w="{width}"><a:solidFill>{line.xml}</a:solidFill></a:ln>'
        return self.add(_shape(self.next_id(), name, box, "ellipse", look), rank, into)

    def line(self, name: str, box: Box, points: float, ink: Ink, rank: int, *, into: Any = None, ends: str = "") -> Any:
        """Draw a straight line from the box's left top to its right bottom; `ends` is the XML of dashes and heads."""
        xml = (
            f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{self.next_id()}" name={quoteattr(name)}/><p:cNvCxnSpPr/>'
            "<p:nvPr/></p:nvCxnSpPr>"
            f'<p:spPr>{xfrm(box)}<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln '
            f'w="{round(points * self.scale * 12_700)}">'
            f"<a:solidFill>{ink.xml}</a:solidFill>{ends}</a:ln></p:spPr></p:cxnSp>"
        )
        return self.add(xml, rank, into)

    def group(self, name: str, alt: str, box: Box, rank: int) -> Any:
        """Draw an empty group and return its element; its children's coordinates are the slide's."""
        area = f'<a:off x="{emu(box.left)}" y="{emu(box.top)}"/><a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/>'
        child = area.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        xml = (
            f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{self.next_id()}" name={quoteattr(name)} '
            f"descr={quoteattr(printable(alt))}/><p:cNvGrpSpPr/><p:nvPr/>"
            f"</p:nvGrpSpPr><p:grpSpPr><a:xfrm>{area}{child}</a:xfrm></p:grpSpPr></p:grpSp>"
        )
        return self.add(xml, rank)

    def text(
        self, name: str, box: Box, text: Text, rank: int, *, anchor: str = "t", into: Any = None, wraps: bool = True
    ) -> Any:
        """Draw a text box without insets; text that is too long is shrunk, then reported."""
        wrap = "square" if wraps else "none"
        xml = (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self.next_id()}" name={quoteattr(name)}/><p:cNvSpPr txBox="1"/>'
            "<p:nvPr/></p:nvSpPr>"
            f'<p:spPr>{xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/>'
            "</a:ln></p:spPr>"
            f'<p:txBody><a:bodyPr vert="horz" wrap="{wrap}" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" '
            f'anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
            "<a:lstStyle/><a:p/></p:txBody></p:sp>"
        )
        element = self.add(xml, rank, into)
        if self.leftwards:  # the template's own alignment is the other side, and this box has its place by ours
            text = [(paragraph, replace(look, align=look.align or "l")) for paragraph, look in text]
        self.write(element.txBody, name, self.legible(self.fitted(name, text, box), box), rank)
        return element

    def grounds(self, box: Box) -> list[str]:
        """Return the colours that lie beneath a box; none where nothing can be told."""
        return sampled(self.beneath, box) if self.beneath else []

    def ground(self, box: Box | None) -> str:
        """Return the colour that most of a box has beneath it; the palette's ground where nothing can be told."""
        seen = self.grounds(box) if box is not None else []
        if seen:
            return Counter(seen).most_common(1)[0][0]
        return self.palette.ground.value(self.theme) if self.theme is not None else "#FFFFFF"

    def legible(self, text: Text, box: Box) -> Text:
        """Return text in inks that can be read on what lies beneath its box; what inherits its ink is left alone."""
        grounds = self.grounds(box)
        theme = self.theme
        if theme is None or not grounds:
            return text
        return [
            (
                paragraph,
                replace(
                    look,
                    ink=None if look.ink is None else readable_ink(look.ink, theme, grounds),
                    bold_ink=None if look.bold_ink is None else readable_ink(look.bold_ink, theme, grounds),
                ),
            )
            for paragraph, look in text
        ]

    def fitted(self, name: str, text: Text, box: Box, least: float = 1.0) -> Text:
        """Return text at the size that fits the box, reporting what does not fit even when shrunk.

        Every look must carry its size here. `least` is a share of its size to which this text may shrink, where that is
        less than the page's.
        """
        blocks = [block(paragraph, look) for paragraph, look in text]
        found = shrink(blocks, box.width, box.height, floor=min(self.floor, least))
        if not found.fits:
            words = " ".join(paragraph.text for paragraph, _ in text)
            needed = height([each.scaled(found.share) for each in blocks], box.width)
            self.report(
                name,
                f'the text is too long for its box, even at {found.share:.0%} of its size: "{words[:60]}"',
                max(0.0, 1 - box.height / needed) if needed else 0.0,
            )
        if found.share == 1.0:
            return text
        return [(paragraph, shrunk(look, found.share)) for paragraph, look in text]

    def write(self, body: Any, name: str, text: Text, rank: int, cell: tuple[int, int] | None = None) -> None:
        """Write paragraphs into a text body and note where each fact stands."""
        self.append(body, name, text, cell)

    def append(
        self, body: Any, name: str, text: Text, cell: tuple[int, int] | None = None, *, keep: bool = False
    ) -> None:
        """Write paragraphs into a text body, behind those that are there where these are to be kept."""
        for paragraph in () if keep else body.findall(f"{_A}p"):
            body.remove(paragraph)
        for at, (paragraph, look) in enumerate(text, len(body.findall(f"{_A}p"))):
            look = self._directed(body, paragraph, look, in_cell=cell is not None)
            xml = paragraph_xml(paragraph, look, self.language, self._links(paragraph))
            body.append(parse_xml(xml.replace(">", f" {_NAMESPACES}>", 1)))
            self._note(name, paragraph, at, cell)

    def _directed(self, body: Any, paragraph: Paragraph, look: Look, *, in_cell: bool) -> Look:
        """Return a paragraph's look with the way that it runs: the template's own alignment is asked for only then."""
        if not (self.leftwards or runs_leftwards(paragraph.text)):
            return look
        shape, layout = body.getparent(), self.slide.slide_layout
        inherited = "l" if in_cell else text_style(shape, layout, look.level).align
        mirrored = self.mirrored and not in_cell
        return directed(paragraph, look, inherited=inherited, leftwards=self.leftwards, mirrored=mirrored)

    def _links(self, paragraph: Paragraph) -> dict[str, str]:
        """Return the slide's relationship to each address that a paragraph links to."""
        addresses = [run.link for run in paragraph.runs if run.link]
        return {each: self.slide.part.relate_to(each, RT.HYPERLINK, is_external=True) for each in addresses}

    def _note(self, name: str, paragraph: Paragraph, at: int, cell: tuple[int, int] | None) -> None:
        place = (self.key, self.slide.slide_id, name)
        start = 0
        for index, run in enumerate(runs_of(paragraph)):
            if run.fact is not None:
                shown = (run.fact, run.part, run.format or "", run.text)
                self.shown.append(Shown(*place, *shown, at, index, cell, start))
            start += len(run.text)
        if paragraph.text.strip():
            self.said.append(Said(*place, paragraph.text, at, cell))

    def finish(self) -> None:
        """Put the shapes into reading order, and note their alt texts."""
        tree = self.slide.shapes._spTree
        for each in tree.iter("{*}cNvPr"):
            alt = on_one_line(each.get("descr", ""))
            if alt:
                self.said.append(Said(self.key, self.slide.slide_id, each.get("name", ""), alt, ALT_TEXT))
        shapes = [each for each in tree if each in self.ranks]
        for element in sorted(shapes, key=lambda each: self.ranks[each]):
            tree.remove(element)
            tree.append(element)


def xfrm(box: Box) -> str:
    """Return a box as the element that places a shape."""
    extent = f'<a:ext cx="{emu(box.width)}" cy="{emu(box.height)}"/>'
    return f'<a:xfrm><a:off x="{emu(box.left)}" y="{emu(box.top)}"/>{extent}</a:xfrm>'


def _shape(shape_id: int, name: str, box: Box, kind: str, look: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name={quoteattr(name)}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{xfrm(box)}<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{look}</p:spPr></p:sp>'
    )
