"""Key figures as an author gives them, turned into the tiles that a slide holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from valuestory.slides.facts import Fact, Reference
from valuestory.slides.slide import BigNumber, Paragraph
from valuestory.slides.text import Writer


@dataclass(frozen=True)
class KeyFigure:
    """A key figure, for ``numbers=`` of `Story.slide`.

    A fact that has an interval gets a strip beneath its figure, money and shares on one scale with all others of
    their unit, and the interval and the grade in words.

    Parameters
    ----------
    label
        What it is, such as ``"of which: **Margin retained**"``; the fact's own without it.
    figure
        A fact reference without braces, such as ``value_claimed`` or ``nps@year_ago``.
    mark
        A second fact to be marked on the strip, such as ``support_cost``: a reference, of the same unit.
    mark_words
        What stands above the mark: ``"cost {{ support_cost }}"``; the fact alone without it.
    below
        The line under the strip, instead of the interval and the grade.
    open
        What stands in the figure's place where that is not established, such as ``"Not established"``: its interval
        stands below, and on the strip its dot.
    """

    label: str
    figure: str
    mark: str = ""
    mark_words: str = ""
    below: str = ""
    open: str = ""


_COMPARABLE: Final = ("money", "share")
Number = str | tuple[str, str] | KeyFigure
"""A key figure as an author may write it: a reference, a label and a reference, or all that a tile can show."""


def key_figures(numbers: Sequence[Number], writer: Writer, *, where: str) -> tuple[BigNumber, ...]:
    """Return key figures from what an author wrote.

    Parameters
    ----------
    numbers
        References such as ``"answers_accepted"``, ``("Label", "nps@year_ago")``, or `KeyFigure`.
    """
    tiles, facts = [], []
    for each in numbers:
        tile, fact = _tile(_asked(each), writer, where)
        tiles.append(tile)
        facts.append(fact)
    return tuple(_scaled(tiles, facts))


def references(number: Number) -> list[str]:
    """Return every text of a key figure that holds references, in braces."""
    asked = _asked(number)
    return [f"{{{{ {each} }}}}" for each in (asked.figure, asked.mark) if each] + [asked.mark_words, asked.below]


def _asked(number: Number) -> KeyFigure:
    if isinstance(number, KeyFigure):
        return number
    return KeyFigure("", number) if isinstance(number, str) else KeyFigure(*number)


def _tile(asked: KeyFigure, writer: Writer, where: str) -> tuple[BigNumber, Fact]:
    figure, fact = _shown(asked.figure, writer, where)
    interval = _interval(fact, asked.figure, writer, where)
    if asked.open:
        figure = writer.paragraph(asked.open, where=where, form="label")
    tile = BigNumber(writer.paragraph(asked.label or fact.label, where=where), figure, interval)
    if interval is not None and isinstance(fact.value, int | float):
        tile = replace(tile, value=float(fact.value), low=fact.low, high=fact.high)
    if asked.below:
        tile = replace(tile, range=writer.paragraph(asked.below, where=where, form="label"))
    if asked.mark:
        mark, marked = _shown(asked.mark, writer, where)
        words = writer.paragraph(asked.mark_words, where=where, form="label") if asked.mark_words else mark
        tile = replace(tile, mark=float(marked.value or 0), mark_label=words)
    return tile, fact


def _shown(reference: str, writer: Writer, where: str) -> tuple[Paragraph, Fact]:
    paragraph = writer.paragraph(f"{{{{ {reference} }}}}", where=where, form="label")
    return paragraph, writer.facts[paragraph.runs[0].fact or ""]


def _interval(fact: Fact, reference: str, writer: Writer, where: str) -> Paragraph | None:
    named = Reference.parse(reference)
    if named.part != "value" or fact.low is None or fact.high is None or fact.low == fact.high:
        return None
    low, high = (f"{{{{ {_of_part(reference, part)} }}}}" for part in ("low", "high"))
    grade = writer.vocabulary.spoken(f"grade {fact.evidence.grade}").replace(" ", "\u00a0")
    known = f"   {grade}" if fact.evidence.grade else ""
    return writer.paragraph(f"**{low} to {high}**{known}", where=where, form="label")


def _of_part(reference: str, part: str) -> str:
    """Return a reference to a value as one to another part of the same fact: `nps@previous` as `nps.low@previous`."""
    named = re.match(r"\s*\w+", reference)
    assert named is not None
    return f"{named[0]}.{part}{reference[named.end() :]}"


def _scaled(tiles: Sequence[BigNumber], facts: Sequence[Fact]) -> Iterable[BigNumber]:
    """Yield tiles with strips on one scale for money and one for shares, since the eye compares their lengths.

    Hours beside milestones are no lengths to compare: what is counted has a scale of its own.
    """
    for tile, fact in zip(tiles, facts, strict=True):
        if tile.value is None:
            yield tile
            continue
        alike = [each for each, other in zip(tiles, facts, strict=True) if other.unit == fact.unit]
        alike = alike if fact.unit in _COMPARABLE else [tile]
        yield replace(tile, scale_end=_scale_end(alike, fact.unit))


def _scale_end(tiles: Iterable[BigNumber], unit: str) -> float:
    highest = max(each for tile in tiles for each in (tile.high, tile.mark, 0.0) if each is not None)
    return 1.0 if unit == "share" and highest <= 1 else 1.15 * highest
