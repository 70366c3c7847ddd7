"""A finished deck, ours or anybody's, read slide by slide."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from valuestory.deck.file.package import pack, read_parts
from valuestory.deck.reading.charts import ReadChart, slide_charts
from valuestory.deck.reading.words import Words, slide_words
from valuestory.errors import DeckError

if TYPE_CHECKING:
    from pptx.slide import Slide


@dataclass(frozen=True)
class ReadSlide:
    """One slide as it is in the file: `number` counts from 1 as readers do, `slide_id` is the file's own."""

    number: int
    slide_id: int
    title: str
    words: tuple[Words, ...]
    charts: tuple[ReadChart, ...]


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
        return tuple(_slide(number, each) for number, each in enumerate(deck.slides, 1))
    except (KeyError, ValueError, AttributeError, OSError) as error:
        raise DeckError(
            f"the deck cannot be read ({type(error).__name__}: {error})",
            where=path.name,
            do="open it in PowerPoint and save it as .pptx",
        ) from error


def _slide(number: int, slide: Slide) -> ReadSlide:
    title = slide.shapes.title
    words = " ".join(title.text_frame.text.split()) if title is not None else ""
    return ReadSlide(number, slide.slide_id, words, tuple(slide_words(slide)), tuple(slide_charts(slide)))
