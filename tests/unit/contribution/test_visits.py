"""Cases that self-service avoided, and what effort was, from a few quarters worked by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from valuestory.contribution.chain.effort import effort_in
from valuestory.contribution.ledger.visits import deflection_in, paid_in
from valuestory.metrics.landmark import LandmarkFacts
from valuestory.metrics.periods import Period
from valuestory.project import Assumption

QUARTERS = (Period.parse("2026Q1"), Period.parse("2026Q2"))
INDEX = pd.Index([each.index for each in QUARTERS], name="quarter")
SAID = pd.DataFrame(
    {
        "entitled_sessions": [600.0, 400.0],
        "entitled_judged": [60.0, 40.0],
        "entitled_helped": [30.0, 20.0],
        "intent_asked": [30.0, 20.0],
        "intent_meant": [12.0, 8.0],
        "followup_asked": [12.0, 8.0],
        "sessions_deflected": [9.0, 6.0],
    },
    index=INDEX,
)
RATE = Assumption(low=50.0, base=60.0, high=80.0, unit="USD per hour", source="plan")


def facts(**parts: Any) -> LandmarkFacts:
    """Return facts of two quarters: 1,200 minutes of 3 cases of a part, of 6,000 minutes of the whole company."""
    ledger = {"amount": [1000.0, 3000.0], "months": [3.0, 3.0], "minutes": [3000.0, 3000.0], "cases": [10.0, 10.0]}
    own = pd.DataFrame({"account_id": ["A", "B"], "quarter": INDEX, "cases": [1, 2], "minutes": [400.0, 800.0]})
    given: dict[str, Any] = dict.fromkeys(LandmarkFacts.__dataclass_fields__, pd.DataFrame())
    return LandmarkFacts(
        **(given | {"cases": own, "effort": pd.DataFrame(ledger, index=INDEX), "visits": SAID} | parts)
    )


def test_deflection_is_nested_as_published() -> None:
    """1000 visits x 0.5 helped x 0.4 meant to ask x 0.75 needed no more = 150; of the 50 who said so 15; known: 15.

    Each step is part of the one before: deflected, meant and helped (T18).
    """
    found = deflection_in(facts(), QUARTERS)
    assert found is not None
    assert (found.cases.low, found.cases.base, found.cases.high) == pytest.approx((15.0, 15.0, 150.0))
    said = SAID.sum()
    assert said["sessions_deflected"] <= said["intent_meant"] <= said["entitled_helped"] <= said["entitled_sessions"]


def test_those_who_were_not_asked_are_in_the_base_and_not_in_the_low_case() -> None:
    """Half of the helped were asked whether they meant to: 50 x 0.4 x 0.75 = 15, where 7.5 are known."""
    half = SAID.assign(
        **{each: SAID[each] / 2 for each in ("intent_asked", "intent_meant", "followup_asked", "sessions_deflected")}
    )
    found = deflection_in(facts(visits=half), QUARTERS)
    assert found is not None
    assert (found.cases.low, found.cases.base) == pytest.approx((7.5, 15.0))


def test_where_everybody_was_asked_the_base_is_what_is_known_whatever_a_product_rounds_to() -> None:
    """5 x (3/5 x 1/3) is 0.9999999999999999 in binary: a base below its low end would be no range."""
    assert 5 * (3 / 5 * 1 / 3) < 1
    asked = {"entitled_helped": 5, "intent_asked": 5, "intent_meant": 3, "followup_asked": 3, "sessions_deflected": 1}
    quarter = SAID.iloc[:1].assign(**{name: float(count) for name, count in asked.items()})
    found = deflection_in(facts(visits=quarter), QUARTERS[:1])
    assert found is not None
    assert (found.cases.low, found.cases.base) == (1.0, 1.0)


def test_visitors_who_were_asked_nothing_avoid_nothing() -> None:
    """No answer, no figure: silence is no success."""
    assert deflection_in(facts(visits=pd.DataFrame(index=INDEX)), QUARTERS) is None
    assert deflection_in(facts(visits=SAID.assign(followup_asked=0.0)), QUARTERS) is None


def test_what_varies_with_cases_is_known_where_the_ledger_tells_every_month() -> None:
    """300 and 500 in six months; a quarter that lacks one is not known."""
    effort = facts().effort.assign(marginal=[300.0, 500.0], marginal_months=[3.0, 3.0])
    assert paid_in(facts(effort=effort), QUARTERS) == 800.0
    assert paid_in(facts(effort=effort.assign(marginal_months=[3.0, 2.0])), QUARTERS) is None
    assert paid_in(facts(), QUARTERS) is None


def test_the_ledger_is_the_effort_where_it_covers_the_window() -> None:
    """1000 + 3000 for the whole company; a part bears its 1,200 of 6,000 minutes."""
    whole = effort_in(facts(), QUARTERS, {}, None, is_part=False)
    part = effort_in(facts(), QUARTERS, {}, None, is_part=True)
    assert whole is not None
    assert part is not None
    assert (whole.amount, whole.source, whole.hours) == (4000.0, "ledger", 20.0)
    assert part.amount == pytest.approx(800.0)


def test_hours_at_the_loaded_rate_stand_in_for_a_ledger_with_holes() -> None:
    """20 hours at 60; without a rate nothing is known."""
    holes = facts(effort=facts().effort.assign(months=[3.0, 2.0]))
    found = effort_in(holes, QUARTERS, {"loaded_rate": RATE}, None, is_part=False)
    assert found is not None
    assert (found.amount, found.source) == (1200.0, "hours")
    assert effort_in(holes, QUARTERS, {}, None, is_part=False) is None
    assert effort_in(holes, QUARTERS, {"loaded_rate": RATE}, "ledger", is_part=False) is None
