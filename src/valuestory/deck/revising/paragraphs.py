"""A paragraph that says something else, in the look that it had: only what differs is written, each in its own run.

A fact that stood bold in the middle of a sentence is bold afterwards, also where somebody has coloured it since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final

from valuestory.deck.file.package import printable
from valuestory.deck.reading.words import paragraph_text

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RUN, _BREAK, _FIELD, _TEXT = f"{_A}r", f"{_A}br", f"{_A}fld", f"{_A}t"
_TOKEN: Final = re.compile(r"\d[\d.,'\u2019\u202f]*\d|\d|\w+|\s|.", re.DOTALL)


@dataclass(frozen=True)
class Replacement:
    """What stands from `start` to before `end` of a paragraph's text gives way to `text`."""

    start: int
    end: int
    text: str


def replacements(was: str, now: str) -> tuple[Replacement, ...]:
    """Return what makes one text of another, word by word."""
    before, after = _TOKEN.findall(was), _TOKEN.findall(now)
    places = _starts(before)
    compared = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        Replacement(places[start], places[end], "".join(after[first:last]))
        for kind, start, end, first, last in compared.get_opcodes()
        if kind != "equal"
    )


def _starts(tokens: Sequence[str]) -> list[int]:
    places = [0]
    for each in tokens:
        places.append(places[-1] + len(each))
    return places


def rewrite(paragraph: Any, changes: Sequence[Replacement]) -> str:
    """Make changes to an `a:p` element; return what it says then.

    A text takes the look of the run that held the first character it replaces; one that replaces nothing that of the
    run before it. Runs that this empties go, but for the last one, whose look somebody may still type in.
    """
    pieces = list(_pieces(paragraph))
    if not pieces and changes:
        pieces = [(_first_run(paragraph), "")]
    out = _written([text for _, text in pieces], sorted(changes, key=lambda each: each.start))
    for (element, was), now in zip(pieces, out, strict=True):
        if now != was:
            _set(element, now)
    return paragraph_text(paragraph)


def _pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """Yield what a paragraph's text is made of, as `paragraph_text` reads it."""
    for child in paragraph:
        if child.tag == _BREAK:
            yield child, "\n"
        elif child.tag == _RUN or (child.tag == _FIELD and not child.get("type", "").startswith(("slidenum", "date"))):
            yield child, child.findtext(_TEXT) or ""


def _written(texts: Sequence[str], changes: Sequence[Replacement]) -> list[str]:
    out = ["" for _ in texts]
    begin, left, last = 0, list(changes), len(texts) - 1
    for at, text in enumerate(texts):
        stop, position = begin + len(text), begin
        while left and (left[0].start < stop or (left[0].start == stop and (at == last or _adds(left[0])))):
            change = left[0]
            out[at] += text[max(position - begin, 0) : max(change.start - begin, 0)] if change.start > position else ""
            if change.start >= position:
                out[at] += change.text
            position = max(position, min(change.end, stop))
            if change.end > stop:
                left[0] = Replacement(stop, change.end, "")
                break
            left.pop(0)
        out[at] += text[max(position - begin, 0) :]
        begin = stop
    return out


def _adds(change: Replacement) -> bool:
    return change.start == change.end and bool(change.text)


def _set(element: Any, text: str) -> None:
    """Write a piece anew: lines become runs in its look, or in that of the nearest run, with breaks between."""
    paragraph = element.getparent()
    run = element if element.tag != _BREAK else next(paragraph.iterchildren(_RUN), None)
    lines = text.split("\n")
    keeps_one = element.tag != _BREAK and len(paragraph.findall(_RUN)) == 1
    for number, line in enumerate(lines):
        if number:
            element.addprevious(paragraph.makeelement(_BREAK))
        if line or (keeps_one and len(lines) == 1):
            element.addprevious(_like(run, line, paragraph))
    paragraph.remove(element)


def _like(run: Any, text: str, paragraph: Any) -> Any:
    made = paragraph.makeelement(_RUN) if run is None else deepcopy(run)
    held = made.find(_TEXT)
    if held is None:
        held = made.makeelement(_TEXT)
        made.append(held)
    held.text = printable(text)
    return made


def _first_run(paragraph: Any) -> Any:
    """Return a run put into an empty paragraph, in the look that it keeps for what is typed."""
    run, end = paragraph.makeelement(_RUN), paragraph.find(f"{_A}endParaRPr")
    if end is not None:
        look = deepcopy(end)
        look.tag = f"{_A}rPr"
        run.append(look)
        end.addprevious(run)
    else:
        paragraph.append(run)
    run.append(run.makeelement(_TEXT))
    return run


def run_at(paragraph: Any, start: int) -> tuple[int, int]:
    """Return in which of a paragraph's runs, empty ones left out, a character stands, and from which place of it on."""
    begin, number = 0, -1
    for element, text in _pieces(paragraph):
        number += element.tag == _RUN and bool(text)
        if start < begin + len(text):
            return max(number, 0), start - begin
        begin += len(text)
    return max(number, 0), 0


Address = tuple[tuple[int, int] | None, int]
"""Row and column of a cell (None outside tables), and the paragraph within, all from 0."""


def addressed(body: Any) -> dict[Address, Any]:
    """Return the paragraphs of a text body or of a table (`a:tbl`) by their addresses, empty ones too."""
    if body.tag != f"{_A}tbl":
        return {(None, at): each for at, each in enumerate(body.iter(f"{_A}p"))}
    return {
        ((row, column), at): each
        for row, line in enumerate(body.iterchildren(f"{_A}tr"))
        for column, cell in enumerate(line.iterchildren(f"{_A}tc"))
        for at, each in enumerate(cell.iter(f"{_A}p"))
    }


def resized(body: Any, model: Any) -> bool:
    """Give a text body as many paragraphs, or a table as many rows, as a model has; return whether that can be.

    Further paragraphs look as the model's, further rows as the table's last one; a table with another number of rows
    has rows as high and text as large as the model, which was measured for them. A table whose columns are others is
    left alone.
    """
    if body.tag != f"{_A}tbl":
        _even(body, model, f"{_A}p")
        return True
    if len(list(body.iter(f"{_A}gridCol"))) != len(list(model.iter(f"{_A}gridCol"))):
        return False
    as_many = len(body.findall(f"{_A}tr")) == len(model.findall(f"{_A}tr"))
    _even(body, model, f"{_A}tr")
    cells = zip(body.iter(f"{_A}tc"), model.iter(f"{_A}tc"), strict=False)
    for own, fresh in list(cells):
        _even(own.find(f"{_A}txBody"), fresh.find(f"{_A}txBody"), f"{_A}p")
    if not as_many:
        _as_large(body, model)
    return True


def _as_large(table: Any, model: Any) -> None:
    """Give a table the heights of rows and the sizes of text of one with as many rows and columns."""
    for own, fresh in zip(table.iter(f"{_A}tr"), model.iter(f"{_A}tr"), strict=True):
        own.set("h", fresh.get("h"))
    for own, fresh in zip(table.iter(f"{_A}tc"), model.iter(f"{_A}tc"), strict=True):
        size = next((each.get("sz") for each in fresh.iter(f"{_A}rPr") if each.get("sz")), None)
        for look in own.iter(f"{_A}rPr", f"{_A}endParaRPr"):
            if size is not None:
                look.set("sz", size)


def evened(own: Sequence[Any], models: Sequence[Any]) -> list[Any]:
    """Return as many paragraphs as there are models: further ones are put behind, looking as theirs; others go."""
    for each in own[len(models) :]:
        each.getparent().remove(each)
    there = list(own[: len(models)])
    for each in models[len(there) :]:
        added = deepcopy(each)
        there[-1].addnext(added)
        there.append(added)
    return there


def _even(body: Any, model: Any, kind: str) -> None:
    own, wanted = body.findall(kind), model.findall(kind)
    for each in own[len(wanted) :]:
        body.remove(each)
    for number, each in enumerate(wanted[len(own) :], len(own)):
        added = deepcopy(own[-1] if kind == f"{_A}tr" else each)
        body.findall(kind)[-1].addnext(added)
        if kind == f"{_A}tr":
            _renew(added, number)


def _renew(row: Any, number: int) -> None:
    """Give a copied row an id of its own."""
    taken = {each.get("val") for each in row.getparent().iter("{*}rowId")}
    for each in row.iter("{*}rowId"):
        value = 10_000 + number
        while str(value) in taken:
            value += 1
        each.set("val", str(value))
