"""A finished deck held against every rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from valuestory.deck.file.evidence import Evidence, read_evidence
from valuestory.deck.file.package import read_parts
from valuestory.deck.geometry import EMU, Box
from valuestory.deck.lint import parts
from valuestory.deck.lint.drawn import DRAWN_RULES
from valuestory.deck.lint.rule import Finding
from valuestory.deck.lint.rules import RULES
from valuestory.deck.lint.seen import SeenDeck, seen_slides
from valuestory.errors import DeckError


def lint_deck(path: Path, rules: Collection[str] | None = None) -> list[Finding]:
    """Return what fails on a deck, by slide, then in the rules' order; slide 0 is the file as a whole.

    Parameters
    ----------
    path
        A .pptx file, made by this package or by anybody.
    rules
        The names of the rules to hold it to; all of them by default.

    Raises
    ------
    TemplateError
        When the file cannot be trusted or read: encrypted, an old .ppt, damaged, a zip bomb, with XML entities.
    DeckError
        When PowerPoint's parts in it do not hold together: open and save it in PowerPoint.
    """
    seen = _read(path)
    asked = [each for each in RULES if rules is None or each.name in rules]
    found = [Finding(rule.name, number, shape, what) for rule in asked for number, shape, what in rule.check(seen)]
    return sorted(found, key=lambda each: each.slide)


def lint_drawn(path: Path) -> list[Finding]:
    """Return what a drawing of the deck shows, besides what `lint_deck` reads in the file.

    Raises
    ------
    DeckError
        When LibreOffice or Poppler is not installed, or fails.
    """
    from valuestory.deck.rendering import slide_pictures

    seen, pictures = _read(path), slide_pictures(path)
    found = [
        Finding(rule.name, number, shape, what)
        for rule in DRAWN_RULES
        for number, shape, what in rule.check(seen, pictures)
    ]
    return sorted(found, key=lambda each: each.slide)


def _read(path: Path) -> SeenDeck:
    held = read_parts(path)
    broken = [each for each in parts.package_problems(held) if each[1].startswith(("broken", "no part"))]
    if broken:
        name, what = broken[0]
        raise DeckError(
            f"the deck is damaged: {what}", where=f"{path.name}, {name}", do="open and save it in PowerPoint"
        )
    return _seen(path, held)


def _seen(path: Path, held: Mapping[str, bytes]) -> SeenDeck:
    from valuestory.deck.template.open import open_deck

    deck = open_deck(dict(held), path)
    size = Box(0, 0, (deck.slide_width or 0) / EMU, (deck.slide_height or 0) / EMU)
    return SeenDeck(held, deck, seen_slides(deck, size), _evidence(path), size)


def _evidence(path: Path) -> Evidence | None:
    """Return the evidence in a deck; None in others' decks."""
    try:
        return read_evidence(path)
    except DeckError:
        return None
