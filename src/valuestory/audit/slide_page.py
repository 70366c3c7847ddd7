"""The frame of a page about a deck: its verdict, counts, and each slide's picture with a table beneath.

What an audit and a refresh have found is laid out alike; each says what its rows are.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from valuestory.deck.reading.deck import ReadSlide
from valuestory.slides.html.document import document
from valuestory.slides.theme import Theme


@dataclass(frozen=True)
class Row:
    """One row of a table: its look (a class of `audit.css`) and its cells as HTML."""

    look: str
    cells: Sequence[str]


@dataclass(frozen=True)
class SlideSection:
    """What is said of one slide.

    `rows` are seen at once, `folded` on a click on `summary`; `nothing` stands where there is neither. `marks` is HTML
    that is laid over the picture.
    """

    rows: Sequence[Row]
    folded: Sequence[Row]
    summary: str
    nothing: str
    marks: str = ""


@dataclass(frozen=True)
class SlidePage:
    """A page about one deck.

    `kind` stands in the window's title; `besides` is what belongs to no slide, under its heading; `tiles` are name,
    count and a hint.
    """

    deck: str
    kind: str
    title: str
    verdict: str
    tiles: Sequence[tuple[str, int, str]]
    head: Sequence[str]
    besides: tuple[str, Sequence[Row]]
    about: str

    def html(
        self,
        slides: Sequence[ReadSlide],
        section: Callable[[ReadSlide], SlideSection],
        theme: Theme,
        pictures: Sequence[bytes],
    ) -> str:
        """Return the whole page, which loads nothing and runs nothing.

        Parameters
        ----------
        slides
            The deck as it was read.
        section
            What is said of a slide.
        theme
            The colours and fonts of the page.
        pictures
            A PNG a slide that is shown, in order; without them the slides are empty frames.
        """
        drawn = dict(zip((slide.number for slide in slides if not slide.hidden), pictures, strict=False))
        sections = "".join(self._section(slide, section(slide), drawn.get(slide.number)) for slide in slides)
        heading, rows = self.besides
        sections += f"<section><h2>{escape(heading)}</h2>{self._table(rows)}</section>" if rows else ""
        told = f'<h1>{escape(self.deck)}: {escape(self.title)}</h1><p class="standfirst">{escape(self.verdict)}</p>'
        main = f'<main id="audit">{self._tiles()}{sections}</main>'
        body = f"<header>{told}</header>{main}<footer><p>{escape(self.about)}</p></footer>"
        return document(f"{self.deck}: {self.kind}", body, theme, sheets=("audit.css",))

    def _tiles(self) -> str:
        inside = "".join(
            f'<div class="tile" title="{escape(hint)}"><p>{escape(name.capitalize())}</p>'
            f'<p class="number">{count:,}</p></div>'
            for name, count, hint in self.tiles
            if count
        )
        return f'<div class="tiles">{inside}</div>'

    def _section(self, slide: ReadSlide, said: SlideSection, picture: bytes | None) -> str:
        told = self._table(said.rows) if said.rows else ""
        if said.folded:
            told += f"<details><summary>{escape(said.summary)}</summary>{self._table(said.folded)}</details>"
        title = escape(f"{slide.number}. {slide.title or 'Without a title'}")
        drawn = f'<div class="picture">{_picture(slide, picture)}{said.marks}</div>'
        return f"<section><h2>{title}</h2>{drawn}{told or f'<p>{escape(said.nothing)}</p>'}</section>"

    def _table(self, rows: Iterable[Row]) -> str:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.head)
        body = "".join(f'<tr class="{row.look}">{"".join(row.cells)}</tr>' for row in rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def cell(text: str, look: str = "") -> str:
    """Return a table's cell with a text."""
    return f'<td class="{look}">{escape(text)}</td>' if look else f"<td>{escape(text)}</td>"


def state(status: str, more: str = "") -> str:
    """Return a table's cell with a status, and what is told beside it."""
    return f'<td><span class="state">{escape(status)}</span>{escape(more)}</td>'


def _picture(slide: ReadSlide, picture: bytes | None) -> str:
    if picture is not None:
        return f'<img alt="Slide {slide.number}" src="data:image/png;base64,{b64encode(picture).decode()}">'
    width, height = slide.size
    label = f'role="img" aria-label="Slide {slide.number}"'
    return f'<svg class="blank" viewBox="0 0 {width:g} {height:g}" {label}></svg>'
