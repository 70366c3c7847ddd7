"""A finished deck, ours or anybody's, read slide by slide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from valuestory.deck.file.package import read_parts
from valuestory.deck.geometry import Box as Rectangle, box_of
from valuestory.deck.reading.charts import ReadChart, slide_charts
from valuestory.deck.reading.words import Words, slide_words
from valuestory.deck.template.grounds import out_of_group
from valuestory.deck.template.open import open_deck
from valuestory.errors import DeckError

if TYPE_CHECKING:
    from pptx.slide import Slide

Box = tuple[float, float, float, float]
Onto = Callable[[Rectangle], Rectangle]
_EMU_AN_INCH: Final = 914_400
_USUAL: Final = (12_192_000, 6_858_000)


@dataclass(frozen=True)
class ReadSlide:
    """One slide as it is in the file: `number` counts from 1 as readers do, `slide_id` is the file's own.

    `boxes` tells where the shape of each name stands, as shares of the slide (left, top, width, height); `size` is the
    slide's, in inches. A hidden slide is not shown.
    """

    number: int
    slide_id: int
    title: str
    words: tuple[Words, ...]
    charts: tuple[ReadChart, ...]
    boxes: Mapping[str, Box] = field(default_factory=dict)
    size: tuple[float, float] = (13.333, 7.5)
    hidden: bool = False


def read_slides(path: Path) -> tuple[ReadSlide, ...]:
    """Return the slides of a deck in order; the file is not changed.

    Raises
    ------
    TemplateError
        When it is encrypted, no PowerPoint file, or made to harm: the message says how to save it anew.
    DeckError
        When it is damaged: open it in PowerPoint, let it be repaired, and save it.
    """
    deck = open_deck(read_parts(path), path)
    size = (int(deck.slide_width or _USUAL[0]), int(deck.slide_height or _USUAL[1]))
    number = 0
    try:
        read = []
        for number, each in enumerate(deck.slides, 1):
            read.append(_slide(number, each, size))
        return tuple(read)
    except Exception as error:  # a damaged part makes the library stumble over whatever is wrong in it
        raise DeckError(
            f"the deck cannot be read ({type(error).__name__}: {error})",
            where=f"{path.name}, slide {number}" if number else path.name,
            do="open it in PowerPoint, let it be repaired, and save it as .pptx",
        ) from error


def _slide(number: int, slide: Slide, size: tuple[int, int]) -> ReadSlide:
    title = slide.shapes.title
    return ReadSlide(
        number,
        slide.slide_id,
        " ".join(title.text_frame.text.split()) if title is not None else "",
        tuple(slide_words(slide)),
        tuple(slide_charts(slide)),
        dict(_boxes(slide.shapes, size)),
        (size[0] / _EMU_AN_INCH, size[1] / _EMU_AN_INCH),
        slide._element.get("show") in ("0", "false"),
    )


def _boxes(shapes: Any, size: tuple[int, int], onto: Onto = lambda box: box) -> Iterator[tuple[str, Box]]:
    """Yield the box of each shape, those in groups too; of equal names the first counts."""
    width, height = size[0] / _EMU_AN_INCH, size[1] / _EMU_AN_INCH
    for shape in reversed(list(shapes)):
        if hasattr(shape, "shapes"):
            yield from _boxes(shape.shapes, size, out_of_group(shape, onto))
        box = box_of(shape)
        if box is not None:
            box = onto(box)
            yield shape.name, (box.left / width, box.top / height, box.width / width, box.height / height)
