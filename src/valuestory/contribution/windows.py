"""Three windows that follow each other: what accounts were like, what help they got, and what became of them.

Between the last two lies the landmark. Who left before it is in neither group, so that nobody can be counted as not
helped for having left before there was help to get (immortal time).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from valuestory.errors import MetricError

if TYPE_CHECKING:
    from valuestory.metrics.periods import Period
    from valuestory.project import ContributionSettings

_CONTROL_QUARTERS = 4


@dataclass(frozen=True)
class Windows:
    """Fiscal quarters; each window takes in its start and leaves out its end.

    Attributes
    ----------
    before
        The quarters that say what accounts were like; none where the data begins with the exposure.
    exposure
        The quarters in which help is counted.
    outcome
        The quarters in which the outcome is looked at.
    """

    before: tuple[Period, ...]
    exposure: tuple[Period, ...]
    outcome: tuple[Period, ...]

    @property
    def exposure_start(self) -> date:
        """The first day on which help counts."""
        return self.exposure[0].start

    @property
    def landmark(self) -> date:
        """The first day of the outcome window: only who was still a customer then is compared."""
        return self.outcome[0].start

    @property
    def outcome_end(self) -> date:
        """The day after the outcome window."""
        return self.outcome[-1].end

    @property
    def control(self) -> tuple[date, date]:
        """The first and the last day of the year before the exposure, in which help cannot have done anything yet."""
        return self.exposure[0].plus(-_CONTROL_QUARTERS).start, self.exposure_start - timedelta(days=1)

    @property
    def name(self) -> str:
        """The quarter in which the outcome window ends."""
        return self.outcome[-1].name

    @property
    def revenue_days(self) -> tuple[date, ...]:
        """The days on which recurring revenue is needed."""
        return (*self.control, self.exposure_start, self.landmark, self.outcome_end - timedelta(days=1))


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
        When the facts do not cover exposure and outcome: supply older data, or set shorter windows.
    """
    outcome = tuple(last.plus(step) for step in range(1 - settings.outcome_quarters, 1))
    exposure = tuple(outcome[0].plus(step) for step in range(-settings.exposure_quarters, 0))
    if exposure[0] < covered[0] or last > covered[-1]:
        raise MetricError(
            f"help in {_span(exposure)} and what became of it in {_span(outcome)} cannot both be seen",
            where=f"the facts cover {_span(covered)}",
            do="supply older data, or set shorter windows: exposure_quarters and outcome_quarters of [contribution]",
        )
    before = tuple(exposure[0].plus(step) for step in range(-settings.before_quarters, 0))
    return Windows(tuple(each for each in before if each >= covered[0]), exposure, outcome)


def all_windows(covered: Sequence[Period], settings: ContributionSettings) -> Iterator[Windows]:
    """Yield the windows of every quarter of which the facts cover them, and a quarter before them, in order.

    Without a quarter before the exposure nothing tells what accounts were like, and nothing can be compared.
    """
    for last in covered:
        if last.index - settings.outcome_quarters - settings.exposure_quarters >= covered[0].index:
            yield windows_up_to(last, covered, settings)


def _span(quarters: Sequence[Period]) -> str:
    return quarters[0].name if len(quarters) == 1 else f"{quarters[0].name} to {quarters[-1].name}"
