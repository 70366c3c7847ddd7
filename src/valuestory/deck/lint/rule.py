"""What a rule is, and what it finds.

A rule asks one thing that a machine can decide on the finished file. It reads; it never mends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from valuestory.deck.lint.seen import SeenDeck

Found = Iterator[tuple[int, str, str]]
"""Slide (0 is the file as a whole), shape, and what is wrong."""
Scope = Literal["file", "page", "reader"]
"""Whether a fault breaks the file, shows on the page, or costs the reader."""


@dataclass(frozen=True)
class Rule:
    """One thing that a slide must pass: its name, what it asks in a sentence, and where that comes from."""

    name: str
    asks: str
    source: str
    scope: Scope
    check: Callable[[SeenDeck], Found]


@dataclass(frozen=True)
class Finding:
    """A rule that fails: on which slide (0 is the file as a whole), at which shape, and what is wrong there."""

    rule: str
    slide: int
    shape: str
    what: str
