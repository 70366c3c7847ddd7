"""A finished deck, ours or anybody's, read slide by slide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from valuestory.deck.file.package import read_parts
from valuestory.deck.geometry import EMU
from valuestory.deck.reading.charts import ReadChart, slide_charts
from valuestory.deck.reading.shapes import PlacedShape, placed_shapes
from valuestory.deck.reading.words import Words, slide_words
from valuestory.deck.template.open import open_deck
from valuestory.errors import DeckError

if TYPE_CHECKING:
    from pptx.slide import Slide

Box = tuple[float, float, float, float]
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
    title, placed = slide.shapes.title, tuple(placed_shapes(slide))
    return ReadSlide(
        number,
        slide.slide_id,
        " ".join(title.text_frame.text.split()) if title is not None else "",
        tuple(slide_words(slide, placed)),
        tuple(slide_charts(slide, placed)),
        _boxes(placed, size),
        (size[0] / EMU, size[1] / EMU),
        slide._element.get("show") in ("0", "false"),
    )


def _boxes(shapes: Sequence[PlacedShape], size: tuple[int, int]) -> dict[str, Box]:
    """Return the box of each shape by name, those in groups too; of equal names the first counts."""
    width, height = size[0] / EMU, size[1] / EMU
    found: dict[str, Box] = {}
    for placed in shapes:
        box = placed.box
        if box is not None:
            found.setdefault(placed.name, (box.left / width, box.top / height, box.width / width, box.height / height))
    return found
