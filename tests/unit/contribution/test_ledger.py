"""The ledger counts nothing twice, keeps classes apart, and claims only what is beyond chance."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from valuestory.contribution.ledger.ledger import Ledger, Line, return_on_support
from valuestory.errors import MetricError
from valuestory.project import Assumption


def line(unit_id: str = "renewal dollars/2026Q2", **fields: Any) -> Line:
    """Return a line of 100, 200, 300 with some fields changed."""
    usual: dict[str, Any] = {
        **{"stream": f"stream of {unit_id}", "value_class": "revenue", "unit": "USD"},
        **{"low": 100.0, "base": 200.0, "high": 300.0, "grade": "B"},
    }
    return Line(unit_id, **(usual | fields))


def test_the_same_unit_is_never_counted_twice() -> None:
    """The hours of a team and the renewal dollars of a window are worth their money once (T19), however spelt."""
    with pytest.raises(MetricError, match="is counted twice") as caught:
        Ledger((line("hours/2026Q2"),)).plus(line("Hours/2026Q2 ", stream="productivity"))
    assert caught.value.where == "ledger lines stream of hours/2026Q2 and productivity"


def test_classes_are_kept_apart_and_grades_d_and_e_are_below_the_line() -> None:
    """The headline is the sum of grades A to C; each class has a total of its own."""
    ledger = Ledger(
        (
            line("a", value_class="cash", grade="A"),
            line("b", value_class="avoidance", grade="C", low=1.0, base=2.0, high=3.0),
            line("c", value_class="revenue", grade="D"),
            line("d", value_class="revenue", grade="E"),
        )
    )
    assert ledger.headline("USD") == (101.0, 202.0, 303.0)
    assert ledger.totals()[["value_class", "base"]].to_numpy().tolist() == [["cash", 200.0], ["avoidance", 2.0]]
    shown = ledger.table().set_index("unit_id")
    assert shown["in_headline"].to_list() == [True, True, False, False]
    assert shown.loc["c", "why"] == "evidence of grade D: shown, not claimed"


def test_what_is_not_beyond_chance_is_shown_and_not_claimed() -> None:
    """A comparison of grade B that is not distinguishable from zero adds nothing to the headline, and takes nothing."""
    ledger = Ledger((line(low=-50.0, why_not="not distinguishable from zero"), line("hours")))
    assert ledger.headline("USD") == (100.0, 200.0, 300.0)
    assert ledger.table()["why"].to_list() == ["", "not distinguishable from zero"]


def test_hours_and_dollars_are_never_added() -> None:
    """Each unit has a headline of its own; one that no line has is nothing."""
    ledger = Ledger((line(), line("hours", unit="hours", value_class="service")))
    assert ledger.headline("USD") == ledger.headline("hours") == (100.0, 200.0, 300.0)
    assert ledger.headline("EUR") == (0.0, 0.0, 0.0)


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(-(10**9), 10**9), min_size=3, max_size=3), max_size=6))
def test_lines_add_up_to_the_headline_to_the_cent(cents: list[list[int]]) -> None:
    """T19, against whole cents; and low is never above base, nor base above high (T12)."""
    ordered = [sorted(each) for each in cents]
    lines = [
        line(str(place), low=low / 100, base=base / 100, high=high / 100)
        for place, (low, base, high) in enumerate(ordered)
    ]
    headline = Ledger(tuple(lines)).headline("USD")
    assert [round(each * 100) for each in headline] == [sum(each[end] for each in ordered) for end in range(3)]
    assert headline[0] <= headline[1] <= headline[2]


@pytest.mark.parametrize(
    "fields", [{"low": 201.0}, {"high": math.inf}, {"grade": "F"}, {"value_class": "goodwill"}, {"base": math.nan}]
)
def test_a_line_that_says_nothing_is_refused(fields: dict[str, Any]) -> None:
    """Out of order, not finite, no grade, no class: the error names the line."""
    with pytest.raises(MetricError) as caught:
        line(**fields)
    assert caught.value.where == "ledger line renewal dollars/2026Q2"


def test_the_return_stands_beside_what_the_money_returns_elsewhere() -> None:
    """100 to 300 on 100 spent; better only where the cautious end is above the best elsewhere."""
    elsewhere = Assumption(low=0.2, base=0.5, high=0.9, unit="USD per USD", source="board paper")
    found = return_on_support(Ledger((line(),)), "USD", {"exposure": 100.0}, elsewhere)
    assert found is not None
    assert (found.low, found.base, found.high, found.beats) == (1.0, 2.0, 3.0, True)
    assert return_on_support(Ledger((line(),)), "USD", {"exposure": 0.0}) is None
    alone = return_on_support(Ledger((line(),)), "USD", {"exposure": 100.0})
    assert alone is not None
    assert alone.beats is None


def test_each_line_is_set_against_the_bill_of_its_own_window() -> None:
    """Help of a year that cost 100, and improvements of a year that cost 400: 200 / 100 + 200 / 400 at the base."""
    shipped = line(unit_id="cases avoided by improvements", value_class="avoidance", window="outcome")
    shown = line(unit_id="said by customers", grade="E", window="outcome")
    both = Ledger((line(), shipped, shown))
    found = return_on_support(both, "USD", {"exposure": 100.0, "outcome": 400.0})
    assert found is not None
    assert (found.low, found.base, found.high) == (1.25, 2.5, 3.75)
    assert return_on_support(both, "USD", {"exposure": 100.0, "outcome": None}) is None
    help_alone = return_on_support(Ledger((line(), shown)), "USD", {"exposure": 100.0, "outcome": None})
    assert help_alone is not None
    assert help_alone.base == 2.0
