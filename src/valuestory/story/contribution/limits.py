"""What the contribution's deck does not show: each question, what is known, why it is open, what would settle it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.story.contribution.experiments import still_waiting
from valuestory.story.contribution.reasons import noted, takes, why
from valuestory.story.contribution.words import OUTCOMES, sentence, span_of
from valuestory.story.tables.limits import COLUMNS, NOTHING, Row

if TYPE_CHECKING:
    from valuestory.story.contribution.told import Told

_MANY: Final = 3
"""So many outcomes of one reason are not named one by one."""
_WORDS: Final = 90
"""Of 120 that a slide with a table may hold: the title, the heads and the source line have the others."""
_FEWEST: Final = 3


def limits(told: Told) -> pd.DataFrame:
    """Return what the deck does not show: the columns are those of `open_questions`."""
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
            rows.append(
                ("What else is to be known?", "It limits all figures", known, "Read the figures with it in mind")
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first rows, as many as a slide with a table may hold in words; three in any case."""
    words = rows.apply(lambda row: len(" ".join(map(str, row)).split()), axis=1).cumsum()
    return rows.loc[(words <= _WORDS) | (words.rank() <= _FEWEST)]


def _nothing_compared(told: Told) -> list[Row]:
    if told.effects:
        return []
    what, _, take = told.refused.partition("; ")
    take = sentence(take) or "Help and outcomes of each customer"
    return [("What did Support contribute?", NOTHING, sentence(what), take)]


def _not_established(told: Told) -> list[Row]:
    """Return a row for each effect that is not established; those that are refused for one reason have one row."""
    refused: dict[tuple[str, str], list[str]] = {}  # by reason and what it takes
    rows = []
    for name, each in told.effects.items():
        if each.refused:
            refused.setdefault((each.reason, each.collect), []).append(name)
        elif name not in told.established:
            seen = f"{{{{ effect_{name} | points }}}} ({span_of(f'effect_{name}')})"
            question = f"Does help change {OUTCOMES[name].noun}?"
            known = f"{sentence(each.verdict)}: {seen}"
            rows.append((question, known, _unseen(told, name), sentence(takes(name, each.collect))))
    for (reason, collect), names in refused.items():
        nouns = ", ".join(OUTCOMES[name].noun for name in names)
        question = f"Does help change {nouns if len(names) < _MANY else 'any outcome that was compared'}?"
        lot = re.split("[:,] ", takes(names[0], collect))[0]  # the ways to it stand on the outcome's own slide
        rows.append((question, NOTHING, sentence(why(names[0], reason)), sentence(lot)))
    return rows


def _unseen(told: Told, outcome: str) -> str:
    """Return how small a difference would not have been seen."""
    fact = f"detectable_{outcome}"
    known = told.story.facts.get(fact) is not None
    return f"A difference under {{{{ {fact} | points }}}} would not show" if known else "The range includes zero"


def _not_measured(told: Told) -> list[Row]:
    if not told.established:
        return []
    known = "The year before help shows no difference within its range"
    unknown = "Nothing from before the help was compared"
    checked = told.story.facts.get("effect_check") is not None
    lot = "A holdout: chance decides who goes first"
    by = "Who asks for help is not drawn by lot"
    return [("Is there something that nobody measured?", known if checked else unknown, by, lot)]


def _beyond(told: Told) -> list[Row]:
    """Return what lies beyond what was compared: the helped that nobody is like, and the time after the window."""
    rows = []
    if told.established and told.effects[told.first].verdict == "partial overlap":
        known = f"{{{{ kept_{told.first} }}}} could be compared"
        others = "The others are like nobody; they count as zero"
        lot = "Help that begins later for some than for others"
        rows.append(("And the helped that nobody is like?", known, others, lot))
    if told.established:
        known = "What was kept is counted to the end of the outcome window"
        rows.append(("Does it last?", known, "Later months are still to come", "The same customers a year later"))
    return rows


def _about_fixes(told: Told) -> list[Row]:
    question, found = "Did improvements reduce cases?", told.fixes
    if found is None:
        lacking = "No group of cases has a shipped improvement"
        return [(question, NOTHING, lacking, "The issue of each case, and the day on which its improvement shipped")]
    if found.refused or found.verdict == "not distinguishable from zero":
        known = NOTHING if found.refused else "No change is established"
        return [(question, known, sentence(why("fixes", found.reason)), sentence(takes("fixes", found.collect)))]
    return []
