"""Tags in a paragraph, filled in place: PowerPoint splits them over runs wherever somebody stopped typing.

The value goes into the run that holds the tag's first character and so takes its formatting; the rest of the tag is
cut, also where it runs over a line break, and runs that this empties go. Nothing is ever evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final

from valuestory.deck.designed.words import Words, Written
from valuestory.deck.file.package import printable
from valuestory.errors import StoryError
from valuestory.slides.facts import TAG

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RUN, _BREAK, _TEXT = f"{_A}r", f"{_A}br", f"{_A}t"
_OPAQUE: Final = "\ufffc"
"""Stands for what is no text, such as a field: a tag that holds one is no reference, and is refused as such."""

Say = Callable[[str], Words]
"""What stands between the braces -> what to write."""


def paragraphs_with_tags(tree: Any) -> Iterator[Any]:
    """Yield the paragraphs below an element that hold the beginning of a tag."""
    for paragraph in list(tree.iter(f"{_A}p")):
        if "{{" in _plain(paragraph):
            yield paragraph


def _plain(paragraph: Any) -> str:
    return "".join(each.text or "" for run in paragraph.iterchildren(_RUN) for each in run.iterchildren(_TEXT))


def paragraph_text(paragraph: Any) -> str:
    """Return a paragraph's text; a line break is a line break, a field U+FFFC."""
    return "".join(text for _, text in _pieces(paragraph))


def _pieces(paragraph: Any) -> list[tuple[Any, str]]:
    """Return what a paragraph is made of, each piece with its text."""
    found = []
    for child in paragraph:
        if child.tag == _RUN:
            found.append((child, "".join(each.text or "" for each in child.iterchildren(_TEXT))))
        elif child.tag == _BREAK:
            found.append((child, "\n"))
        elif child.tag not in (f"{_A}pPr", f"{_A}endParaRPr"):
            found.append((child, _OPAQUE))
    return found


def fill_paragraph(paragraph: Any, say: Say, *, where: str) -> list[Written]:
    """Fill the tags of a paragraph; return what was written, in order.

    Parameters
    ----------
    paragraph
        An `a:p` element.
    say
        Returns what to write for what stands between the braces; what it raises is passed on.
    where
        What an error names.

    Raises
    ------
    StoryError
        When a brace was opened and not closed in this paragraph.
    """
    pieces = _pieces(paragraph)
    text = "".join(each for _, each in pieces)
    out = ["" for _ in pieces]
    touched = [False for _ in pieces]
    placed: list[tuple[int, int, Words]] = []
    ends = _ends(pieces)
    position = 0
    for match in TAG.finditer(text):
        _copy(text, position, match.start(), ends, out, touched)
        at = _piece_at(ends, match.start())
        words = say(match["inside"])
        placed.append((at, len(out[at]), words))
        out[at] += _allowed(words.text)
        position = match.end()
    _copy(text, position, len(text), ends, out, touched)
    left = TAG.sub("", text)
    if "{{" in left:
        do = "write {{ name }} within one paragraph"
        raise StoryError(f'a fact\'s braces do not match in "{left.strip()}"', where=where, do=do)
    lines = [
        _write(paragraph, element, written, kept)
        for (element, _), written, kept in zip(pieces, out, touched, strict=True)
    ]
    return list(_located(paragraph, out, lines, placed))


def _ends(pieces: list[tuple[Any, str]]) -> list[int]:
    ends, position = [], 0
    for _, text in pieces:
        position += len(text)
        ends.append(position)
    return ends


def _piece_at(ends: list[int], position: int) -> int:
    return next(at for at, end in enumerate(ends) if position < end)


def _copy(text: str, start: int, end: int, ends: list[int], out: list[str], touched: list[bool]) -> None:
    """Leave what stands between tags in the pieces where it stood."""
    begin = 0
    for at, stop in enumerate(ends):
        part = text[max(start, begin) : min(end, stop)] if max(start, begin) < min(end, stop) else ""
        out[at] += part
        touched[at] |= bool(part)
        begin = stop


def _allowed(text: str) -> str:
    return "\n".join(printable(line) for line in text.replace("\r\n", "\n").split("\n"))


def _write(paragraph: Any, element: Any, written: str, kept: bool) -> list[Any]:
    """Write what a piece now holds; return the run of each of its lines, None for an empty line."""
    if element.tag == _RUN:
        return _write_run(paragraph, element, written.split("\n"))
    if element.tag == _BREAK and not kept:
        paragraph.remove(element)
    return []


def _write_run(paragraph: Any, run: Any, lines: list[str]) -> list[Any]:
    """Write lines in the look of a run, a line break between two of them; no run stays empty."""
    if not any(lines) and len(lines) == 1:
        leave_look(paragraph, run)
        paragraph.remove(run)
        return [None]
    before, written = run, []
    for number, line in enumerate(lines):
        if number:
            before = _after(before, _line_break(run))
        written.append(_after(before, _like(run, line)) if line else None)
        before = before if written[-1] is None else written[-1]
    paragraph.remove(run)
    return written


def _after(before: Any, element: Any) -> Any:
    before.addnext(element)
    return element


def _like(run: Any, text: str) -> Any:
    made = deepcopy(run)
    first, *others = made.findall(_TEXT)
    first.text = text
    for each in others:
        made.remove(each)
    return made


def _line_break(run: Any) -> Any:
    made = run.makeelement(_BREAK)
    look = run.find(f"{_A}rPr")
    if look is not None:
        made.append(deepcopy(look))
    return made


def leave_look(paragraph: Any, run: Any) -> None:
    """Keep the look of a paragraph's last run, which goes, for what somebody types there later."""
    look = run.find(f"{_A}rPr")
    if look is None or paragraph.find(f"{_A}endParaRPr") is not None or len(paragraph.findall(_RUN)) > 1:
        return
    end = paragraph.makeelement(f"{_A}endParaRPr", dict(look.attrib))
    end.extend(deepcopy(child) for child in look if not child.tag.startswith(f"{_A}hlink"))
    paragraph.append(end)


def _located(
    paragraph: Any, out: list[str], lines: list[list[Any]], placed: list[tuple[int, int, Words]]
) -> Iterator[Written]:
    """Yield where words came to stand, line by line; an empty value stands nowhere."""
    order = {run: number for number, run in enumerate(paragraph.findall(_RUN))}
    for at, start, words in placed:
        first = out[at].count("\n", 0, start)
        begin = start - (out[at].rfind("\n", 0, start) + 1)
        for number, line in enumerate(_allowed(words.text).split("\n")):
            if line:
                shown = words._replace(text=line)
                yield Written(shown, order[lines[at][first + number]], begin if number == 0 else 0)
