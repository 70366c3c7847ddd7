"""What stands in a text: words, and the fact that they show."""

from __future__ import annotations

from typing import NamedTuple


class MissingValueError(Exception):
    """A name that is known has no value here: its slide is left out, and listed. The message is the reason."""


class Words(NamedTuple):
    """What is written for one reference; `fact` is the id of the fact that it shows, if it shows one."""

    text: str
    fact: str | None = None
    part: str = "value"
    format: str = ""


class Written(NamedTuple):
    """Words as they stand in a paragraph: in which run (from 0), from which character of it on."""

    words: Words
    run: int
    start: int
