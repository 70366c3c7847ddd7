"""What a designer bound on a slide: shapes called `vs:name`, and the first line of the notes.

A name in the selection pane wins over alt text. Two shapes of one name on a slide are an error: nobody could say which
is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from valuestory.deck.designed.tags import paragraph_text, paragraphs_with_tags
from valuestory.errors import TemplateError, did_you_mean

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ABOUT: Final = f"{_P}cNvPr"
SHAPES: Final = tuple(f"{_P}{each}" for each in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))
_NAMED: Final = re.compile(r"\s*vs:([A-Za-z_]\w*)\s*\Z", re.ASCII)
_LINE: Final = re.compile(r"\s*vs:(slide|keep)\b(.*)", re.ASCII | re.DOTALL)
_SETTING: Final = re.compile(r'(\w+)=(?:"([^"]*)"|(\S+))|(\S+)')
ROLES: Final = frozenset(
    (
        *("title", "subtitle", "subtitle2", "chart", "chart2", "table", "text", "takeaway", "source"),
        *(f"kpi{at}" for at in range(1, 7)),
        *("canvas", "page", "notes"),
    )
)
"""Names of a slide's own parts, as on layouts: on a slide of a known key they mean that slide's title, chart ..."""


class Directive(NamedTuple):
    """What the first line of a slide's notes says.

    `kind` and `id` say which slide of a story it stands for, `repeat` for what it repeats; `keep` keeps a slide on
    which nothing is bound; `grow` lets charts have more or fewer series than were drawn.
    """

    kind: str = ""
    id: str = ""
    repeat: str = ""
    keep: bool = False
    grow: bool = False


class Bound(NamedTuple):
    """A shape that is called `vs:name`: its element, the name, and whether its alt text says it."""

    element: Any
    name: str
    by_alt: bool = False


def name_of(shape: Any) -> Any:
    """Return the element that holds a shape's id, name and alt text."""
    return next((about for child in shape if (about := child.find(_ABOUT)) is not None), None)


def shape_of(element: Any) -> Any:
    """Return the shape that an element stands in, or None."""
    while element is not None and element.tag not in SHAPES:
        element = element.getparent()
    return element


def bound_shapes(tree: Any, *, where: str) -> list[Bound]:
    """Return the bound shapes of a slide, those within groups too.

    Raises
    ------
    TemplateError
        When two have one name: rename one in the selection pane.
    """
    found = list(_bound(tree))
    names = [each.name for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise TemplateError(
            f"two shapes are called vs:{twice[0]}", where=where, do="rename one of them (Home, Arrange, Selection Pane)"
        )
    return found


def _bound(tree: Any) -> Iterator[Bound]:
    for shape in tree.iter(*SHAPES):
        about = name_of(shape)
        if about is None:
            continue
        for attribute in ("name", "descr"):
            match = _NAMED.match(about.get(attribute, ""))
            if match is not None and not _is_fallback(shape):
                yield Bound(shape, match[1], attribute == "descr")
                break


def _is_fallback(shape: Any) -> bool:
    """Return whether a shape is the older form of one that stands beside it."""
    return any(each.tag == _FALLBACK for each in shape.iterancestors())


def notes_body(notes: Any) -> Any:
    """Return the text of a notes page's body, or None."""
    for shape in notes.iter(f"{_P}sp"):
        holder = shape.find(f"./{_P}nvSpPr/{_P}nvPr/{_P}ph")
        if holder is not None and holder.get("type") == "body":
            return shape.find(f"{_P}txBody")
    return None


def read_directive(notes: Any, *, where: str) -> Directive | None:
    """Return what the first line of the notes says, None where it is a line like any other.

    Raises
    ------
    TemplateError
        When it says something that there is not.
    """
    line = _first_line(notes)
    match = _LINE.match(line[1]) if line is not None else None
    if match is None:
        return None
    said: dict[str, Any] = {"keep": match[1] == "keep"}
    for name, quoted, bare, word in _SETTING.findall(match[2]):
        word = word.removeprefix("vs:")
        if word in ("keep", "grow"):
            said[word] = True
        elif name in ("kind", "id", "repeat"):
            said[name] = quoted or bare
        else:
            wrong = name or word
            do = did_you_mean(wrong, ("kind", "id", "repeat", "keep", "grow")) or "write vs:slide id=... repeat=..."
            raise TemplateError(f'the notes\' first line says "{wrong}"', where=where, do=do)
    return Directive(**said)


def _first_line(notes: Any) -> tuple[Any, str] | None:
    """Return the first paragraph of the notes and its first line."""
    body = notes_body(notes) if notes is not None else None
    first = body.find(f"{_A}p") if body is not None else None
    return None if first is None else (first, paragraph_text(first).partition("\n")[0])


def remove_directive(notes: Any) -> None:
    """Take the first line off the notes, where it was for us."""
    line = _first_line(notes)
    if line is None or _LINE.match(line[1]) is None:
        return
    paragraph = line[0]
    line_break = paragraph.find(f"{_A}br")
    if line_break is None:
        _remove_paragraph(paragraph)
        return
    for child in list(paragraph):
        if child.tag != f"{_A}pPr":
            paragraph.remove(child)
        if child is line_break:
            return


def _remove_paragraph(paragraph: Any) -> None:
    body = paragraph.getparent()
    if len(body.findall(f"{_A}p")) > 1:
        body.remove(paragraph)
        return
    for child in list(paragraph):  # a text has at least one paragraph
        if child.tag != f"{_A}pPr":
            paragraph.remove(child)


def has_tags(tree: Any) -> bool:
    """Return whether a text below an element holds a tag."""
    return next(paragraphs_with_tags(tree), None) is not None
