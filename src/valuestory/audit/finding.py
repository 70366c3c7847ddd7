"""What an audit finds of one number: where it stands, what it says, and what is to be thought of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Status = Literal[
    "sourced",
    "altered",
    "unsourced",
    "removed",
    "workbook missing",
    "workbook elsewhere",
]
MEANING: Final[dict[Status, str]] = {
    "sourced": "reads as its evidence does",
    "altered": "was changed since the deck was made",
    "unsourced": "nothing says where it comes from",
    "removed": "was on a slide when the deck was made, and is no more",
    "workbook missing": "a program dropped the chart's data; what is drawn is its last copy",
    "workbook elsewhere": "the chart's data are a file outside the deck, which was not opened",
}
"""Each status in words; `altered` and `unsourced` are what a reader cannot rely on."""
NOT_RELIED_ON: Final[tuple[Status, ...]] = ("altered", "unsourced")


@dataclass(frozen=True)
class Finding:
    """One number of a deck.

    `slide` counts from 1 (0: on no slide any more); `where` is text, table, diagram, alt text, notes or chart; `shown`
    is what stands there today, `was` what stood there when the deck was made; `fact` is the id of the fact, `value` its
    exact value; `why` says in words what an alteration is.
    """

    slide: int
    shape: str
    where: str
    shown: str
    status: Status
    was: str = ""
    fact: str = ""
    part: str = ""
    value: float | str | None = None
    source: str = ""
    why: str = ""
