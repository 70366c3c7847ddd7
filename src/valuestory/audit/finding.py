"""What an audit finds of one number: where it stands, what it says, and what is to be thought of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

Status = Literal[
    "sourced",
    "altered",
    "unsourced",
    "removed",
    "workbook missing",
    "workbook elsewhere",
    "matches",
    "differs",
    "cannot be computed",
]
MEANING: Final[dict[Status, str]] = {
    "sourced": "reads as its evidence does",
    "altered": "was changed since the deck was made",
    "unsourced": "nothing says where it comes from",
    "removed": "was on a slide when the deck was made, and is no more",
    "workbook missing": "a program dropped the chart's data; what is drawn is its last copy",
    "workbook elsewhere": "the chart's data are a file outside the deck, which was not opened",
    "matches": "reads as its evidence does, and the data give it again",
    "differs": "reads as its evidence does, and the data give another value today",
    "cannot be computed": "reads as its evidence does, and these data alone do not give it",
}
"""Each status in words; the last three only where data were given."""
NOT_RELIED_ON: Final[tuple[Status, ...]] = ("altered", "unsourced", "differs", "cannot be computed")
SOUND: Final[tuple[Status, ...]] = ("sourced", "matches")


@dataclass(frozen=True)
class Finding:
    """One number of a deck.

    `slide` counts from 1 (0: on no slide any more); `where` is text, table, diagram, alt text, notes or chart; `shown`
    is what stands there today, `was` what stood there when the deck was made; `fact` is the id of the fact, `value` its
    exact value; `why` says in words what an alteration or a difference is; `now` is what the data give today.
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
    now: float | str | None = None


def verdict(found: Sequence[Finding]) -> str:
    """Return in one sentence what an audit came to."""
    counts = Counter(each.status for each in found)
    numbers = sum(counts[status] for status in (*SOUND, *NOT_RELIED_ON))
    if not numbers:
        return "There is no number in this deck."
    again = " and the data give it again" if counts["matches"] else ""
    if not any(counts[status] for status in NOT_RELIED_ON):
        return f"Each of the {numbers:,} numbers reads as its evidence does{again}."
    told = {
        "matches": "{reads} as {its} evidence does, and the data give {it} again",
        "sourced": "{reads} as {its} evidence does",
        "altered": "{was} changed since the deck was made",
        "unsourced": "{have} no source",
        "differs": "{are} given otherwise by the data today",
        "cannot be computed": "cannot be computed from these data alone",
    }
    parts = [_told(counts[status], words) for status, words in told.items() if counts[status]]  # type: ignore[index]
    return f"Of {numbers:,} numbers {'; '.join(parts)}."


_ONE: Final = {"was": "was", "have": "has", "are": "is", "reads": "reads", "its": "its", "it": "it"}
_MORE: Final = {"was": "were", "have": "have", "are": "are", "reads": "read", "its": "their", "it": "them"}


def _told(count: int, words: str) -> str:
    """Return how many numbers there are and what is said of them, its verbs in their number."""
    return f"{count:,} {words.format_map(_ONE if count == 1 else _MORE)}"


def summary(found: Sequence[Finding]) -> dict[str, Any]:
    """Return an audit for a run record: its sentence, how many of each status, and what nobody can rely on."""
    wanting = [each for each in found if each.status in NOT_RELIED_ON]
    numbers = [
        {"slide": each.slide, "shape": each.shape, "where": each.where, "shown": each.shown, "status": each.status}
        for each in wanting
    ]
    return {"verdict": verdict(found), "counts": dict(Counter(each.status for each in found)), "numbers": numbers}
