"""The value ledger: what Support is worth, line by line, cash, avoidance and revenue kept apart, nothing counted twice.

Every line says what it counts by a `unit_id` that no other line has: the renewal dollars of one window, the hours of
one team. So a mechanism and the loyalty that it caused cannot both be in it, and hours are freed once. Only evidence of
grades A to C that is beyond chance goes into the headline; everything else stands below the line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

import pandas as pd

from valuestory.errors import MetricError

if TYPE_CHECKING:
    from valuestory.project import Assumption

ValueClass = Literal["cash", "avoidance", "revenue", "service"]
"""Cash: a paid cost that fell. Avoidance: a cost that was not incurred. Revenue: margin kept or won. Service: not
money."""
Window = Literal["exposure", "outcome"]
"""The window whose effort brought a line: help is given in the exposure, improvements are shipped in the outcome."""
Grade = Literal["A", "B", "C", "D", "E", "counted"]
"""Of the evidence; what is counted and not estimated is simply stated."""
HEADLINE_GRADES: Final = ("A", "B", "C", "counted")
LEDGER_COLUMNS: Final = (
    *("unit_id", "stream", "value_class", "unit", "low", "base", "high"),
    *("grade", "owner", "source", "in_headline", "why"),
)


@dataclass(frozen=True)
class Line:
    """One line of the ledger.

    Attributes
    ----------
    unit_id
        What is counted, such as ``renewal dollars/2026Q2``: no other line counts it.
    stream
        Where the value comes from, in words.
    value_class
        `cash`, `avoidance` or `revenue`; `service` for what is not money.
    low, base, high
        In `unit`; `low` may be below 0, and is not floored.
    grade
        Of the evidence, A to E, or `counted`.
    unit
        The currency's code, or such as ``hours``.
    owner
        The role in Finance that answers for the number; empty where nobody does.
    source
        What the number was made of.
    why_not
        Why the line is not claimed although its grade is good enough, such as "not distinguishable from zero".
    window
        In which window the work was done that brought it.
    """

    unit_id: str
    stream: str
    value_class: ValueClass
    low: float
    base: float
    high: float
    grade: Grade
    unit: str
    owner: str = ""
    source: str = ""
    why_not: str = ""
    window: Window = "exposure"

    def __post_init__(self) -> None:
        """Refuse a line that says nothing, or says it in the wrong order.

        Raises
        ------
        MetricError
            When an end is not finite or not in order, or a class or grade is none: mend the line.
        """
        faults = [
            "" if self.unit_id.strip() else "it does not say what it counts (unit_id)",
            "" if self.value_class in get_args(ValueClass) else f'"{self.value_class}" is no class of value',
            "" if self.grade in get_args(Grade) else f'"{self.grade}" is no grade of evidence',
            "" if self.window in get_args(Window) else f'"{self.window}" is no window',
            "" if all(map(math.isfinite, self.ends)) and self.low <= self.base <= self.high else "low, base, high: no",
        ]
        if found := [each for each in faults if each]:
            do = "give a unit_id, a class, a grade (A to E, or counted), and finite low, base and high in this order"
            raise MetricError("; ".join(found), where=f"ledger line {self.unit_id or self.stream}", do=do)

    @property
    def ends(self) -> tuple[float, float, float]:
        """Low, base and high."""
        return self.low, self.base, self.high

    @property
    def in_headline(self) -> bool:
        """Whether it is claimed: counted, or evidence of grade A to C that is beyond chance."""
        return self.grade in HEADLINE_GRADES and not self.why_not

    @property
    def why(self) -> str:
        """Why it stands below the line; empty for a line that is claimed."""
        if self.in_headline:
            return ""
        return self.why_not or f"evidence of grade {self.grade}: shown, not claimed"


@dataclass(frozen=True)
class Ledger:
    """Lines that count nothing twice.

    Attributes
    ----------
    lines
        In the order in which they are shown.
    missing
        What could not be a line, and what would make it one.
    """

    lines: tuple[Line, ...] = ()
    missing: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse to count anything twice.

        Raises
        ------
        MetricError
            When two lines have one `unit_id`: keep the one that says more, or count another thing.
        """
        seen: dict[str, str] = {}
        for each in self.lines:
            key = each.unit_id.strip().casefold()
            if key in seen:
                raise MetricError(
                    f'"{each.unit_id}" is counted twice',
                    where=f"ledger lines {seen[key]} and {each.stream}",
                    do="keep one of the two: the same hours and the same renewal dollars are worth their money once",
                )
            seen[key] = each.stream

    def plus(self, *lines: Line) -> Ledger:
        """Return the ledger with further lines, which count something else.

        Raises
        ------
        MetricError
            When one of them counts what another line counts.
        """
        return Ledger((*self.lines, *lines), self.missing)

    def table(self) -> pd.DataFrame:
        """Return the lines, those of the headline first, with why the others are not claimed."""
        ordered = sorted(self.lines, key=lambda each: not each.in_headline)
        rows = [tuple(getattr(each, name) for name in LEDGER_COLUMNS) for each in ordered]
        return pd.DataFrame(rows, columns=list(LEDGER_COLUMNS))

    def totals(self) -> pd.DataFrame:
        """Return the sums of what is claimed, by class and unit: classes are never added up without being shown apart.

        Returns
        -------
        pandas.DataFrame
            `value_class unit low base high`, in the order cash, avoidance, revenue, service.
        """
        rows = []
        for value_class in get_args(ValueClass):
            mine = [each for each in self.lines if each.in_headline and each.value_class == value_class]
            for unit in dict.fromkeys(each.unit for each in mine):
                rows.append((value_class, unit, *_summed(each for each in mine if each.unit == unit)))
        return pd.DataFrame(rows, columns=["value_class", "unit", "low", "base", "high"])

    def headline(self, unit: str) -> tuple[float, float, float]:
        """Return the low, base and high of all that is claimed in one unit: the sum of its lines.

        Lows are added to lows, which is deliberately cautious: "at least".

        Parameters
        ----------
        unit
            The currency's code, or such as ``hours``; nothing is added across units.
        """
        return _summed(each for each in self.lines if each.in_headline and each.unit == unit)


@dataclass(frozen=True)
class ReturnOnSupport:
    """What is claimed for each unit of currency that Support cost, beside what the money returns elsewhere.

    Attributes
    ----------
    low, base, high
        Each claimed line over the effort of the window in which the work for it was done, added up.
    elsewhere
        The company's own assumption; None where it gives none.
    """

    low: float
    base: float
    high: float
    elsewhere: Assumption | None = None

    @property
    def beats(self) -> bool | None:
        """Whether even the cautious end is above the best that the money returns elsewhere; None where not known."""
        return None if self.elsewhere is None else self.low > self.elsewhere.high


def return_on_support(
    ledger: Ledger, unit: str, effort: Mapping[Window, float | None], elsewhere: Assumption | None = None
) -> ReturnOnSupport | None:
    """Return what the headline returns for each unit of currency spent; None where nothing tells what a line cost.

    Help was given in the exposure window and improvements were shipped in the outcome window: each line is divided by
    all that Support cost in its own, so that no year's work is set against another year's bill.

    Parameters
    ----------
    ledger
        The lines.
    unit
        The currency's code.
    effort
        What Support cost in each window, all of it; None where it is not known.
    elsewhere
        The assumption `return_elsewhere`, in currency for each unit of currency.
    """
    claimed = [each for each in ledger.lines if each.in_headline and each.unit == unit]
    windows = {each.window for each in claimed} or {"exposure"}
    if not all(effort.get(each) for each in windows):
        return None
    shares = [tuple(end / (effort[each.window] or math.nan) for end in each.ends) for each in claimed]
    low, base, high = (math.fsum(each[place] for each in shares) for place in range(3))
    return ReturnOnSupport(low, base, high, elsewhere)


def _summed(lines: Iterable[Line]) -> tuple[float, float, float]:
    kept = list(lines)
    low, base, high = (math.fsum(getattr(each, end) for each in kept) for end in ("low", "base", "high"))
    return low, base, high
