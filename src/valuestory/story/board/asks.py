"""What is open and what is asked: the table of limits, and the decisions with their owners."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.story.board.words import Words
from valuestory.story.contribution import decision as contribution_decision
from valuestory.story.contribution.limits import limits, readable
from valuestory.story.facts.declared import declared

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told

_ROWS: Final = 4
_COMPARED: Final = 2
"""So many rows are of the comparison: what is not measured at all stands beside it."""
_MISSING: Final = "Not measured"
_DECISIONS: Final = 3
_NUMBERS: Final = ("one", "two", "three")


def open_points(told: Told) -> pd.DataFrame:
    """Return what the deck does not show, at most four rows, what was compared first, then what is not measured.

    Questions that one thing would settle are one row.

    How many rows there are becomes the fact ``open_doubts``.
    """
    own, measured = limits(told), told.story.open_questions()
    own = own.drop_duplicates(subset=str(own.columns[-1]))
    if len(own):  # what a comparison leaves open says more than that none was made
        known = measured.iloc[1:, 1].astype(str)
        measured = measured.iloc[1:].loc[(~known.str.startswith(_MISSING)).sort_values(kind="stable").index]
    rows = pd.concat([own.head(_COMPARED), measured], ignore_index=True)
    for column in (0, -1):
        rows = rows.drop_duplicates(subset=str(rows.columns[column]))
    rows = readable(rows.head(_ROWS))
    source = "the comparison and the checks"
    told.story.add_facts([declared("open_doubts", len(rows), unit="count", source=source, label="open points")])
    return rows


def decisions(told: Told) -> tuple[pd.DataFrame, Words]:
    """Return what to decide, at most three rows, and the title's words: how many, and whether each has an owner."""
    story = told.story
    if not story.facts.get("decide_by"):
        day = declared(
            "decide_by",
            _end_of_next_quarter(story.company.period.end).isoformat(),
            unit="date",
            source="the story's period",
            label="the end of the next quarter",
        )
        story.add_facts([day])
    heads = [story.phrase(f"decision.{each}") for each in ("decision", "owner", "by", "cost", "known")]
    unnamed = story.phrase("decision.unnamed")
    first = (
        story.phrase("decision.report"),
        story.phrase("decision.report_owner"),
        "{{ decide_by }}",
        story.phrase("decision.report_cost"),
        story.phrase("decision.report_known"),
    )
    asked = contribution_decision.decisions(told)
    rows = [first, *asked[["Decision", "Owner", "By", "Cost", "How we will know"]].itertuples(index=False, name=None)]
    table = pd.DataFrame(rows[:_DECISIONS], columns=heads)
    count = story.phrase(f"decision.{_NUMBERS[len(table) - 1]}")
    return table, Words("unowned" if unnamed in set(table[heads[1]]) else "owned", {"count": count})


def _end_of_next_quarter(end: datetime.date) -> datetime.date:
    """Return the last day of the three months that follow a period, which leaves out `end`."""
    after = pd.Timestamp(end) + pd.DateOffset(months=3)
    return after.date() - datetime.timedelta(days=1)
