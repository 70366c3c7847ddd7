"""The slides of a file as a designer made them: what each says of itself, and whether anything on it is bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from valuestory.deck.designed.bindings import ROLES, Bound, Directive, bound_shapes, has_tags, read_directive
from valuestory.deck.designed.parts import notes_of, related
from valuestory.deck.designed.tags import paragraph_text, paragraphs_with_tags
from valuestory.deck.designed.workshop import DesignedSlide
from valuestory.slides.facts import TAG

_NOTHING: Final = Directive()


class Design(NamedTuple):
    """One slide of a file: its number from 1, its id and part, and what its notes' first line says, if it is for us.

    `file` is the file's name.
    """

    number: int
    slide_id: int
    part: Any
    said: Directive | None
    file: str

    @property
    def directive(self) -> Directive:
        """What the notes' first line says; nothing where it says nothing."""
        return self.said or _NOTHING

    @property
    def where(self) -> str:
        """What an error calls the slide."""
        return f"{self.file}, slide {self.number}" + (f' "{self.directive.id}"' if self.directive.id else "")

    @property
    def key(self) -> str:
        """What the evidence and the list of slides left out call it."""
        return self.directive.id or f"slide {self.number}"

    def slide(self, part: Any, slide_id: int, item: str = "", key: str = "") -> DesignedSlide:
        """Return the slide, or a copy of it for an item or under another key, as something to be filled."""
        key = key or self.key
        key = f"{key}[{self.directive.repeat}={item}]" if item else key
        where = f"{self.where}, {item}" if item else self.where
        return DesignedSlide(part, slide_id, key, where, self.directive.grow, self.number)

    def bound(self) -> list[Bound]:
        """Return its bound shapes."""
        return bound_shapes(self.part._element, where=self.where)

    def texts(self) -> Iterator[Any]:
        """Yield every tree of the slide that may hold tags: its shapes, its charts, its notes."""
        yield self.part._element
        yield from (chart._element for chart in related(self.part, "chart"))
        notes = notes_of(self.part)
        if notes is not None:
            yield notes._element

    def tags(self) -> Iterator[str]:
        """Yield what stands between the braces of each of its tags."""
        for tree in self.texts():
            for paragraph in paragraphs_with_tags(tree):
                yield from (match["inside"] for match in TAG.finditer(paragraph_text(paragraph)))

    def is_bound(self) -> bool:
        """Return whether anything on it is bound; the name of a role alone, as on decks of ours, binds nothing."""
        return (
            self.said is not None
            or any(has_tags(tree) for tree in self.texts())
            or any(each.name not in ROLES for each in self.bound())
        )


def read_designs(slides: Mapping[int, Any], file: str) -> list[Design]:
    """Return the slides of a file of this name in order, from their parts by slide id; raises as `read_directive`."""
    found = []
    for number, (slide_id, part) in enumerate(slides.items(), 1):
        notes = notes_of(part)
        said = read_directive(notes._element, where=f"{file}, slide {number}") if notes is not None else None
        found.append(Design(number, slide_id, part, said, file))
    return found
