"""Three windows that follow each other: what accounts were like, what help they got, and what became of them.

Between the last two lies the landmark. Who left before it is in neither group, so that nobody can be counted as not
helped for having left before there was help to get (immortal time).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from valuestory.errors import MetricError

if TYPE_CHECKING:
    from valuestory.metrics.periods import Period
    from valuestory.project import ContributionSettings, Experiment


@dataclass(frozen=True)
class Windows:
    """Three windows; each takes in its start and leaves out its end.

    Attributes
    ----------
    name
        The quarter in which the outcome window ends, or what an experiment is called.
    before
        The quarters that say what accounts were like.
    exposure
        The quarters in which help is counted; none of an experiment, whose accounts were assigned.
    outcome
        The quarters whose milestones count; none of an experiment.
    exposure_start, landmark, outcome_end
        The first day on which help counts; the first day of the outcome window, on which only who is still a customer
        is compared; and the day after it.
    """

    name: str
    before: tuple[Period, ...]
    exposure: tuple[Period, ...]
    outcome: tuple[Period, ...]
    exposure_start: date
    landmark: date
    outcome_end: date

    @property
    def control(self) -> tuple[date, date]:
        """The first and the last day of the year before the exposure, in which help cannot have done anything yet."""
        first = pd.Timestamp(self.exposure_start) - pd.DateOffset(years=1)
        return first.date(), self.exposure_start - timedelta(days=1)

    @property
    def revenue_days(self) -> tuple[date, ...]:
        """The days on which recurring revenue is needed."""
        return (*self.control, self.exposure_start, self.landmark, self.outcome_end - timedelta(days=1))


def fitted(settings: ContributionSettings, covered: Sequence[Period]) -> ContributionSettings:
    """Return the settings with windows that fit the data, where the company declared no length of its own.

    The longest of equal length, up to the default, that leave a quarter before them.

    Parameters
    ----------
    settings
        As declared.
    covered
        The quarters that the facts cover.
    """
    if settings.model_fields_set & {"exposure_quarters", "outcome_quarters"}:
        return settings
    longest = min(settings.outcome_quarters, max(1, (len(covered) - 1) // 2))
    return settings.model_copy(update={"exposure_quarters": longest, "outcome_quarters": longest})


def windows_up_to(last: Period, covered: Sequence[Period], settings: ContributionSettings) -> Windows:
    """Return the windows whose outcome ends with a quarter.

    Parameters
    ----------
    last
        The quarter.
    covered
        The quarters that the facts cover, in order.
    settings
        How long the windows are.

    Raises
    ------
    MetricError
        When the facts do not cover exposure and outcome and at least a quarter before them, without which nothing tells
        what accounts were like: supply older data, or set shorter windows.
    """
    outcome = tuple(last.plus(step) for step in range(1 - settings.outcome_quarters, 1))
    exposure = tuple(outcome[0].plus(step) for step in range(-settings.exposure_quarters, 0))
    if exposure[0] <= covered[0] or last > covered[-1]:
        raise MetricError(
            f"help in {_span(exposure)}, what was before, and what became of it in {_span(outcome)} cannot all be seen",
            where=f"the facts cover {_span(covered)}",
            do="supply older data, or set shorter windows: exposure_quarters and outcome_quarters of [contribution]",
        )
    before = tuple(exposure[0].plus(step) for step in range(-settings.before_quarters, 0))
    return Windows(
        name=last.name,
        before=tuple(each for each in before if each >= covered[0]),
        exposure=exposure,
        outcome=outcome,
        exposure_start=exposure[0].start,
        landmark=outcome[0].start,
        outcome_end=last.end,
    )


def all_windows(covered: Sequence[Period], settings: ContributionSettings) -> Iterator[Windows]:
    """Yield the windows of every quarter for which the facts cover them, in order."""
    for last in covered:
        if last.index - settings.outcome_quarters - settings.exposure_quarters >= covered[0].index:
            yield windows_up_to(last, covered, settings)


def windows_of(name: str, experiment: Experiment, covered: Sequence[Period], quarters_before: int) -> Windows:
    """Return the windows of an experiment: its accounts were assigned on its first day, which is the landmark.

    Parameters
    ----------
    name, experiment
        As declared.
    covered
        The quarters that the facts cover, in order.
    quarters_before
        How many of those before its start say what accounts were like.

    Raises
    ------
    MetricError
        When the facts do not reach to its end: wait for it, or extract again.
    """
    start, end = (date.fromisoformat(each) for each in (experiment.start, experiment.end))
    if end > covered[-1].end:
        raise MetricError(
            f"the experiment {name} ends on {end}, and what became of its accounts is not in the data yet",
            where=f"the facts cover {_span(covered)}",
            do="extract again once it has ended",
        )
    before = tuple(each for each in covered if each.end <= start)[-quarters_before:]
    return Windows(name, before, (), (), start, start, end)


def _span(quarters: Sequence[Period]) -> str:
    return quarters[0].name if len(quarters) == 1 else f"{quarters[0].name} to {quarters[-1].name}"
