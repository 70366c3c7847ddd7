"""Edges that nearly meet, and titles that jump from slide to slide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from valuestory.deck.geometry import Box
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide
from valuestory.deck.reading.texts import TextBody

_MET, _SEEN = 0.02, 0.08
"""Inches on a slide 7.5 inches high: edges nearer than the first are in line, farther than the second are apart."""
_LABEL: Final = "vs:label"
"""What stands at a mark of a chart takes its place from there."""


def check_aligned(seen: SeenDeck) -> Found:
    """Yield, on slides that we drew, edges that miss each other by so little that it looks like a slip."""
    for slide in seen.drawn:
        told: set[str] = set()
        for edge in ("left", "right", "top"):
            placed = sorted(_edges(slide, edge), key=lambda each: each[1])
            for (one, first), (other, second) in combinations(placed, 2):
                gap = second - first
                if _MET * seen.scale < gap < _SEEN * seen.scale and other not in told and not _held(placed, second):
                    told.add(other)
                    yield slide.number, other, f'its {edge} edge is {gap:.2f} inches off that of "{one}"'


def _held(placed: list[tuple[str, float]], at: float) -> bool:
    """Whether two shapes agree on an edge: they keep a line of their own."""
    return sum(abs(each - at) < _MET for _, each in placed) > 1


def _edges(slide: SeenSlide, edge: str) -> Iterator[tuple[str, float]]:
    """Yield the edges that a reader sees: of texts where they begin, of exhibits and pictures all."""
    texts = {each.shape: each for each in slide.texts if each.role != "cell"}
    for each in slide.shapes:
        text = texts.get(each.name)
        if (
            each.depth
            or each.box is None
            or not each.turn.is_level
            or each.kind == "cxnSp"
            or each.name.startswith(_LABEL)
        ):
            continue
        if text is None and each.kind == "sp":  # bars and discs of a drawing
            continue
        if text is None or _shows(text, edge):
            yield each.name, getattr(each.box, edge)


def _shows(text: TextBody, edge: str) -> bool:
    """Whether a text begins at an edge of its box."""
    if not text.text or text.role == "footer":
        return False
    if edge == "top":
        return text.insets.anchor == "t"
    aligns = {each.align for each in text.paragraphs if each.text.strip()}
    return aligns == {"r"} if edge == "right" else aligns <= {"l", "just"}


def check_title_place(seen: SeenDeck) -> Found:
    """Yield titles that do not stand where most titles on their layout do: between slides they jump."""
    places: dict[int, list[tuple[SeenSlide, TextBody, Box]]] = defaultdict(list)
    for slide in seen.slides:
        title = slide.title
        if title is not None and title.box is not None and not slide.hidden:
            places[id(slide.slide.slide_layout.part)].append((slide, title, title.box))
    for held in places.values():
        usual = Counter((round(box.left, 2), round(box.top, 2)) for *_, box in held).most_common(1)[0][0]
        for slide, title, box in held:
            off = max(abs(box.left - usual[0]), abs(box.top - usual[1]))
            if off > _MET * seen.scale + 0.01:
                yield slide.number, title.shape, f"it stands {off:.2f} inches off the place of the other titles"
