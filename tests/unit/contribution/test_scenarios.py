"""Chance, single assumptions and the cautious corner are three things, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from valuestory.contribution.effect.effect import Estimate, interval
from valuestory.contribution.ledger.scenarios import (
    Range,
    at_base,
    cautious_corner,
    drawn_interval,
    sensitivity,
    tornado,
)
from valuestory.errors import MetricError

EFFECT = Estimate(100.0, 40.0, 160.0)
FACTORS = {"margin": Range(0.5, 0.6, 0.8), "horizon": Range(1.0, 1.0, 2.0)}


def test_sampling_is_at_the_base_of_the_assumptions() -> None:
    """100 x 0.6 x 1, and the interval with it."""
    assert at_base(EFFECT, FACTORS) == pytest.approx((60.0, 24.0, 96.0))


def test_a_tornado_moves_one_assumption_at_a_time() -> None:
    """Margin: 50 to 80; horizon: 60 to 120, the wider, which stands first."""
    table = tornado(EFFECT, FACTORS)
    assert table["assumption"].to_list() == ["horizon", "margin"]
    assert table[["at_low", "base", "at_high"]].to_numpy().tolist() == [
        pytest.approx([60.0, 60.0, 120.0]),
        pytest.approx([50.0, 60.0, 80.0]),
    ]


def test_the_cautious_corner_takes_every_assumption_at_its_worst() -> None:
    """40 x 0.5 x 1 and 160 x 0.8 x 2."""
    assert cautious_corner(EFFECT, FACTORS) == pytest.approx((20.0, 256.0))


def test_a_limit_below_zero_is_made_worse_by_the_high_end() -> None:
    """-10 x 0.8 x 2 and, where even the upper limit is a loss, -5 x 0.5 x 1."""
    assert cautious_corner(Estimate(-7.0, -10.0, -5.0), FACTORS) == pytest.approx((-16.0, -2.5))


def test_drawing_one_certain_factor_gives_the_sampling_interval() -> None:
    """Normal with s.e. 10 times 2: 200 +- 39.2 but for 20,000 draws; and the same bytes each time (T15)."""
    effect, factors = interval(100.0, 10.0), {"two": Range(2.0, 2.0, 2.0)}
    found = drawn_interval(effect, factors)
    assert found == pytest.approx((160.8, 239.2), abs=1.5)
    assert found == drawn_interval(effect, factors)


@settings(max_examples=60)
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3).map(sorted),
    st.lists(st.floats(0.0, 1e3), min_size=3, max_size=3).map(sorted),
)
def test_low_is_never_above_base_nor_base_above_high(ends: list[float], factor: list[float]) -> None:
    """T12, losses included: the corner takes in the sampling interval, and that takes in the point."""
    effect, factors = Estimate(ends[1], ends[0], ends[2]), {"factor": Range(*factor)}
    low, high = cautious_corner(effect, factors)
    sampling = at_base(effect, factors)
    assert low <= sampling.low <= sampling.estimate <= sampling.high <= high


def test_the_three_ranges_are_labelled_for_what_they_are() -> None:
    """Nobody is told that a corner is a 95 % interval."""
    table = sensitivity(EFFECT, FACTORS).table()
    assert table["range"].to_list() == [
        "sampling alone, 95 %",
        "sampling and assumptions drawn together, 95 %",
        "deliberately cautious corner, no 95 % interval",
    ]
    assert (table["low"] <= table["base"]).all()
    assert (table["base"] <= table["high"]).all()


def test_what_is_divided_by_is_turned_round() -> None:
    """One divided by 2, 4 and 5; nothing is divided by a range that holds 0."""
    assert Range(2.0, 4.0, 5.0).inverse() == Range(0.2, 0.25, 0.5)
    with pytest.raises(MetricError, match="low end of 0"):
        Range(0.0, 1.0, 2.0).inverse()


@pytest.mark.parametrize("ends", [(2.0, 1.0, 3.0), (-1.0, 0.0, 1.0), (0.0, 1.0, float("inf"))])
def test_a_range_that_is_none_is_refused(ends: tuple[float, float, float]) -> None:
    """Out of order, below zero, without an end."""
    with pytest.raises(MetricError, match="no low, base and high"):
        Range(*ends)
