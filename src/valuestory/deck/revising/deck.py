"""A finished deck opened to be revised: each slide with its paragraphs at hand, and saved with new evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from valuestory.deck.file.evidence import NAMESPACE, Evidence, attach
from valuestory.deck.file.package import packed, read_parts, write_file
from valuestory.deck.reading.deck import ReadSlide, read_slides
from valuestory.deck.reading.words import Placed, placed_words
from valuestory.deck.revising.charts import charts_of
from valuestory.deck.template.open import open_deck

_CUSTOM: Final = "/customXml"


@dataclass
class OpenSlide:
    """One slide: as it was read, and open to be changed. `charts` are its chart parts by the names of their shapes."""

    read: ReadSlide
    slide: Any

    @property
    def placed(self) -> list[Placed]:
        """The slide's paragraphs in reading order with the elements that hold them, as they are now."""
        return list(placed_words(self.slide))

    @property
    def charts(self) -> Mapping[str, Any]:
        """The slide's chart parts by the names of their shapes."""
        return charts_of(self.slide)

    def shape(self, name: str) -> Any:
        """Return the shape of a name that is drawn on the slide itself, or None: the first of equal names."""
        return next((each for each in self.slide.shapes if each.name == name), None)

    def holding(self, name: str) -> Any:
        """Return the shape that a reader sees where one of this name stands: it, or the group that holds it."""
        for each in self.slide.shapes:
            if each.name == name or any(one.get("name") == name for one in each._element.iter("{*}cNvPr")):
                return each
        return None


@dataclass(frozen=True)
class OpenDeck:
    """A deck that is open to be changed; the file itself is only read."""

    deck: Any
    slides: tuple[OpenSlide, ...]

    def save(self, evidence: Evidence, out: Path) -> None:
        """Write the deck with new evidence in place of its old one: aside, then renamed.

        Raises
        ------
        DeckError
            When the folder cannot be written, or the file is open in PowerPoint.
        """
        for owner in (self.deck.part, self.deck.part.package):
            relations = owner._rels
            for rid, each in list(relations.items()):
                if not each.is_external and _is_evidence(each.target_part):
                    relations.pop(rid)
        attach(self.deck, evidence)
        write_file(packed(self.deck), out)


def _is_evidence(part: Any) -> bool:
    return str(part.partname).startswith(_CUSTOM) and NAMESPACE.rpartition(":")[0].encode() in part.blob


def open_to_revise(path: Path) -> OpenDeck:
    """Return a deck, open to be changed.

    Raises
    ------
    TemplateError
        When the file is missing, encrypted, or no PowerPoint file.
    DeckError
        When it is damaged: open it in PowerPoint, let it be repaired, and save it.
    """
    read = read_slides(path)
    deck = open_deck(read_parts(path), path)
    return OpenDeck(deck, tuple(OpenSlide(one, slide) for one, slide in zip(read, deck.slides, strict=True)))
