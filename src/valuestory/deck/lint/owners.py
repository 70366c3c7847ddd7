"""A decision that nobody owns is not asked for: no cell of a main slide leaves a name or a date open."""

from __future__ import annotations

from typing import Final

from valuestory.deck.lint.fullness import main_slides
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck

_OPEN: Final = frozenset(
    (
        "to be named",
        "to be decided",
        "to be defined",
        "to be confirmed",
        "tbd",
        "tbc",
        "tba",
        "n.n.",
        "noch zu benennen",
    )
)


def check_named(seen: SeenDeck) -> Found:
    """Yield cells of the main story's tables that leave open who, or when."""
    for slide in main_slides(seen):
        for each in slide.texts:
            if each.role == "cell" and each.text.casefold().strip() in _OPEN:
                yield slide.number, each.shape, f'"{each.text.strip()}" stands where a name or a day belongs'
