"""What became of the earlier deck: figures that were restated, and decisions that were asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.slides.facts import WHOLE, Fact
from valuestory.story.board.words import Words
from valuestory.story.earlier import Restated, asked, restated
from valuestory.story.facts.declared import declared
from valuestory.story.look import current_look
from valuestory.story.wording.periods import period_label

if TYPE_CHECKING:
    from valuestory.story.earlier import Earlier
    from valuestory.story.story import Story

_ROWS: Final = 4
"""Restated figures that a slide lists, beside the decisions."""


def since(story: Story, earlier: Earlier, decisions: pd.DataFrame) -> tuple[pd.DataFrame, Words]:
    """Return what became of the earlier run, as a table, and the title's words.

    Parameters
    ----------
    story
        The story of today; what stands in the table becomes its facts.
    earlier
        From `read_earlier`.
    decisions
        What is asked for today, from `board.decisions`.
    """
    compared, found = restated(story, earlier)
    source = story.phrase("since.source", then=earlier.period)
    then, again = asked(earlier.slides.get("decision")), set(decisions.iloc[:, 0])
    counts = {
        "restated_since": len(found),
        "figures_compared": compared,
        "asked_then": len(then),
        "asked_again": sum(each in again for each in then),
    }
    labels = _labels(story)
    period = labels.get(earlier.period, earlier.period)
    story.add_facts(
        [
            *(
                declared(name, count, unit="count", source=source, label=story.phrase(f"since.{name}"))
                for name, count in counts.items()
            ),
            declared("earlier_period", period, unit="text", source=source, label=story.phrase("since.then")),
        ]
    )
    rows = [_restated(story, place, each, labels) for place, each in enumerate(found[:_ROWS], 1)]
    rows += [_decision(story, what, terms, what in again) for what, terms in then.items()]
    heads = [story.phrase(f"since.{each}") for each in ("what", "then", "now", "why")]
    state = "restated" if len(found) > 1 else "one" if found else "asked" if then else "nothing"
    return pd.DataFrame(rows, columns=heads), Words(state, {})


def _restated(story: Story, place: int, each: Restated, labels: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Return a row of a restated figure: both values are facts of the story, each with its own evidence."""
    story.add_facts([_held(each.was, f"then_{place}"), _held(each.now, f"now_{place}")])
    part = "" if each.now.slice == WHOLE else each.now.slice.partition("=")[2]
    period = labels.get(each.now.period, each.now.period)
    label = ", ".join(word for word in (each.now.label or each.now.name, part, period) if word)
    return label, f"{{{{ then_{place} }}}}", f"{{{{ now_{place} }}}}", each.why


def _held(fact: Fact, name: str) -> Fact:
    return replace(fact, name=name, period="", slice=WHOLE, changes={})


def _decision(story: Story, what: str, terms: tuple[str, ...], still: bool) -> tuple[str, str, str, str]:
    owner = terms[0] if terms else story.phrase("decision.unnamed")
    now = story.phrase("since.again" if still else "since.not_again")
    return what, story.phrase("since.asked"), now, story.phrase("since.owner", owner=owner)


def _labels(story: Story) -> dict[str, str]:
    """Return what the story's periods are called, by their names."""
    numbers = current_look().writer.numbers
    return {each.name: period_label(each, numbers) for each in story.company.periods}
