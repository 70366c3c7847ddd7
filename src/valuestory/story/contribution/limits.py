"""What the contribution's deck does not show: each open question with what is known of it and what would settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.story.contribution.experiments import still_waiting
from valuestory.story.contribution.reasons import noted, takes, why
from valuestory.story.contribution.words import OUTCOMES, sentence, span_of

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told

_MANY: Final = 3
"""So many outcomes of one reason are not named one by one."""
_WORDS: Final = 95
"""Of 120 that a slide with a table may hold: the title, the heads and the source line have the others."""
_FEWEST: Final = 3


def limits(told: Told) -> pd.DataFrame:
    """Return what the deck does not show, what is known of it, and what would settle it."""
    rows = [
        *_nothing_compared(told),
        *_not_established(told),
        *_not_measured(told),
        *_about_fixes(told),
        *_beyond(told),
        *still_waiting(told.experiments),
    ]
    for place, each in enumerate(told.notes):
        if told.in_money() or "recurring revenue" not in each:
            known = sentence(noted(place, each))
            rows.append(("What else is to be known?", known, "Read the figures with it in mind"))
    return pd.DataFrame(rows, columns=["Open question", "What we know", "What would settle it"])


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first rows, as many as a slide with a table may hold in words; three in any case."""
    words = rows.apply(lambda row: len(" ".join(map(str, row)).split()), axis=1).cumsum()
    return rows.loc[(words <= _WORDS) | (words.rank() <= _FEWEST)]


def _nothing_compared(told: Told) -> list[tuple[str, str, str]]:
    if told.effects:
        return []
    what, _, take = told.refused.partition("; ")
    return [("What did Support contribute?", sentence(what), sentence(take) or "Help and outcomes of each customer")]


def _not_established(told: Told) -> list[tuple[str, str, str]]:
    """Return a row for each effect that is not established; those that are refused for one reason have one row."""
    refused: dict[tuple[str, str], list[str]] = {}  # by reason and what it takes
    rows = []
    for name, each in told.effects.items():
        if each.refused:
            refused.setdefault((each.reason, each.collect), []).append(name)
        elif name not in told.established:
            seen = f"{{{{ effect_{name} | points }}}} ({span_of(f'effect_{name}')})"
            question = f"Does help change {OUTCOMES[name].noun}?"
            rows.append((question, f"{sentence(each.verdict)}: {seen}", sentence(takes(name, each.collect))))
    for (reason, collect), names in refused.items():
        nouns = ", ".join(OUTCOMES[name].noun for name in names)
        question = f"Does help change {nouns if len(names) < _MANY else 'any outcome that was compared'}?"
        rows.append((question, sentence(why(names[0], reason)), sentence(takes(names[0], collect))))
    return rows


def _not_measured(told: Told) -> list[tuple[str, str, str]]:
    if not told.established:
        return []
    known = "The year before help shows no difference within its range"
    unknown = "Nothing from before the help was compared"
    checked = told.story.facts.get("effect_check") is not None
    lot = "A holdout: chance decides who goes first"
    return [("Is there something that nobody measured?", known if checked else unknown, lot)]


def _beyond(told: Told) -> list[tuple[str, str, str]]:
    """Return what lies beyond what was compared: the helped that nobody is like, and the time after the window."""
    rows = []
    if told.established and told.effects[told.first].verdict == "partial overlap":
        known = f"{{{{ kept_{told.first} }}}} could be compared; the others count as zero"
        rows.append(("And the helped that nobody is like?", known, "Help that begins later for some than for others"))
    if told.established:
        known = "What was kept is counted to the end of the outcome window"
        rows.append(("Does it last?", known, "The same customers a year later"))
    return rows


def _about_fixes(told: Told) -> list[tuple[str, str, str]]:
    question, found = "Did improvements reduce cases?", told.fixes
    if found is None:
        known = "No group of cases has a shipped improvement"
        return [(question, known, "The issue of each case, and the day on which its improvement shipped")]
    if found.refused or found.verdict == "not distinguishable from zero":
        return [(question, sentence(why("fixes", found.reason)), sentence(takes("fixes", found.collect)))]
    return []
