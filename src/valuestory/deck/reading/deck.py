"""A finished deck, ours or anybody's, read slide by slide."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from valuestory.deck.file.package import pack, read_parts
from valuestory.deck.reading.charts import ReadChart, slide_charts
from valuestory.deck.reading.words import Words, slide_words
from valuestory.errors import DeckError

if TYPE_CHECKING:
    from pptx.slide import Slide

Box = tuple[float, float, float, float]
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
    from pptx import Presentation

    try:
        deck = Presentation(io.BytesIO(pack(read_parts(path).items())))
        size = (int(deck.slide_width or _USUAL[0]), int(deck.slide_height or _USUAL[1]))
        return tuple(_slide(number, each, size) for number, each in enumerate(deck.slides, 1))
    except (KeyError, ValueError, AttributeError, OSError) as error:
        raise DeckError(
            f"the deck cannot be read ({type(error).__name__}: {error})",
            where=path.name,
            do="open it in PowerPoint and save it as .pptx",
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
        slide._element.get("show") == "0",
    )


def _boxes(shapes: Any, size: tuple[int, int]) -> Iterator[tuple[str, Box]]:
    """Yield the box of each shape, those in groups as if the group were not scaled; of equal names the first counts."""
    for shape in reversed(list(shapes)):
        if hasattr(shape, "shapes"):
            yield from _boxes(shape.shapes, size)
        sides = (shape.left, shape.top, shape.width, shape.height)
        if None not in sides:
            yield shape.name, (sides[0] / size[0], sides[1] / size[1], sides[2] / size[0], sides[3] / size[1])
