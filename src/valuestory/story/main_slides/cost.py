"""What Support costs, in its place: earlier periods, this one, and plan and forecast where the company gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

import pandas as pd

from valuestory.metrics import metric
from valuestory.metrics.comparisons.against import FORECAST, PLAN
from valuestory.slides.facts import WHOLE, Change, Evidence, Fact
from valuestory.story.chart_forms.scenario_columns import SCENARIO_COLUMNS, scenario_columns
from valuestory.story.look import current_look
from valuestory.story.main_slides.known import known
from valuestory.story.main_slides.shown import Shown
from valuestory.story.wording.periods import axis_label

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from valuestory.metrics.periods import Period
    from valuestory.story.story import Story

_HOURS: Final = "hours_worked"
_EMPLOYEE: Final = "cost_per_employee"
_ALWAYS: Final = {"cost_per_accepted_answer": "answer", _HOURS: "hours"}
MEASURES: Final[Mapping[str, Mapping[str, str]]] = {
    "commercial": {"cost_share_of_revenue": "share", **_ALWAYS},
    "internal": {_EMPLOYEE: "employee", **_ALWAYS},
    "public": {"cost_per_resolution": "resolution", **_ALWAYS},
}
"""What stands for cost in a profile, the first that there is a figure of, with its name in states."""
_MOST: Final = 5
_WORK: Final = "work_logged"


def cost_columns(story: Story) -> Shown:
    """Return the columns of cost in the notation of scenarios.

    The state is which measure they are of and the state of its change, such as ``share_fall``, ``answer_rise`` or
    ``hours_flat``; without any it is a share's, so that the slide is left out with the reason. Plan and forecast become
    facts, `MEASURE_plan@PERIOD` and `MEASURE_forecast@PERIOD`. Without a ledger, hours worked stand for cost:
    `hours_worked@PERIOD`. A company's own desk is set beside those it is there for: `cost_per_employee@PERIOD`.
    """
    story.add_facts([*_hours(story), *_per_employee(story)])
    names = MEASURES[story.company.project.company.profile]
    measure = measure_of(story)
    if not measure:
        return Shown(None, f"{next(iter(names.values()))}_level_only")
    words, tone = variance(story, measure)
    return Shown(scenario_columns(scenarios(story, measure), words, tone), f"{names[measure]}_{story.state(measure)}")


def measure_of(story: Story) -> str:
    """Return what stands for cost: the first of `MEASURES` that has a figure, or an empty text."""
    names = MEASURES[story.company.project.company.profile]
    return next((name for name in names if known(story, name, story.company.period) is not None), "")


def scenarios(story: Story, measure: str) -> pd.DataFrame:
    """Return the columns of a measure as `scenario_columns` takes them."""
    period, rows = story.company.period, []
    for each in _shown_periods(period):
        fact = known(story, measure, each)
        if fact is not None:
            rows.append(_row(story, fact, each, "AC" if each == period else "PY"))
    ahead = list(_ahead(story, measure))
    story.add_facts(fact for fact, _, _ in ahead)
    rows += [_row(story, fact, each, scenario) for fact, each, scenario in ahead]
    return pd.DataFrame(rows, columns=list(SCENARIO_COLUMNS))


def variance(story: Story, measure: str) -> tuple[str, Literal["good", "bad", ""]]:
    """Return what stands over this period's column: the change against a year ago with arrow, sign and word; its tone.

    Good and bad only where the evidence says that it changed, and where the measure has a good side.
    """
    fact = story.facts[f"{measure}@{story.facts.period}"]
    if "year_ago" not in fact.changes:
        return "", ""
    change, state = story.shown(fact, "change@year_ago"), story.state(measure)
    if fact.unit == "share":
        change = story.phrase("cost.points", change=change)
    arrow = "▲" if fact.changes["year_ago"].value > 0 else "▼"
    if state == "flat":
        return story.phrase("cost.as_before"), ""
    direction = "down" if measure == _EMPLOYEE else "context" if measure == _HOURS else metric(measure).direction
    if state not in ("rise", "fall") or direction == "context":
        return story.phrase(
            "cost.open" if state == "not established" else "cost.neither", change=f"{arrow} {change}"
        ), ""
    good = (state == "rise") == (direction == "up")
    return story.phrase(f"cost.{'better' if good else 'worse'}", change=f"{arrow} {change}"), "good" if good else "bad"


def _shown_periods(period: Period) -> list[Period]:
    """Return a year ago, and the periods since; of months those next to this one."""
    first = min(period.year_ago.index, period.index - 2)
    steps = sorted({first, *range(max(first, period.index - _MOST + 2), period.index + 1)})
    return [period.plus(index - period.index) for index in steps]


def _row(story: Story, fact: Fact, period: Period, scenario: str) -> tuple[object, ...]:
    label = axis_label(period, current_look().writer.numbers)
    named = f"{label} {scenario}" if scenario in ("PL", "FC") else label
    return named, scenario, fact.value, story.shown(fact), fact.id


def _ahead(story: Story, measure: str) -> Iterator[tuple[Fact, Period, str]]:
    """Yield this period's plan, then plan and forecast of the next, as far as the company gives them."""
    given = story.company.plans()
    given = given[(given["metric"] == measure) & (given["slice"] == WHOLE)]
    period = story.company.period
    for each, scenario in ((period, PLAN), (period.plus(1), PLAN), (period.plus(1), FORECAST)):
        rows = given[(given["period_start"] == pd.Timestamp(each.start)) & (given["scenario"] == scenario)]
        for row in rows.head(1).to_dict("records"):
            yield _given(story, measure, each, row), each, "PL" if scenario == PLAN else "FC"


def _given(story: Story, measure: str, period: Period, row: Mapping[Hashable, Any]) -> Fact:
    """Return a plan or forecast as a fact, with its change against the year before, which says how it is rounded."""
    scenario, value = str(row["scenario"]), float(row["value"])
    own = metric(measure)
    source = f"{scenario} of {row['owner']}" if row["owner"] else f"the company's {scenario}"
    evidence = Evidence("declared", f"{own.label}: given, not measured", source=source)
    before = known(story, measure, period.year_ago)
    changes = {}
    if before is not None and isinstance(before.value, int | float):
        changes["year_ago"] = Change(period.year_ago.name, value - before.value)
    return Fact(f"{measure}_{scenario}", value, own.unit, f"{own.label}, {scenario}", period.name,
                period.start.isoformat(), period.end.isoformat(), evidence=evidence, changes=changes)  # fmt: skip


def _hours(story: Story) -> Iterator[Fact]:
    """Yield the hours that people in Support logged, by period: what stands for cost without a ledger."""
    for each in list(story.facts.values()):
        if each.name == _WORK and each.slice == WHOLE and isinstance(each.value, int | float):
            changes = {name: _in_hours(change) for name, change in each.changes.items()}
            low, high = (None if end is None else end / 60 for end in (each.low, each.high))
            given = replace(each, name=_HOURS, value=each.value / 60, unit="count", label="Hours worked")
            yield replace(given, low=low, high=high, changes=changes)


def _per_employee(story: Story) -> Iterator[Fact]:
    """Yield what Support costs for each of those it is there for, by period; both are counted, and so is the change."""
    if story.company.project.company.profile != "internal":
        return
    found: dict[str, Fact] = {}
    for period in _shown_periods(story.company.period):
        cost, asks = (known(story, name, period) for name in ("fully_loaded_cost", "contact_rate"))
        if cost is None or asks is None or not asks.denominator or not isinstance(cost.value, int | float):
            continue
        label = "Cost of Support for each customer"
        given = replace(cost, name=_EMPLOYEE, value=cost.value / asks.denominator, label=label, low=None, high=None)
        found[period.name] = replace(given, denominator=asks.denominator, changes={})
    now, before = (found.get(each.name) for each in (story.company.period, story.company.period.year_ago))
    if now is not None and before is not None:
        change = float(now.value or 0.0) - float(before.value or 0.0)
        found[now.period] = replace(now, changes={"year_ago": Change(before.period, change, change, change)})
    yield from found.values()


def _in_hours(change: Change) -> Change:
    low, high = (None if end is None else end / 60 for end in (change.low, change.high))
    return Change(change.against, change.value / 60, low, high)
