"""What a cell holds, part by part, in the terms of slides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from valuestory.slides.slide import Chart, Paragraph, Picture, Run, Table

Fill = Callable[[str, str], Run]
"""Makes the run of a fact reference; takes what stands between the braces and the place that an error names."""


@dataclass(frozen=True)
class Heading:
    """A heading: its level, from 1, and its words."""

    level: int
    words: Paragraph


@dataclass(frozen=True)
class Words:
    """Paragraphs that stand together."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Exhibit:
    """A chart, a table or a picture.

    `caption` is what its author called it; `note` what is to be known of it, such as rows that are not shown.
    """

    what: Chart | Table | Picture
    caption: str = ""
    note: str = ""


@dataclass(frozen=True)
class LeftOut:
    """Something that is not on a slide: the cell, counted from 1, what it is, and why it is not there."""

    cell: int
    what: str
    why: str

    def __str__(self) -> str:
        """Return it as a sentence."""
        return f"cell {self.cell}: {self.what} is not in the deck: {self.why}"


Part = Heading | Words | Exhibit | LeftOut


def lines(text: str) -> Words:
    """Return text line by line in a typewriter's font."""
    shown = text.expandtabs(4).rstrip().splitlines()
    return Words(
        tuple(Paragraph((Run(each, code=True),) if each else (Run(" ", code=True),), "code") for each in shown)
    )
