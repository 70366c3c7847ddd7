"""Contacts that self-service avoided: from the visits of entitled customers, step by step, to what is left of them.

The factors are those of `deflected_cases`: what readers said. Where too few said it, only what was confirmed is shown.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from valuestory.slides.shown import step_of
from valuestory.story.chart_forms.loss_waterfall import LOSS_COLUMNS, loss_waterfall
from valuestory.story.charts import trend
from valuestory.story.facts.adding_up import adding_up, on_steps
from valuestory.story.look import current_look
from valuestory.story.main_slides.known import known
from valuestory.story.main_slides.shown import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuestory.slides.facts import Fact
    from valuestory.story.story import Story


class _Step(NamedTuple):
    """A step at which visits are lost: its name in facts and phrases, and the sums whose ratio is kept."""

    name: str
    kept: str
    asked: str


_STEPS: Final = (
    _Step("solved", "entitled_helped", "entitled_judged"),
    _Step("meant", "intent_meant", "intent_asked"),
    _Step("settled", "sessions_deflected", "followup_asked"),
)
_CONFIRMED: Final = _Step("confirmed", "sessions_deflected", "entitled_sessions")
_BASE, _LOW, _SUCCESS = "deflected_cases", "deflected_cases_confirmed", "self_service_success"


def contacts_avoided(story: Story, results: pd.DataFrame) -> Shown:
    """Return the loss waterfall of the story's period; without answers of readers the course of what settled questions.

    The state is that of the change of `deflected_cases`; ``confirmed`` where the low case stands alone; ``success``
    where nothing is told of contacts. Figures become facts: `entitled_visits`, `visits_lost_NAME` and
    `visits_kept_NAME` of each step (``solved``, ``meant``, ``settled``, or ``confirmed`` alone), and
    `views_per_contact_avoided`.
    """
    rows = losses(story)
    drawn = loss_waterfall(rows)
    if drawn is None:
        return Shown(trend(results, _SUCCESS) if known(story, _SUCCESS, story.company.period) else None, "success")
    estimated = rows["fact"].iloc[-1].startswith(f"{_BASE}@")
    return Shown(drawn, story.state(_BASE) if estimated else "confirmed")


def losses(story: Story) -> pd.DataFrame:
    """Return the steps from visits to contacts avoided as `loss_waterfall` takes them; they add up as they are shown.

    No row where neither the estimate nor the confirmed count has a figure, or where either is in doubt.
    """
    base, low = (known(story, name, story.company.period) for name in (_BASE, _LOW))
    result, steps = (base, _STEPS) if base is not None else (low, (_CONFIRMED,))
    if result is None or not isinstance(result.value, int | float):
        return pd.DataFrame(columns=list(LOSS_COLUMNS))
    sums = _sums(story)
    levels = [float(sums["entitled_sessions"])]
    for step in steps:
        levels.append(levels[-1] * float(sums[step.kept]) / float(sums[step.asked]))
    exact = [after - before for before, after in pairwise(levels)]
    result_step = step_of(result, current_look().writer.numbers)
    begun, left = (on_steps(each, result_step) for each in (levels[0], float(result.value)))
    lost = adding_up(exact, left - begun, result_step)
    start = _of(result, "entitled_visits", begun, "Visits of entitled customers", step=result_step)
    found = [_lost(result, step, loss, sums, result_step) for step, loss in zip(steps, lost, strict=True)]
    story.add_facts([start, *(fact for pair in found for fact in pair), *_views(result, sums)])
    rows = _rows(story, start, dict(zip(steps, found, strict=True)), result)
    shares = ["", *(kept.id for _, kept in found), ""]
    return pd.DataFrame(list(rows), columns=list(LOSS_COLUMNS)).assign(fact_kept=shares)


def _sums(story: Story) -> pd.Series:
    frame = story.company.account_quarters()
    mine = frame[frame["period"] == story.facts.period]
    names = {"sessions", *(each for step in (*_STEPS, _CONFIRMED) for each in (step.kept, step.asked))}
    return mine[sorted(names & set(mine.columns))].sum()


def _rows(
    story: Story, start: Fact, lost: dict[_Step, tuple[Fact, Fact]], result: Fact
) -> Iterator[tuple[str, float, float, str, str, str, float | None, float | None, str, str]]:
    at = _number(start)
    yield story.phrase("selfservice.visits"), at, 0.0, "start", story.shown(start), "", None, None, "", start.id
    for step, (loss, kept) in lost.items():
        after = at + _number(loss)
        share = story.phrase("selfservice.kept", share=story.shown(kept))
        yield (
            story.phrase(f"selfservice.{step.name}"),
            at,
            after,
            "loss",
            story.shown(loss),
            share,
            None,
            None,
            "",
            loss.id,
        )
        at = after
    low, high = result.low, result.high
    ends = {end: story.shown(result, end) for end in ("low", "high") if None not in (low, high)}
    span = story.phrase("selfservice.range", **ends) if ends else ""
    yield story.phrase("selfservice.avoided"), at, 0.0, "result", story.shown(result), "", low, high, span, result.id


def _lost(result: Fact, step: _Step, loss: float, sums: pd.Series, shown_in: float) -> tuple[Fact, Fact]:
    """Return what is lost at a step, and the share that is kept."""
    kept = float(sums[step.kept] / sums[step.asked])
    return (
        _of(result, f"visits_lost_{step.name}", loss, f"Visits lost at the step {step.name}", step=shown_in),
        _of(result, f"visits_kept_{step.name}", kept, f"Share kept at the step {step.name}", unit="share"),
    )


def _views(result: Fact, sums: pd.Series) -> list[Fact]:
    """Return how many times too much a count of all visits would claim; nothing where nothing is avoided."""
    if not _number(result) > 0:
        return []
    views = round(float(sums["sessions"]) / _number(result), 1)
    return [_of(result, "views_per_contact_avoided", views, "Help sessions for each contact avoided", unit="number")]


def _of(like: Fact, name: str, value: float, label: str, *, unit: str = "count", step: float | None = None) -> Fact:
    """Return a fact of the same period and source as the result."""
    evidence = replace(like.evidence, definition=f"{label}; counts are rounded so that they add up to {like.label}")
    given = replace(like, name=name, value=value, unit=unit, label=label, evidence=evidence, step=step)
    return replace(given, low=None, high=None, numerator=None, denominator=None, changes={})


def _number(fact: Fact) -> float:
    assert isinstance(fact.value, int | float)
    return float(fact.value)
