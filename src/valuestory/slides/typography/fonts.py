"""How wide characters are in a font, and how high its lines stand, without the font.

A deck must come out alike on every machine, so no installed font is asked. Arial's widths are known for every
character; other fonts run by a known factor wider or narrower, by weight; monospaced ones have one width. A font that
nobody here knows is taken to run as wide as the widest of those that stand in for missing fonts.
"""

from __future__ import annotations

import json
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from valuestory.slides.typography.faces import FACES, MAY_BE_MISSING, MONO

_HEAVY: Final = ("bold", "semibold", "demibold", "demi", "black", "heavy", "extrabold")
_WEIGHTS: Final = (
    *_HEAVY,
    "light",
    "thin",
    "extralight",
    "semilight",
    "medium",
    "regular",
    "book",
    "roman",
    "semi",
    "extra",
)
"""Words at the end of a font's name that say its weight: "Calibri Light" runs as Calibri does."""
_EMOJI: Final = 1300
"""Thousandths of the size: emoji are wider than an em in the fonts that draw them."""
_FIRST_EMOJI: Final = 0x1F300


class Face(NamedTuple):
    """How a font runs: its widths as a share of Arial's by weight, or one width for all; its lines; and if it is known.

    `mono` is a share of the size, 0 where characters differ.
    """

    regular: float
    bold: float
    line: float
    mono: float = 0.0
    known: bool = True


_STAND_IN, _STAND_IN_BOLD = 1.14, 1.2
_UNKNOWN: Final = Face(1.18, 1.27, 1.22, known=False)
"""DejaVu Sans, which stands in for missing fonts where there is no other, runs as wide."""


@cache
def _known() -> dict[str, Face]:
    faces = {name: Face(*numbers) for name, numbers in FACES.items()}
    faces |= {name: _allowing(Face(*numbers)) for name, numbers in MAY_BE_MISSING.items()}
    return faces | {name: Face(1.0, 1.0, 1.17, mono) for name, mono in MONO.items()}


def _allowing(face: Face) -> Face:
    """Return a face no narrower than what stands in for it where it is not installed (DejaVu Sans on text)."""
    return face._replace(regular=max(face.regular, _STAND_IN), bold=max(face.bold, _STAND_IN_BOLD))


@lru_cache(maxsize=256)
def face(font: str) -> Face:
    """Return how a font runs, by name; the weight in a name counts."""
    name = " ".join(font.casefold().split())
    heavy = False
    known = _known()
    while name not in known and name.rpartition(" ")[2] in _WEIGHTS and " " in name:
        name, _, weight = name.rpartition(" ")
        heavy = heavy or weight in _HEAVY
    found = known.get(name, _UNKNOWN)
    if heavy:
        # The widths of the heavier cut, against Arial's of the weight that is asked for: bold runs a tenth wider.
        return Face(1.1 * found.bold, found.bold, found.line, found.mono, found.known)
    return found


@cache
def _arial() -> dict[bool, dict[str, int]]:
    data = json.loads(Path(__file__).with_name("arial_widths.json").read_text(encoding="utf-8"))
    return {
        weight == "bold": {character: int(width) for width, characters in table.items() for character in characters}
        for weight, table in data.items()
    }


@lru_cache(maxsize=4096)
def is_wide(character: str) -> bool:
    """Return whether a character takes a square of its own, as Chinese, Japanese and Korean ones do."""
    return unicodedata.east_asian_width(character) in "WF"


def text_width(text: str, size: float, *, bold: bool = False, font: str = "Arial") -> float:
    """Return the width of text on one line, in inches; `size` in points. A line break has none, nor a place for one."""
    thousandths = sum(_thousandths(each, font, bold) for each in text if each not in "\n\u200b")
    return thousandths / 1000 * size / 72


@lru_cache(maxsize=8192)
def _thousandths(character: str, font: str, bold: bool) -> float:
    """Return a character's width, in thousandths of the size."""
    run = face(font)
    if is_wide(character):
        return _EMOJI if ord(character) >= _FIRST_EMOJI else 1000
    if unicodedata.combining(character):
        return 0
    if run.mono:
        return 1000 * run.mono
    return (_arial()[bold].get(character) or (700 if bold else 640)) * (run.bold if bold else run.regular)


def line_height(font: str) -> float:
    """Return the height of a single-spaced line as a share of the size."""
    return face(font).line


def is_measured(font: str) -> bool:
    """Return whether a font's widths are known; of others only that they hardly run wider than is assumed."""
    return face(font).known
