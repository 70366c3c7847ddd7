"""What may be said of a change: the state its evidence puts it in."""

import pytest

from valuestory.slides.facts import Change, Fact
from valuestory.story.facts.claims import State, state_of


def fact(value: float, change: float, low: float, high: float, unit: str = "count") -> Fact:
    """Return a fact with a change against a year ago and its interval."""
    return Fact("m", value, unit, changes={"year_ago": Change("2025Q2", change, low, high)})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (fact(11_000, 2_000, 1_500, 2_500), "rise"),
        (fact(11_000, -2_000, -2_500, -1_500), "fall"),
        (fact(11_000, 50, -100, 200), "flat"),  # 2 % of 10,950 is 219: all of the interval lies within
        (fact(11_000, 150, 20, 215), "flat"),  # flat is tested first, though zero lies outside
        (fact(11_000, 800, -200, 1_800), "not established"),
        (fact(0.85, 0.004, -0.005, 0.009, "share"), "flat"),  # within one point
        (fact(0.85, 0.02, 0.005, 0.035, "share"), "rise"),
        (fact(0.067, -0.006, -0.007, -0.005, "share"), "fall"),  # 0.6 points of 7 % are no rounding matter
        (fact(31, 0.4, -0.8, 0.9, "points"), "flat"),
    ],
)
def test_the_interval_of_the_change_decides_the_state(given: Fact, expected: State) -> None:
    """Flat first, then rise and fall where the interval leaves out zero, else not established."""
    assert state_of(given) == expected


def test_a_metric_without_an_earlier_period_is_a_level_only() -> None:
    """Without a comparison nothing is said of a change."""
    assert state_of(Fact("m", 3.0)) == "level only"


def test_a_change_without_an_interval_is_a_level_only() -> None:
    """A difference without its uncertainty cannot be called a rise."""
    assert state_of(Fact("m", 3.0, changes={"year_ago": Change("2025Q2", 1.0)})) == "level only"


def test_a_missing_metric_is_not_measured() -> None:
    """No fact, no claim."""
    assert state_of(None) == "not measured"
    assert state_of(Fact("m", None)) == "not measured"
