"""Bodies and tables that nobody has touched, written as the new story has them: with more or fewer lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from valuestory.audit.likeness import plain
from valuestory.audit.recorded import RecordedParagraph
from valuestory.audit.refresh.matching import match_stories
from valuestory.audit.refresh.revised import RevisedSlide
from valuestory.audit.refresh.sentences import as_told
from valuestory.audit.refresh.stories import Stories
from valuestory.deck.file.evidence import ALT_TEXT, Said
from valuestory.deck.reading.words import NOTES, Placed, Words, paragraph_text
from valuestory.deck.revising.paragraphs import Address, addressed, evened, replacements, resized, rewrite


def write_untouched(
    one: RevisedSlide, placed: Sequence[Placed], pairs: dict[int, int], new: Sequence[RecordedParagraph]
) -> Iterator[int]:
    """Write the bodies and tables that nobody has touched as the new story has them; yield their places."""
    told = one.was.paragraphs
    elements = one.stories.fresh.elements(one.was.key)
    for name, shape in _names(one, placed, pairs).items():
        mine = [at for at, (words, _) in enumerate(placed) if words.shape == name and words.where != "alt text"]
        theirs = _lines_of(told, shape)
        model = _lines_of(new, shape)
        if not model or not _is_as_told([placed[at][0] for at in mine], [told[to] for to in theirs]):
            continue
        first = new[model[0]].said
        body, fresh = _body(placed[mine[0]]), elements.get((shape, first.cell, first.paragraph))
        model_body = _body((placed[mine[0]][0], fresh)) if fresh is not None else None
        if body is None or model_body is None or not resized(body, model_body):
            continue
        onward = match_stories(told, new, one.stories.moved)
        before = {_address(new[at].said): told[to] for to, at in onward.items() if new[at].said.shape == shape}
        lines = {_address(new[at].said): new[at] for at in model}
        _tell_anew(one, placed[mine[0]][0], body, lines, before)
        yield from mine
    yield from _sources(one, placed, new)


def _names(one: RevisedSlide, placed: Sequence[Placed], pairs: Mapping[int, int]) -> dict[str, str]:
    """Return what the story calls the shapes that hold its words, by their names today: some programs rename."""
    found: dict[str, Counter[str]] = {}
    for at, to in pairs.items():
        words, _ = placed[at]
        if words.where in ("text", "notes", "table"):
            found.setdefault(words.shape, Counter())[one.was.paragraphs[to].said.shape] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in found.items()}


def _sources(one: RevisedSlide, placed: Sequence[Placed], new: Sequence[RecordedParagraph]) -> Iterator[int]:
    """Write the list of facts at the end of the notes anew, where somebody has changed only what stands above it.

    It begins with the line without a fact, its heading, that both stories have.
    """
    mine = [at for at, (words, _) in enumerate(placed) if words.where == NOTES]
    told = one.was.paragraphs
    theirs, model = _lines_of(told, NOTES), _lines_of(new, NOTES)
    if any(id(element) == id(placed[at][1]) for at in mine for element, _ in one.written):
        return
    headings = {plain(new[at].said.text): place for place, at in enumerate(model) if not new[at].shown}
    for length in range(min(len(mine), len(theirs)), 1, -1):
        first = told[theirs[-length]]
        ends = [plain(placed[at][0].text) for at in mine[-length:]]
        if first.shown or plain(first.said.text) not in headings:
            continue
        if ends != [plain(told[to].said.text) for to in theirs[-length:]]:
            continue
        lines = [new[at] for at in model[headings[plain(first.said.text)] :]]
        elements = one.stories.fresh.elements(one.was.key)
        models = [elements[(NOTES, None, line.said.paragraph)] for line in lines]
        words = placed[mine[0]][0]
        for line, element in zip(lines, evened([placed[at][1] for at in mine[-length:]], models), strict=True):
            there = replace(words, text=paragraph_text(element))
            before = next((each for each in told if each.said.shape == NOTES and _same(each, line, one.stories)), None)
            one.write(there, element, as_told(line, before, one.stories.move))
        yield from mine[-length:]
        return


def _tell_anew(
    one: RevisedSlide,
    words: Words,
    body: Any,
    lines: Mapping[Address, RecordedParagraph],
    before: Mapping[Address, RecordedParagraph],
) -> None:
    """Write a whole body or table as the new story has it, in the looks that it has."""
    for address, element in addressed(body).items():
        cell, paragraph = address
        there = Words(words.shape, paragraph_text(element), words.where, paragraph, cell)
        if address in lines:
            one.write(there, element, as_told(lines[address], before.get(address), one.stories.move))
        elif there.text.strip():
            rewrite(element, replacements(there.text, ""))


def _lines_of(told: Sequence[RecordedParagraph], shape: str) -> list[int]:
    """Return the places of a shape's paragraphs in its order."""
    found = [at for at, each in enumerate(told) if each.said.shape == shape and each.said.paragraph != ALT_TEXT]
    return sorted(found, key=lambda at: (told[at].said.cell or (0, 0), told[at].said.paragraph))


def _is_as_told(words: Sequence[Words], lines: Sequence[RecordedParagraph]) -> bool:
    """Return whether a body says what the story wrote into it, all of it and in its order."""
    return len(words) == len(lines) and all(
        plain(one.text) == plain(line.said.text)
        and line.said.story is None
        and (one.cell, one.paragraph) == (line.said.cell, line.said.paragraph)
        for one, line in zip(words, lines, strict=True)
    )


def _same(was: RecordedParagraph, now: RecordedParagraph, stories: Stories) -> bool:
    """Return whether two lines of the notes tell the same facts, or without any the same words."""
    if not now.shown:
        return plain(was.said.text) == plain(now.said.text)
    return stories.moved(was) == frozenset((each.fact, each.part) for each in now.shown)


def _address(said: Said) -> Address:
    return said.cell, said.paragraph


def _body(placed: Placed) -> Any:
    """Return what holds a paragraph: its table, else its text body."""
    words, element = placed
    if words.where == "alt text":
        return None
    return next(element.iterancestors("{*}tbl"), None) if words.where == "table" else element.getparent()
