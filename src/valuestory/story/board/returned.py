"""What a desk without revenue returns: hours and service to colleagues, or people served and need met.

The figures are counts of the story's period and become facts. Hours per answer are an assumption: what is made of them
is of grade E, and is never part of a sum.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pandas as pd

from valuestory.contribution.ledger.value_lines import HOURS_RETURNED
from valuestory.slides.facts import Fact
from valuestory.story.effect_charts import BRIDGE_COLUMNS, value_bridge
from valuestory.story.exhibits.key_figures import KeyFigure
from valuestory.story.facts.adding_up import bridge_adding_up
from valuestory.story.facts.claims import TOLERANCE_RELATIVE
from valuestory.story.facts.estimated import estimated
from valuestory.story.look import current_look
from valuestory.story.main_slides.known import known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuestory.metrics.periods import Period
    from valuestory.project import Profile
    from valuestory.story.story import Story

_SMILE, _ANSWERS, _ALONE = "time_to_smile", "answers_accepted", "answers_without_case"
_MINUTES_AN_HOUR: Final = 60.0
_MINUTES_A_DAY: Final = 1_440.0
_PARTS: Final = {"hours_by_cases": ("fewer", "more"), "hours_by_time": ("sooner", "later")}
"""The parts of the bridge of hours, each with what it is called where it is less and where it is more."""
_CASES: Final = "cases that were settled in the period, by the customer's clock"
_LEADING: Final = {
    "internal": (("hours", "hours_returned"), ("restored", "service_restored")),
    "public": (("served", "people_served"),),
}
"""What leads the answer, the first that there is a figure of."""
_TILES: Final = {
    "internal": ("hours_returned", "service_restored", "gained_milestones", "answers_without_case", "cases", "csat"),
    "public": ("people_served", "answers_accepted", "gained_milestones", "days_less", "cases", "csat"),
}


def returned_state(story: Story) -> str:
    """Return what leads the answer where there is no revenue: ``hours``, ``restored``, ``served``, else ``counted``."""
    _tell(story)
    leading = _LEADING.get(story.company.project.company.profile, ())
    return next((state for state, name in leading if _has(story, name)), "counted")


def returned_tiles(story: Story, established: list[str], most: int = 3) -> list[KeyFigure]:
    """Return key figures, each in a unit of its own: effects only where they are established."""
    _tell(story)
    names = [
        name
        for name in _TILES.get(story.company.project.company.profile, ())
        if _has(story, name) and (name != "gained_milestones" or "milestones" in established)
    ]
    return [KeyFigure(story.phrase(f"returned.{name}"), name) for name in names[:most]]


def hours_bridge(story: Story) -> pd.DataFrame:
    """Return what parts the hours that colleagues waited from those of a year ago, as `value_bridge` takes them.

    Fewer or more cases at last year's time, then this year's cases at another time: both add up to the difference.
    No row without a year ago.
    """
    _tell(story)
    if "hours_before" not in story.facts:
        return pd.DataFrame(columns=list(BRIDGE_COLUMNS))
    at = _number(story.facts["hours_before"])
    rows = [_column(story, "before", 0.0, at, "hours_before", "beside")]
    for name, (less, more) in _PARTS.items():
        part = _number(story.facts[name])
        words, tone = (less, "part") if part <= 0 else (more, "loss")
        rows.append(_column(story, words, at, at + part, name, tone))
        at += part
    rows.append(_column(story, "now", 0.0, at, "hours_waited", "total"))
    return pd.DataFrame(rows, columns=list(BRIDGE_COLUMNS))


def _column(
    story: Story, words: str, start: float, end: float, name: str, tone: str
) -> tuple[str, float, float, str, str, str]:
    fact = story.facts[name]
    return story.phrase(f"returned.{words}"), start, end, story.shown(fact), tone, fact.id


def bridge_without_money(story: Story) -> dict[str, object]:
    """Return what `Story.slide` takes for the bridge where there is no revenue; nothing where there is no bridge.

    Internal desks have a waterfall of hours. Public ones have no sum: people, need and days, each in its own unit.
    """
    profile = story.company.project.company.profile
    _tell(story)
    if profile == "internal":
        chart = value_bridge(hours_bridge(story))
        return {} if chart is None else {"chart": chart, "state": f"hours_{_direction(story, profile)}"}
    if profile == "public":
        names = [each for each in ("people_more", "need_more", "days_less", "hours_less") if _has(story, each)]
        tiles = [KeyFigure(story.phrase(f"returned.{each}"), each) for each in names]
        return {"numbers": tiles, "state": f"people_{_direction(story, profile)}"} if len(tiles) > 1 else {}
    return {}


def _direction(story: Story, profile: Profile) -> str:
    """Return which way the wait went: ``less``, ``more``, ``alike``; ``open`` where its change may be chance."""
    if profile == "public":
        return {"fall": "less", "rise": "more", "flat": "alike"}.get(story.state(_SMILE), "open")
    less, before = (_number(story.facts[each]) for each in ("hours_change", "hours_before"))
    if abs(less) <= TOLERANCE_RELATIVE * before:
        return "alike"
    return "less" if less < 0 else "more"


def _tell(story: Story) -> None:
    """Make what is counted facts of the story, once."""
    if not _has(story, "service_restored") and not _has(story, "people_served"):
        story.add_facts([*_of_service(story), *_of_hours(story), *_of_people(story)])


def _of_service(story: Story) -> Iterator[Fact]:
    now, before = (known(story, _SMILE, each) for each in _both(story))
    if now is None or not now.denominator:
        return
    cases, hours = _counted(now)
    yield estimated("service_restored", cases, "count", "Cases after which the customer was back at work", _CASES)
    waited = estimated("hours_waited", hours, "count", "Hours until customers were back at work", _CASES)
    if before is not None and before.denominator:
        yield from _bridged(story, before, cases, waited)
    else:
        yield replace(waited, value=round(hours))
    moved = now.changes.get("year_ago")
    if moved is not None and moved.low is not None and moved.high is not None:
        unit, minutes = ("days", _MINUTES_A_DAY) if _number(now) >= _MINUTES_A_DAY else ("hours", _MINUTES_AN_HOUR)
        less, low, high = (round(-each / minutes, 1) for each in (moved.value, moved.high, moved.low))
        label = f"{unit.capitalize()} waited less than a year ago"
        yield estimated(f"{unit}_less", less, "number", label, _CASES, low, high, "D")


def _bridged(story: Story, before: Fact, cases: float, waited: Fact) -> Iterator[Fact]:
    """Yield the hours of a year ago, what parts those of now from them, and their difference; all add up as shown."""
    earlier, start = _counted(before)
    by_cases = (cases - earlier) * start / earlier
    values = {"hours_before": start, "hours_by_cases": by_cases, "hours_by_time": _number(waited) - start - by_cases}
    source = "parts that are rounded so that they add up"
    parts = [estimated(name, each, "count", name.replace("_", " "), source) for name, each in values.items()]
    bridge = bridge_adding_up([*parts, waited], current_look().writer.numbers)
    yield from bridge
    change, step = _number(bridge[-1]) - _number(bridge[0]), bridge[0].step
    yield estimated("hours_change", change, "count", "Hours more than a year ago", _CASES, step=step)
    yield estimated("size_of_hours", abs(change), "count", "Hours more, or fewer, than a year ago", _CASES, step=step)


def _of_hours(story: Story) -> Iterator[Fact]:
    """Yield the hours that answers without a case gave back, where the company says what one spares."""
    hours, answers = (
        story.company.project.assumptions.get(HOURS_RETURNED),
        known(story, _ALONE, story.company.period),
    )
    if hours is None or answers is None:
        return
    low, base, high = (_number(answers) * each for each in (hours.low, hours.base, hours.high))
    source = f"answers without a case, times {hours.source}"
    yield estimated("hours_returned", base, "count", "Working hours returned", source, low, high, "E")


def _of_people(story: Story) -> Iterator[Fact]:
    """Yield how many customers got an accepted answer, and how many more they and their answers were a year ago."""
    frame = story.company.account_quarters()
    if _ANSWERS not in frame or known(story, _ANSWERS, story.company.period) is None:
        return
    named = frame[(frame["account_id"] != "") & (frame[_ANSWERS] > 0)]
    now, before = (named.loc[named["period"] == each.name, "account_id"].nunique() for each in _both(story))
    source = "cases and visits of known customers"
    yield estimated("people_served", now, "count", "Customers with an accepted answer", source)
    answers = [known(story, _ANSWERS, each) for each in _both(story)]
    if before and None not in answers:
        yield estimated("people_more", now - before, "count", "More customers than a year ago", source)
        yield estimated("size_of_people", abs(now - before), "count", "More customers, or fewer", source)
        more = _number(answers[0]) - _number(answers[1])
        yield estimated("need_more", more, "count", "More answers accepted than a year ago", source)


def _counted(fact: Fact) -> tuple[float, float]:
    """Return how many cases stand behind a mean of minutes, and their hours together."""
    cases = float(fact.denominator or 0.0)
    return cases, cases * _number(fact) / _MINUTES_AN_HOUR


def _both(story: Story) -> tuple[Period, Period]:
    return story.company.period, story.company.period.year_ago


def _has(story: Story, name: str) -> bool:
    return bool(story.lines(f"{{{{ {name} }}}}"))


def _number(fact: Fact | None) -> float:
    assert fact is not None
    assert isinstance(fact.value, int | float)
    return float(fact.value)
