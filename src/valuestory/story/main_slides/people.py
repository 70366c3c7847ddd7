"""The employees' view: up to four measures of the team over two years. Fewer than five people are never shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from valuestory.metrics.engine import as_pandas
from valuestory.metrics.slices import SMALLEST_GROUP
from valuestory.slides.facts import Evidence, Fact
from valuestory.story.chart_forms.small_multiples import PANEL_COLUMNS, Panel, small_multiples
from valuestory.story.look import current_look
from valuestory.story.main_slides.known import known
from valuestory.story.main_slides.shown import Shown
from valuestory.story.wording.periods import axis_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuestory.metrics.periods import Period
    from valuestory.story.story import Story

_DAYS_A_YEAR: Final = 365.25


class _Counted(NamedTuple):
    """What was counted over twelve months, for how much of what (None for nothing), and how many stand behind it."""

    top: float
    bottom: float | None
    n: int


_TITLES: Final = {
    "time_to_proficiency": "people.proficiency",
    "employee_engagement": "people.engagement",
    "suggestions_taken_up": "people.suggestions",
    "staff_turnover": "people.turnover",
}
"""The measures in the order of the panels, each with its phrase, which names the unit."""
_FIRST: Final = "time_to_proficiency"
_SAID: Final = {
    "suggestions_taken_up": "Suggestions accepted in the twelve months",
    "staff_turnover": "People who left in the twelve months, for a year of work",
}


def team_measures(story: Story) -> Shown:
    """Return the small multiples of what the tables carry of the team.

    Proficiency and engagement are metrics. Suggestions accepted and turnover are of the twelve months up to each
    period's end and become facts, `suggestions_taken_up` and `staff_turnover`, where five people or suggestions stand
    behind them. The state is that of the change of proficiency; ``other`` where it is not among the panels, or has no
    figure in the story's own period.
    """
    panels = team_panels(story)
    chart = small_multiples(panels, [_tick(each) for each in _periods(story)])
    first = bool(panels) and known(story, _FIRST, story.company.period) is not None
    first = first and panels[0].title == story.phrase(_TITLES[_FIRST])
    return Shown(chart, story.state(_FIRST) if first else "other")


def team_panels(story: Story) -> list[Panel]:
    """Return the panels that have two points or more, the first of them the title's."""
    story.add_facts(_yearly(story))
    panels = []
    for name, phrase in _TITLES.items():
        title = story.phrase(phrase)
        rows = [row for rank, period in enumerate(_periods(story)) for row in _row(story, name, title, period, rank)]
        unit = story.facts[str(rows[0][-1])].unit if rows else ""
        frame = pd.DataFrame(rows, columns=list(PANEL_COLUMNS))
        panels += [Panel(title, unit, frame)] if len(rows) > 1 else []
    return panels


def _periods(story: Story) -> list[Period]:
    """Return the periods of two years up to the story's, or five years where they are years."""
    period = story.company.period
    back = 4 if period.grain == "year" else 2 * (period.index - period.year_ago.index) - 1
    return [period.plus(step) for step in range(-back, 1)]


def _tick(period: Period) -> str:
    return axis_label(period, current_look().writer.numbers)


def _row(story: Story, name: str, title: str, period: Period, rank: int) -> Iterator[tuple[object, ...]]:
    fact = story.facts.get(f"{name}@{period.name}")
    if fact is None or not isinstance(fact.value, int | float) or fact.evidence.doubt:
        return
    if fact.n is not None and fact.n < SMALLEST_GROUP:
        return
    share = fact.unit == "share"
    value = 100 * fact.value if share else fact.value
    text = story.shown(fact).partition("\u00a0")[0].rstrip("%")
    yield _tick(period), title, rank, value, text, period.index > story.company.period.year_ago.index, fact.id


def _yearly(story: Story) -> Iterator[Fact]:
    """Yield what is counted over the twelve months up to each period's end; nothing for a part of the company."""
    tables = {} if story.company.where else story.company.tables.tables
    for name, table, columns, count in (
        ("suggestions_taken_up", "improvements", ("submitted_at", "accepted_at"), taken_up),
        ("staff_turnover", "people", ("hired_on", "left_on"), turnover),
    ):
        if table not in tables or not set(columns) <= set(tables[table].columns):
            continue
        frame = as_pandas(tables[table].select(*columns)).apply(pd.to_datetime)
        for period in _periods(story):
            found = count(frame, period.end)
            if found.n >= SMALLEST_GROUP and story.company.periods[0].start <= _year_before(period.end):
                yield _fact(story, name, period, found, table)


def taken_up(improvements: pd.DataFrame, end: date) -> _Counted:
    """Return the suggestions accepted in the twelve months before `end`, and how many were made in them.

    Counted by the day on which they were accepted: of those made lately many are not decided yet.
    """
    made, accepted = (improvements[name].between(*_year(end), inclusive="left") for name in improvements)
    return _Counted(float(accepted.sum()), None, int(made.sum()))


def turnover(people: pd.DataFrame, end: date) -> _Counted:
    """Return who left in the twelve months before `end`, the years that people worked in them, and how many worked.

    The rate is leavers for a year of work, whoever did it: a half-year's newcomer counts half.
    """
    start, stop = _year(end)
    left = people["left_on"].fillna(pd.Timestamp.max.normalize())
    there = people[(people["hired_on"] < stop) & (left > start)]
    since = there["hired_on"].where(there["hired_on"] > start, start)
    until = left[there.index].where(left[there.index] < stop, stop)
    years = float((until - since).dt.days.sum()) / _DAYS_A_YEAR
    leavers = there["left_on"].between(start, stop, inclusive="left").sum()
    return _Counted(float(leavers), years, len(there))


def _year(end: date) -> tuple[pd.Timestamp, pd.Timestamp]:
    return pd.Timestamp(_year_before(end)), pd.Timestamp(end)


def _year_before(end: date) -> date:
    return date(end.year - 1, end.month, end.day)


def _fact(story: Story, name: str, period: Period, found: _Counted, table: str) -> Fact:
    note = story.company.tables.sources.get(table)
    evidence = Evidence("counted", _SAID[name], source=note.system if note else table, tables=(table,))
    return Fact(
        name,
        found.top if found.bottom is None else found.top / found.bottom,
        "count" if found.bottom is None else "share",
        _SAID[name],
        period.name,
        period.start.isoformat(),
        period.end.isoformat(),
        n=found.n,
        numerator=found.top,
        denominator=found.bottom,
        evidence=evidence,
    )
