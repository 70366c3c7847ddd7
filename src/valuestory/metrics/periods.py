"""Fiscal months, quarters and years: their names, their bounds, and the one a date lies in.

`2026Q2` is the second quarter of the fiscal year that *ends* in 2026; `2026` and `2026-05` likewise for years and
months (a month is the calendar's own). Every period takes in its start and leaves out its end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from valuestory.errors import MetricError

Grain = Literal["month", "quarter", "year"]
MONTHS: Final[dict[Grain, int]] = {"month": 1, "quarter": 3, "year": 12}
_NAMES: Final = re.compile(r"(?P<year>[12][0-9]{3})(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


@dataclass(frozen=True, order=True)
class Period:
    """One fiscal period.

    `index` counts periods of this grain from year 0 on, so neighbours differ by one; `fiscal_year_start` is the month
    (1 to 12) that the fiscal year begins with.
    """

    index: int
    grain: Grain = "quarter"
    fiscal_year_start: int = 1

    @classmethod
    def parse(cls, name: str, fiscal_year_start: int = 1) -> Period:
        """Return the period of a name such as ``2026Q2``, ``2026`` or ``2026-05``.

        Raises
        ------
        MetricError
            When the name is none of the three forms: write it like one of them.
        """
        match = _NAMES.fullmatch(name.strip())
        if match is None:
            raise MetricError(f'"{name}" is not a period', where="period", do='write "2026Q2", "2026" or "2026-05"')
        year = int(match["year"])
        if match["month"]:
            return cls(year * 12 + int(match["month"]) - 1, "month", fiscal_year_start)
        if match["quarter"]:
            return cls(year * 4 + int(match["quarter"]) - 1, "quarter", fiscal_year_start)
        return cls(year, "year", fiscal_year_start)

    @classmethod
    def of(cls, day: date, grain: Grain, fiscal_year_start: int = 1) -> Period:
        """Return the period of this grain that a date lies in."""
        month = day.year * 12 + day.month - 1 - _shift(grain, fiscal_year_start)
        return cls(month // MONTHS[grain], grain, fiscal_year_start)

    @property
    def name(self) -> str:
        """The period's name, as `parse` reads it."""
        if self.grain == "month":
            return f"{self.index // 12}-{self.index % 12 + 1:02d}"
        if self.grain == "quarter":
            return f"{self.index // 4}Q{self.index % 4 + 1}"
        return str(self.index)

    @property
    def start(self) -> date:
        """The first day, inclusive."""
        month = self.index * MONTHS[self.grain] + _shift(self.grain, self.fiscal_year_start)
        return date(month // 12, month % 12 + 1, 1)

    @property
    def end(self) -> date:
        """The day after the last, exclusive."""
        return self.plus(1).start

    def plus(self, periods: int) -> Period:
        """Return the period so many later (earlier where negative)."""
        return Period(self.index + periods, self.grain, self.fiscal_year_start)

    @property
    def previous(self) -> Period:
        """The period before."""
        return self.plus(-1)

    @property
    def year_ago(self) -> Period:
        """The same period of the fiscal year before."""
        return self.plus(-12 // MONTHS[self.grain])


def _shift(grain: Grain, fiscal_year_start: int) -> int:
    """Return how many months after January of the year it is named for a fiscal year begins: 0 or below."""
    return 0 if grain == "month" or fiscal_year_start == 1 else fiscal_year_start - 13
