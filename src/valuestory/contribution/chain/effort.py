"""What Support cost in a window: the ledger where it covers the window whole, else hours worked at a loaded rate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from valuestory.contribution.ledger.scenarios import Range
from valuestory.contribution.panel.alive import within
from valuestory.metrics.periods import MONTHS

if TYPE_CHECKING:
    from valuestory.metrics.landmark import LandmarkFacts
    from valuestory.metrics.periods import Period
    from valuestory.project import Assumption

LOADED_RATE: Final = "loaded_rate"


@dataclass(frozen=True)
class Effort:
    """What Support cost.

    Attributes
    ----------
    amount
        In the reporting currency, at the base of the assumptions.
    hours
        Worked on cases; 0 where no work is recorded.
    source
        `ledger`, or `hours` times the loaded rate.
    rate
        The loaded rate, where the amount was made by it.
    """

    amount: float
    hours: float
    source: Literal["ledger", "hours"]
    rate: Range | None = None


def effort_in(
    facts: LandmarkFacts,
    quarters: Sequence[Period],
    assumptions: Mapping[str, Assumption],
    wanted: Literal["ledger", "hours"] | None,
    *,
    is_part: bool,
) -> Effort | None:
    """Return what Support cost in some quarters; None where neither the ledger nor hours and a rate tell it.

    Parameters
    ----------
    facts
        Of quarters that take these in.
    quarters
        The exposure window.
    assumptions
        `loaded_rate`, in currency for each hour, gives hours their price.
    wanted
        What the company declared; the ledger goes first where it declared nothing.
    is_part
        Whether the facts are of a part of the company, which bears its share of the work.
    """
    own = within(facts.cases, quarters)
    whole = facts.effort.loc[[each.index for each in quarters]]
    hours = float(own["minutes"].sum()) / 60
    if wanted != "hours" and (whole["months"] == MONTHS["quarter"]).all():
        share = _share(
            hours, float(own["cases"].sum()), float(whole["minutes"].sum()) / 60, float(whole["cases"].sum())
        )
        return Effort(float(whole["amount"].sum()) * (share if is_part else 1.0), hours, "ledger")
    if wanted != "ledger" and hours and LOADED_RATE in assumptions:
        rate = Range.of(assumptions[LOADED_RATE])
        return Effort(hours * rate.base, hours, "hours", rate)
    return None


def _share(hours: float, cases: float, all_hours: float, all_cases: float) -> float:
    """Return a part's share of the work: by hours where any are recorded, else by cases."""
    if all_hours > 0:
        return hours / all_hours
    return cases / all_cases if all_cases > 0 else 0.0
