"""The facts that a label shows, where a chart is drawn as shapes: its row names them, and its text says which part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from valuestory.audit.figures import Figure, figures
from valuestory.audit.likeness import plain
from valuestory.audit.readings import part_of, written
from valuestory.deck.file.evidence import Evidence, Said, Shown
from valuestory.deck.file.places import LABEL
from valuestory.slides.facts import Fact


def labelled(said: Said, facts: Sequence[Fact], evidence: Evidence) -> Iterator[Shown]:
    """Yield where the facts of a label's row stand in it.

    A figure that reads as none of them, as we write it or rounded as it is written, is none of theirs.
    """
    texts = [(fact.id, *each) for fact in facts for each in written(fact, evidence)]
    for figure in figures(said.text, locale=evidence.locale or "en_US"):
        if figure.kind == "figure":
            found = _whole(said.text, figure, texts) or _rounded(figure, facts)
            if found is not None:
                fact, part, text, start = found
                yield Shown(said.key, said.slide_id, said.shape, fact, part, "", text, said.paragraph, start=start)


Place = tuple[str, str, str, int]
"""A fact's id, its part, the text that shows it, and where in the label that begins."""


def _whole(text: str, figure: Figure, texts: Sequence[tuple[str, str, str]]) -> Place | None:
    """Return the part whose whole text, its unit too, stands around a figure; the longest of several."""
    for fact, part, read in sorted(texts, key=lambda each: -len(each[2])):
        for start in range(max(0, figure.end - len(read)), figure.start + 1):
            there = text[start : start + len(read)]
            if plain(there) == read and len(there) == len(read) and not text[start + len(read) :][:1].isdigit():
                return fact, part, there, start
    return None


def _rounded(figure: Figure, facts: Sequence[Fact]) -> Place | None:
    parts = ((fact.id, part_of(fact, figure.text)) for fact in facts)
    return next(((fact, part, figure.text, figure.start) for fact, part in parts if part is not None), None)


def facts_by_label(evidence: Evidence, slide_id: int) -> Mapping[str, Sequence[Fact]]:
    """Return the facts of the labels of a slide's drawn charts, by the names of their shapes."""
    known = {fact.id: fact for fact in evidence.facts}
    found: dict[str, list[Fact]] = {}
    for each in evidence.plotted:
        name = each.values.get("label")
        if each.slide_id == slide_id and isinstance(name, str) and each.row == LABEL and each.fact in known:
            found.setdefault(name, []).append(known[each.fact])
    return found
