"""What is reported of Support today: as the company declares it, else as its tables let it be tracked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.story.facts.declared import declared

if TYPE_CHECKING:
    from valuestory.story.story import Story

_TRACKED: Final = ("cases", "first_response_time", "time_to_resolution", "csat", "cost_per_case")
"""Measures of the transaction, as reports of Support have them."""
_MOST: Final = 5


def reported(story: Story) -> pd.DataFrame:
    """Return what is reported today, what each measure sees and what it misses, as a table for a slide.

    It is what `[[reported]]` of valuestory.toml declares, else the measures of the transaction that the company's
    tables have a figure of. How many they are become facts, ``measures_reported`` and ``measures_of_gain``.
    """
    own = story.company.project.reported
    rows = [(each.measure, each.sees, each.misses) for each in own] or [
        (_said(story, name, "measure"), _said(story, name, "sees"), _said(story, name, "misses"))
        for name in _TRACKED
        if story.lines(f"{{{{ {name} }}}}")
    ]
    source = "valuestory.toml" if own else "the tables that the company has"
    counts = {"measures_reported": len(rows), "measures_of_gain": sum(each.shows_gain for each in own)}
    labels = {"measures_reported": "measures reported today", "measures_of_gain": "of them, what customers gain"}
    story.add_facts(
        declared(name, count, unit="count", source=source, label=labels[name]) for name, count in counts.items()
    )
    heads = [story.phrase(f"situation.{each}") for each in ("measure", "sees", "misses")]
    return pd.DataFrame(rows[:_MOST], columns=heads)


def _said(story: Story, name: str, part: str) -> str:
    return story.phrase(f"situation.{name}.{part}")


def reported_state(story: Story) -> str:
    """Return whether any measure that is reported shows what customers gain: ``some`` or ``none``, ``one`` alone."""
    if any(each.shows_gain for each in story.company.project.reported):
        return "some"
    known = story.facts.get("measures_reported")
    return "one" if known is not None and known.value == 1 else "none"
