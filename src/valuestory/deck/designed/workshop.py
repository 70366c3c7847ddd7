"""What is at hand while slides are filled: the slide, what a deck's slides share, and what has come to stand where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from valuestory.deck.designed.parts import PartNames
from valuestory.deck.designed.pictures import Pictures
from valuestory.deck.designed.words import Written

if TYPE_CHECKING:
    from valuestory.deck.file.evidence import Plotted, Said, Shown
    from valuestory.slides.theme import Theme

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class DesignedSlide(NamedTuple):
    """A slide to be filled: its part and id, what the evidence and errors call it, and whether its charts may grow.

    `design` is the number of the designer's slide that it is, or is a copy of.
    """

    part: Any
    slide_id: int
    key: str
    where: str
    grow: bool = False
    design: int = 0


@dataclass(frozen=True)
class Workshop:
    """What the slides of one deck share while they are filled.

    `theme` reads the template's look, for charts that are drawn; `height` is a slide's, in EMU; `measured` are the
    numbers of the designs whose own text has been measured: in their copies it is the same.
    """

    names: PartNames
    pictures: Pictures
    theme: Callable[[], Theme]
    height: int
    measured: set[int] = field(default_factory=set)


@dataclass
class Filled:
    """What came to stand on a slide.

    `key` is the slide's; `remarks` name a shape and what is not as it ought to be there; `charts` say what
    each chart became.
    """

    key: str = ""
    shown: list[Shown] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    plotted: list[Plotted] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)

    def show(self, slide: DesignedSlide, shape: str, written: Written, paragraph: Any) -> None:
        """Note words that stand in a paragraph of a shape, where they show a fact."""
        words = written.words
        if words.fact is None:
            return
        from valuestory.deck.file.evidence import Said, Shown

        at = paragraph.getparent().findall(f"{_A}p").index(paragraph)
        place, cell = (slide.key, slide.slide_id, shape), cell_of(paragraph)
        start = _length_before(paragraph, written.run) + written.start
        shown = (words.fact, words.part, words.format, words.text)
        self.shown.append(Shown(*place, *shown, at, written.run, cell, start))
        said = Said(*place, _said(paragraph), at, cell)
        if said not in self.said[-1:]:
            self.said.append(said)

    def plot(self, slide: DesignedSlide, shape: str, fact: str, row: int, values: Mapping[str, Any]) -> None:
        """Note a value of a chart that shows a fact."""
        from valuestory.deck.file.evidence import Plotted

        self.plotted.append(Plotted(slide.key, slide.slide_id, shape, fact, row, values))


def _said(paragraph: Any) -> str:
    """Return a finished paragraph's text: a line break counts as one character."""
    return "".join(_text(each) for each in paragraph)


def _length_before(paragraph: Any, run: int) -> int:
    """Return how many characters of a paragraph stand before one of its runs."""
    before = paragraph.findall(f"{_A}r")[run].itersiblings(preceding=True)
    return sum(len(_text(each)) for each in before)


def _text(element: Any) -> str:
    if element.tag == f"{_A}br":
        return "\v"
    return "".join(each.text or "" for each in element.iterchildren(f"{_A}t"))


def cell_of(paragraph: Any) -> tuple[int, int] | None:
    """Return the row and the column of the table's cell that a paragraph stands in, from 0; None outside tables."""
    cell = next(paragraph.iterancestors(f"{_A}tc"), None)
    if cell is None:
        return None
    row = cell.getparent()
    return row.getparent().findall(f"{_A}tr").index(row), row.findall(f"{_A}tc").index(cell)
