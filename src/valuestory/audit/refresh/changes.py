"""What a refresh does at one place of a deck, or cannot do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Status = Literal[
    "says otherwise",
    "altered",
    "not refreshed",
    "no room",
    "old period",
    "unsourced",
    "further",
    "reworded",
    "chart",
    "refreshed",
]
MEANING: Final[dict[Status, str]] = {
    "says otherwise": "somebody's own sentence was kept; the story's has changed in more than its numbers",
    "altered": "a number that somebody typed over a sourced one was kept",
    "not refreshed": "left as it was, for the reason given",
    "no room": "what it says now is too long for its place",
    "old period": "somebody's own words name a period that is past now; kept",
    "unsourced": "a number that somebody typed; kept",
    "further": "the story says more for this period; nothing was put in",
    "reworded": "nobody had touched the sentence: it is the story's new one",
    "chart": "the data are new; this could not stay as it was",
    "refreshed": "new numbers, nothing else changed",
}
"""Each status in words, the first to look at first."""
LEFT: Final[tuple[Status, ...]] = ("says otherwise", "altered", "not refreshed", "no room", "old period", "unsourced")
"""What somebody has to decide on."""
MARKED: Final[tuple[Status, ...]] = (
    "says otherwise",
    "altered",
    "not refreshed",
    "no room",
    "old period",
    "reworded",
    "chart",
)
"""What is marked on its slide by a comment."""


@dataclass(frozen=True)
class Change:
    """One place of a deck: the slide (from 1; 0: none), its shape, what stood there and what stands there now.

    `where` is text, table, notes, alt text, chart, drawing or slide. `story` is what the story says there for the new
    period where something else was kept; `facts` are the ids of the new facts that stand there.
    """

    slide: int
    shape: str
    where: str
    status: Status
    was: str = ""
    now: str = ""
    story: str = ""
    why: str = ""
    facts: tuple[str, ...] = ()


def verdict(found: Sequence[Change], period: str) -> str:
    """Return in one sentence what a refresh came to."""
    counts = Counter(each.status for each in found)
    done = sum(counts[status] for status in ("refreshed", "reworded", "chart"))
    told = [f"{counts[status]} {status}" for status in LEFT if counts[status]]
    head = f"{done:,} {'place says' if done == 1 else 'places say'} what holds for {period}"
    return f"{head}; to look at: {', '.join(told)}." if told else f"{head}; nothing is left to look at."
