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


def verdict(found: Sequence[Finding]) -> str:
    """Return in one sentence what an audit came to."""
    counts = Counter(each.status for each in found)
    numbers = counts["sourced"] + counts["altered"] + counts["unsourced"]
    if not numbers:
        return "There is no number in this deck."
    if not any(counts[status] for status in NOT_RELIED_ON):
        return f"Each of the {numbers:,} numbers reads as its evidence does."
    parts = [f"{counts['sourced']:,} read as their evidence does"]
    if altered := counts["altered"]:
        parts.append(f"{altered:,} {'was' if altered == 1 else 'were'} changed since the deck was made")
    if unsourced := counts["unsourced"]:
        parts.append(f"for {unsourced:,} nothing says where {'it comes' if unsourced == 1 else 'they come'} from")
    return f"Of {numbers:,} numbers {'; '.join(parts)}."


def summary(found: Sequence[Finding]) -> dict[str, Any]:
    """Return an audit for a run record: its sentence, how many of each status, and what nobody can rely on."""
    wanting = [each for each in found if each.status in NOT_RELIED_ON]
    numbers = [
        {"slide": each.slide, "shape": each.shape, "where": each.where, "shown": each.shown, "status": each.status}
        for each in wanting
    ]
    return {"verdict": verdict(found), "counts": dict(Counter(each.status for each in found)), "numbers": numbers}
