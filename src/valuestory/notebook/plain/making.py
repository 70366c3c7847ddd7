"""Slides made of groups of parts: which kind, under which title, an exhibit a slide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from valuestory.notebook.plain.grouping import Group
from valuestory.notebook.plain.parts import Exhibit, Heading, LeftOut, Words
from valuestory.slides.slide import Chart, Kind, Paragraph, Picture, Run, Slide, Table

_MOST_OPENING_LINES: Final = 3
_LONGEST_OPENING_LINE: Final = 160
"""What stands under the headline of a title slide or a section; more makes a slide of its own."""


@dataclass(frozen=True)
class MadeSlide:
    """A slide, and the number (from 1) of the cell that it begins with."""

    slide: Slide
    cell: int


@dataclass
class _Draft:
    """A slide in the making: an exhibit, or two charts side by side, and the words with it."""

    words: list[Paragraph]
    exhibits: list[Exhibit]
    header: Paragraph | None = None


def make_slides(
    groups: Sequence[Group], title: str, *, framed: bool = True, taken: Sequence[str] = ()
) -> list[MadeSlide]:
    """Return the slides of groups in order.

    Parameters
    ----------
    groups
        What belongs together.
    title
        What the notebook is called, where nothing in it says so.
    framed
        Whether the first headline opens the deck and a last one closes it.
    taken
        Keys that other slides of the deck have.
    """
    made: list[MadeSlide] = []
    keys = set(taken)
    last = Paragraph((Run(title),))
    for at, group in enumerate(groups):
        ends = framed and at == len(groups) - 1 and len(groups) > 1
        heading, found = _titled(group, last)
        slides = list(_slides(group, heading, found, opens=framed and at == 0, ends=ends))
        last = heading
        noted = replace(slides[0], notes=(*group.notes, *_told(group.left_out)))
        for slide in (noted, *slides[1:]):
            key = _free(slide.key or _slug(slide.title.text), keys)
            keys.add(key)
            made.append(MadeSlide(replace(slide, key=key), group.cell))
    return made


def _titled(group: Group, last: Paragraph) -> tuple[Paragraph, list[_Draft]]:
    """Return a group's title and its drafts: its heading, else the name of its first exhibit, else the last title."""
    drafts = list(_drafts(group))
    if group.title is not None and group.title.words.text.strip():
        return group.title.words, drafts
    first = next((each for draft in drafts for each in draft.exhibits), None)
    if first is None:
        return last, drafts
    if first.caption:
        return Paragraph((Run(first.caption),)), drafts
    named = first.what.spec.get("title") if isinstance(first.what, Chart) else None
    if isinstance(named, str) and named.strip():
        draft = next(each for each in drafts if first in each.exhibits)
        spec = {name: each for name, each in first.what.spec.items() if name != "title"}  # type: ignore[union-attr]
        draft.exhibits[draft.exhibits.index(first)] = replace(first, what=Chart(spec, named))
        return Paragraph((Run(named),)), drafts
    return last, drafts


def _drafts(group: Group) -> Iterator[_Draft]:
    """Yield one draft an exhibit, with the words before it; words at the end go with an exhibit that has none."""
    found: list[_Draft] = []
    words: list[Paragraph] = []
    for part in group.parts:
        if isinstance(part, Heading):
            words.append(replace(part.words, style="label"))
        elif isinstance(part, Words):
            words += part.paragraphs
        elif isinstance(part, Exhibit):
            header = replace(words.pop(), style="text") if words and words[-1].style == "label" else None
            found.append(_Draft(words, [part], header))
            words = []
    if words and found and not found[-1].words:
        found[-1].words = words
    elif words or not found:
        found.append(_Draft(words, []))
    yield from _paired(found)


def _paired(drafts: list[_Draft]) -> list[_Draft]:
    """Put two charts that stand alone side by side."""
    if len(drafts) != 2 or any(draft.words for draft in drafts):
        return drafts
    exhibits = [each for draft in drafts for each in draft.exhibits]
    if len(exhibits) == 2 and all(isinstance(each.what, Chart) for each in exhibits):
        return [_Draft([], exhibits, drafts[0].header)]
    return drafts


def _slides(group: Group, title: Paragraph, drafts: list[_Draft], *, opens: bool, ends: bool) -> Iterator[Slide]:
    words, alone = drafts[0].words, len(drafts) == 1 and not drafts[0].exhibits
    headline = group.title is not None and alone and _is_short(words)
    if headline and (opens or not words or group.title.level == 1):  # type: ignore[union-attr]  # there is one
        kind: Kind = "title" if opens else "closing" if ends and not words else "section"
        lines = [replace(each, style="text") for each in words]
        yield Slide(group.key, kind, title, lines[0] if lines else None, tuple(lines[1:]))
        return
    if opens and group.title is not None and group.title.level == 1:
        yield Slide("", "title", title)
    for draft in drafts:
        yield _slide(group.key if draft is drafts[0] else "", title, draft)


def _is_short(words: Sequence[Paragraph]) -> bool:
    plain = all(each.style == "text" and len(each.text) <= _LONGEST_OPENING_LINE for each in words)
    return plain and len(words) <= _MOST_OPENING_LINES


def _slide(key: str, title: Paragraph, draft: _Draft) -> Slide:
    body = tuple(draft.words)
    if not draft.exhibits:
        return Slide(key, "bullets", title, body=body)
    first = draft.exhibits[0]
    noted = "; ".join(each.note for each in draft.exhibits if each.note)
    source = Paragraph((Run(f"Shown: {noted}. All are in the notebook."),)) if noted else None
    header = draft.header or (
        Paragraph((Run(first.caption),)) if first.caption and first.caption != title.text else None
    )
    slide = Slide(key, "chart+takeaway" if body else "chart", title, header, body, source=source)
    named = (header or title).text
    if len(draft.exhibits) == 2:
        charts = [each.what for each in draft.exhibits if isinstance(each.what, Chart)]
        return replace(slide, kind="two", chart=charts[0], chart2=charts[1])
    if isinstance(first.what, Chart):
        return replace(slide, chart=first.what)
    if isinstance(first.what, Table):
        return replace(slide, kind="table", table=replace(first.what, alt=f"Table: {named}"))
    return replace(slide, picture=_described(first.what, named))


def _described(picture: Picture, named: str) -> Picture:
    return picture if picture.alt.strip() else replace(picture, alt=f"Picture: {named}")


def _told(left_out: Sequence[LeftOut]) -> Iterator[Paragraph]:
    """Yield, for the speaker, what the notebook shows and the deck does not."""
    for each in left_out:
        yield Paragraph((Run(f"Left out, {each}."),))


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "_".join(re.findall(r"[a-z0-9]+", plain)[:8]) or "slide"


def _free(key: str, keys: set[str]) -> str:
    at = 1
    while (name := key if at == 1 else f"{key}_{at}") in keys:
        at += 1
    return name
