"""Assisted cases that self-service made unnecessary, by the published formula, from what visitors said.

Deflected = visits of the entitled x success x intent x no further action, each rate among those of the one before
(ServiceXRG, measure service deflection). Few visitors answer, so how far their answers reach is the range: to
themselves alone, to everyone who said that it helped, or to all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuestory.contribution.ledger.scenarios import Range
from valuestory.metrics.periods import MONTHS

if TYPE_CHECKING:
    from valuestory.metrics.landmark import LandmarkFacts
    from valuestory.metrics.periods import Period


@dataclass(frozen=True)
class Deflection:
    """Cases avoided in a window.

    Attributes
    ----------
    cases
        `low`: those of whom every answer is known; `base`: the rates of the asked, for everyone who said that it
        helped; `high`: for every visit of the entitled.
    run_cost
        What self-service cost in the window by the ledger; 0 where the ledger does not tell it.
    """

    cases: Range
    run_cost: float


def deflection_in(facts: LandmarkFacts, quarters: Sequence[Period]) -> Deflection | None:
    """Return the cases that self-service avoided in some quarters; None where nobody was asked all of it.

    Parameters
    ----------
    facts
        Of quarters that take these in.
    quarters
        The window.
    """
    if facts.visits.empty or "entitled_sessions" not in facts.visits:
        return None
    index = [each.index for each in quarters]
    said = facts.visits.loc[index].sum()
    if not (said["entitled_judged"] and said["intent_asked"] and said["followup_asked"]):
        return None
    unneeded = said["intent_meant"] / said["intent_asked"] * said["sessions_deflected"] / said["followup_asked"]
    everyone = said["entitled_sessions"] * said["entitled_helped"] / said["entitled_judged"]
    # Where everybody who was helped was asked both, base is low but for the last digit of a product.
    low = float(said["sessions_deflected"])
    base = max(low, float(said["entitled_helped"] * unneeded))
    cases = Range(low, base, max(base, float(everyone * unneeded)))
    return Deflection(cases, _run_cost(facts, index))


def _run_cost(facts: LandmarkFacts, index: list[int]) -> float:
    if "self_service" not in facts.effort:
        return 0.0
    window = facts.effort.loc[index]
    return float(window["self_service"].sum()) if (window["self_service_months"] == MONTHS["quarter"]).all() else 0.0


def paid_in(facts: LandmarkFacts, quarters: Sequence[Period]) -> float | None:
    """Return what was paid for lines of the ledger that vary with cases; None where a month of it is not known."""
    if "marginal" not in facts.effort:
        return None
    window = facts.effort.loc[[each.index for each in quarters]]
    return float(window["marginal"].sum()) if (window["marginal_months"] == MONTHS["quarter"]).all() else None
