"""Learning that changed the product: issues that were fixed beside comparable ones, on a base of 100."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.metrics.engine import as_pandas
from valuestory.slides.facts import Evidence, Fact
from valuestory.story.chart_forms.counted_bars import BAR_COLUMNS, counted_bars
from valuestory.story.chart_forms.indexed_lines import COURSE_COLUMNS, indexed_lines
from valuestory.story.facts.estimated import estimated
from valuestory.story.main_slides.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    import altair as alt

    from valuestory.contribution import BeforeAfter
    from valuestory.story.story import Story

MONTHS_BEFORE: Final = 9
"""Months before shipping that fit beneath a chart; the pre-trend is tested on all of them."""
_SOURCE: Final = "cases by group and month"
_TOLERANCE: Final = 0.02
_STEPS: Final = {"submitted_at": "made", "accepted_at": "accepted", "shipped_at": "shipped"}
_SERIES: Final = {"fixed": ("product.fixed", "observed"), "comparable": ("product.comparable", "expected")}


def learning(story: Story, fixes: BeforeAfter | None) -> Shown:
    """Return fixed and comparable issues around shipping; where none can be compared, how far suggestions got.

    Parameters
    ----------
    story
        Its facts get each point, `fixed_index_MONTH` and `comparable_index_MONTH` (``m3`` is three months before), and
        `suggestions_made`, `suggestions_accepted`, `suggestions_shipped` of the last twelve months.
    fixes
        From `told.fixes`, or `improvements_before_after`.

    Returns
    -------
    Shown
        The state is ``fewer`` or ``more``, with ``_untested`` where the trend before is not known (grade D), ``alike``,
        ``not_established``, ``depends``, or ``built`` for suggestions alone.
    """
    counts = suggestions_built(story)
    if fixes is None or fixes.refused or not fixes.n_compared:
        return Shown(counts, "built")
    effect = story.facts.get("after_fixes")
    words = ""
    if effect is not None and effect.low is not None:
        shown = {part: story.shown(effect, part) for part in ("value", "low", "high")}
        words = story.phrase("product.difference", **shown)
    told = effect.id if effect is not None and words else None
    chart = indexed_lines(indexed_rows(story, fixes), story.phrase("product.at_shipping"), words, told)
    return Shown(chart, state_of_fixes(fixes), source=story.phrase("product.source", grade=fixes.grade or "D"))


def state_of_fixes(fixes: BeforeAfter) -> str:
    """Return which sentence the comparison allows; alike where its interval lies within two percent."""
    if fixes.low >= -_TOLERANCE and fixes.high <= _TOLERANCE:
        return "alike"
    if fixes.verdict == "model-dependent":
        return "depends"
    if fixes.verdict == "not distinguishable from zero":
        return "not_established"
    return ("fewer" if fixes.estimate < 0 else "more") + ("_untested" if fixes.grade == "D" else "")


def indexed_rows(story: Story, fixes: BeforeAfter) -> pd.DataFrame:
    """Return both lines by months from shipping (0), as `indexed_lines` takes them.

    100 is the mean of the fixed issues in the months before shipping, for both lines, so that the space between them is
    what parts them. Each month is a mean over the groups that were watched in it.
    """
    events = fixes.events[fixes.events["event_time"] >= -MONTHS_BEFORE - 1]
    before = fixes.events[fixes.events["phase"] == "before"]
    base = float((before["observed"] / before["n"]).mean())
    if before.empty or base <= 0:
        return pd.DataFrame(columns=list(COURSE_COLUMNS))
    known = story.facts.get("fixes")
    source = _SOURCE if known is None else known.evidence.source
    rows, facts = [], []
    for each in events.to_dict("records"):
        month = int(each["event_time"]) + 1  # the month of shipping itself is 0
        for name, (phrase, column) in _SERIES.items():
            series = story.phrase(phrase)
            index = 100 * float(each[column]) / float(each["n"]) / base
            fact = _index(name, series, month, index, source)
            facts.append(fact)
            rows.append((month, series, index, story.shown(fact), fact.id))
    story.add_facts(facts)
    return pd.DataFrame(rows, columns=list(COURSE_COLUMNS))


def _index(name: str, series: str, month: int, index: float, source: str) -> Fact:
    place = f"m{-month}" if month < 0 else str(month)
    return estimated(f"{name}_index_{place}", index, "count", f"{series}, 100 before shipping", source)


def suggestions_built(story: Story) -> alt.LayerChart | None:
    """Return bars of the suggestions of the twelve months up to the period's end: made, accepted, shipped.

    Each becomes a fact: `suggestions_made`, `suggestions_accepted`, `suggestions_shipped`, as far as the table of
    improvements tells. None where it tells nothing.
    """
    return counted_bars(pd.DataFrame(list(_suggestions(story)), columns=list(BAR_COLUMNS)))


def _suggestions(story: Story) -> Iterator[tuple[str, float, str, str]]:
    tables, period = story.company.tables.tables, story.company.period
    if "improvements" not in tables or "submitted_at" not in tables["improvements"].columns:
        return
    known = [name for name in _STEPS if name in tables["improvements"].columns]
    frame = as_pandas(tables["improvements"].select(*known)).apply(pd.to_datetime)
    note = story.company.tables.sources.get("improvements")
    found = counted(frame, period.end)
    for column, count in found.items() if found["submitted_at"] else ():
        step = _STEPS[column]
        said = f"Suggestions {step}, of those made in the twelve months"
        evidence = Evidence("counted", said, source=note.system if note else "", tables=("improvements",))
        bounds = (period.start.isoformat(), period.end.isoformat())
        fact = Fact(
            f"suggestions_{step}", count, "count", f"Suggestions {step}", period.name, *bounds, evidence=evidence
        )
        story.add_facts([fact])
        yield story.phrase(f"product.{step}"), count, story.shown(fact), fact.id


def counted(improvements: pd.DataFrame, end: date) -> dict[str, int]:
    """Return how many suggestions of the twelve months before `end` got to each step, by its column."""
    start = pd.Timestamp(date(end.year - 1, end.month, end.day))
    made = improvements[improvements["submitted_at"].between(start, pd.Timestamp(end), inclusive="left")]
    return {name: int(made[name].notna().sum()) for name in made.columns}
