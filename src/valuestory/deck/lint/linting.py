"""A finished deck held against every rule."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from valuestory.deck.drawing.page import Problem
from valuestory.deck.file.evidence import Evidence, read_evidence
from valuestory.deck.file.package import read_parts
from valuestory.deck.geometry import EMU, Box
from valuestory.deck.lint import parts
from valuestory.deck.lint.reading import read_slides
from valuestory.deck.lint.rule import Finding
from valuestory.deck.lint.rules import RULES
from valuestory.deck.lint.seen import SeenDeck
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


def check_deck(path: Path) -> list[Problem]:
    """Return everything that is structurally wrong with a deck: the rules on file and page, not those for its reader.

    A file that cannot be read any further is told by its parts alone.

    Raises
    ------
    DeckError
        When the file is missing or is no zip: there is nothing to check.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
            names = [info.filename for info in package.infolist()]
            held = {name: package.read(name) for name in set(names)}
    except (OSError, zipfile.BadZipFile) as error:
        raise DeckError("the deck cannot be read", where=path.name, do="check the path, or build it again") from error
    found = [Problem(0, name, what) for name, what in parts.package_problems(names, held)]
    if any(each.what.startswith(("broken", "no part", "two entries")) for each in found):
        return found
    seen = _seen(path, names, held)
    checks = [rule.check for rule in RULES if rule.scope != "reader"]
    return [Problem(*each) for check in checks for each in check(seen)]


def _read(path: Path) -> SeenDeck:
    held = read_parts(path)
    broken = [each for each in parts.package_problems(list(held), held) if each[1].startswith(("broken", "no part"))]
    if broken:
        name, what = broken[0]
        raise DeckError(
            f"the deck is damaged: {what}", where=f"{path.name}, {name}", do="open and save it in PowerPoint"
        )
    return _seen(path, list(held), held)


def _seen(path: Path, names: Sequence[str], held: Mapping[str, bytes]) -> SeenDeck:
    from valuestory.deck.template.open import open_deck

    deck = open_deck(dict(held), path)
    size = Box(0, 0, (deck.slide_width or 0) / EMU, (deck.slide_height or 0) / EMU)
    return SeenDeck(tuple(names), held, deck, read_slides(deck, size), _evidence(path), size)


def _evidence(path: Path) -> Evidence | None:
    """Return the evidence in a deck; None in others' decks."""
    try:
        return read_evidence(path)
    except DeckError:
        return None
