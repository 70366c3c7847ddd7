"""Time to Customer Value: the first year's days without value as means that add up, and up to three life events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.slides.number_words import Precision
from valuestory.story.chart_forms.stacked_bars import STACK_COLUMNS, stacked_bars
from valuestory.story.charts import time_to_smile
from valuestory.story.facts.adding_up import parts_as_shown
from valuestory.story.look import current_look
from valuestory.story.main_slides.known import known
from valuestory.story.main_slides.shown import Shown
from valuestory.story.wording.periods import period_label

if TYPE_CHECKING:
    from valuestory.story.story import Story

TOTAL: Final = "time_to_customer_value"
PARTS: Final = {
    "time_to_value_before_sale": "ttcv.before_sale",
    "time_to_value_after_sale": "ttcv.after_sale",
    "time_to_smile_in_first_year": "ttcv.interruptions",
}
"""The metrics that add up, each with its phrase."""


def first_year(story: Story, results: pd.DataFrame) -> Shown:
    """Return the stacked days of the first year, this period above the same a year ago, with up to three life events.

    The state is that of the change of `time_to_customer_value`. Where that is not known it is the time to smile alone:
    ``smile_`` and the state of its change. Each part becomes a fact of whole days, `PART_shown@PERIOD`, so that the
    parts add up as they are displayed.
    """
    drawn = stacked_bars(*first_year_days(story))
    if drawn is not None:
        return Shown(drawn, story.state(TOTAL), body=(*_lead(story), *life_events(story)))
    state = story.state("time_to_smile")
    return Shown(time_to_smile(results), f"smile_{'level only' if state == 'not measured' else state}")


def _lead(story: Story) -> list[str]:
    """Return where a day is most worth winning: the life event with most days beyond its target."""
    most = story.extremes("gap_to_target", "life_event")
    said = story.phrase("ttcv.worth_winning", event=_called(most[1])) if most else story.phrase("ttcv.onboarding")
    return [said]


def first_year_days(story: Story) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the parts and the totals of this period and of a year ago, as `stacked_bars` takes them."""
    period = story.company.period
    rows: list[tuple[object, ...]] = []
    totals: list[tuple[str, str, str]] = []
    for each in (period, period.year_ago):
        total, parts = known(story, TOTAL, each), [known(story, name, each) for name in PARTS]
        if total is None or None in parts:
            continue
        label = period_label(each, current_look().writer.numbers)
        for name, shown in zip(PARTS, parts_as_shown(total, [each for each in parts if each], 1.0), strict=True):
            story.add_facts([shown])
            text = current_look().writer.numbers.show(shown.value, "number", Precision())  # type: ignore[arg-type]
            rows.append((label, story.phrase(PARTS[name]), shown.value, text, shown.id))
        totals.append((label, story.shown(total), total.id))
    return pd.DataFrame(rows, columns=list(STACK_COLUMNS)), pd.DataFrame(totals, columns=["label", "text", "fact"])


def life_events(story: Story, most: int = 3) -> list[str]:
    """Return a line a life event, those first that more customers went through: its median days, and what changed.

    A change that is not beyond chance is not told.
    """
    found = [
        (fact.n or 0, event)
        for event in story.members("time_to_value", "life_event")
        if (fact := story.facts.get(f"time_to_value@{story.facts.period}[life_event={event}]")) is not None
    ]
    lines = []
    for _, event in sorted(found, reverse=True)[:most]:
        state = story.state(f"time_to_value[life_event={event}]")
        told = {"fall": "sooner", "rise": "later", "flat": "alike"}.get(state, "level")
        lines.append(story.phrase(f"ttcv.event_{told}", Event=_called(event), event=event))
    return lines


def _called(event: str) -> str:
    """Return a life event in the company's language, as it opens a sentence."""
    said = current_look().writer.vocabulary.said(event)
    return said[:1].upper() + said[1:]
