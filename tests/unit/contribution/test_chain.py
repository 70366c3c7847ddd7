"""The chain is an identity, its links are said only where they are established, and its bridge leaves nothing over."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies as st

from valuestory.contribution.chain.chain import Chain, bridge, chain_table
from valuestory.contribution.effect.effect import Estimate, interval
from valuestory.contribution.effect.ratio_link import RatioLink

TOTALS = st.floats(1e-3, 1e9)
SIGNED = TOTALS.flatmap(lambda size: st.sampled_from([size, -size]))
SOLID = Chain(
    effort=1000.0,
    answers=500.0,
    milestones=interval(50.0, 5.0),
    business=interval(3000.0, 500.0),
    at_stake=100_000.0,
    per_milestone=RatioLink(Estimate(60.0, 40.0, 85.0), ""),
    verdict="established",
)
"""Half an answer a dollar, a tenth of a milestone an answer, 60 dollars a milestone: 3 dollars a dollar."""


def test_the_links_by_hand() -> None:
    """500 / 1000, 50 / 500 with 40.2 to 59.8 of them, and 3000 / 50 with the interval of the ratio."""
    first, second, third = SOLID.links
    assert (first.value, second.value, third.value) == pytest.approx((0.5, 0.1, 60.0))
    assert (second.low, second.high) == pytest.approx((0.0804, 0.1196), abs=1e-4)
    assert (third.low, third.high) == (40.0, 85.0)


def test_yield_and_share_by_hand() -> None:
    """3000 / 1000 and 3 % of 100,000, each with the interval of the value."""
    assert SOLID.yields == pytest.approx((3.0, 2.02, 3.98), abs=1e-3)
    assert SOLID.share == pytest.approx((3.0, 2.02, 3.98), abs=1e-3)


@settings(max_examples=100)
@given(TOTALS, TOTALS, SIGNED, SIGNED)
def test_effort_times_the_three_ratios_is_the_value(effort: float, answers: float, gained: float, value: float) -> None:
    """T1, whatever the totals, to a billionth; and the yield is the product of the three."""
    chain = Chain(effort, answers, interval(gained, 1.0), interval(value, 1.0), None)
    assert chain.factors is not None
    assert math.prod(chain.factors.values()) == pytest.approx(value, rel=1e-9)
    assert chain.yields is not None
    assert chain.yields.estimate == pytest.approx(math.prod(list(chain.factors.values())[1:]), rel=1e-9)


@settings(max_examples=40)
@given(st.floats(1e-3, 1e3))
def test_another_currency_changes_money_and_nothing_else(rate: float) -> None:
    """T5: effort, value and stake in another currency; yield, share and milestones an answer stay."""
    effort, business, at_stake = SOLID.effort, SOLID.business, SOLID.at_stake
    assert effort is not None
    assert business is not None
    assert at_stake is not None
    other = replace(SOLID, effort=effort * rate, business=business.times(rate), at_stake=at_stake * rate)
    assert other.yields == pytest.approx(SOLID.yields, rel=1e-9)
    assert other.share == pytest.approx(SOLID.share, rel=1e-9)
    assert other.links[1] == SOLID.links[1]
    assert other.business == pytest.approx(business.times(rate))


@pytest.mark.parametrize(
    ("unit", "others"),
    [("currency", (-1, 0, 1)), ("answers", (1, -1, 0)), ("milestones", (0, 1, -1))],
)
def test_the_units_of_the_links_cancel_to_money(unit: str, others: tuple[int, int, int]) -> None:
    """T16: money times answers a unit of money, milestones an answer and money a milestone is money again.

    Whatever is counted in sevens goes into each link with the power that its unit has, and what the links say of their
    units is that.
    """
    per, business, ratio = SOLID.effort, SOLID.business, SOLID.per_milestone
    assert per is not None
    assert business is not None
    assert SOLID.milestones is not None
    assert ratio is not None
    counted = {
        "currency": {"effort": 7 * per, "business": business.times(7), "per_milestone": ratio.times(7)},
        "answers": {"answers": 7 * SOLID.answers},
        "milestones": {"milestones": SOLID.milestones.times(7), "per_milestone": ratio.times(1 / 7)},
    }
    chain = replace(SOLID, **counted[unit])  # type: ignore[arg-type]
    for after, before, power in zip(chain.links, SOLID.links, others, strict=True):
        assert after.value is not None
        assert before.value is not None
        assert after.value / before.value == pytest.approx(7.0**power)
        above, below = (unit.rstrip("s") in part for part in before.unit.split(" per "))
        assert above - below == power
    assert chain.factors is not None
    assert chain.business is not None
    assert math.prod(chain.factors.values()) == pytest.approx(chain.business.estimate)


@pytest.mark.parametrize("nothing", [{"effort": 0.0}, {"effort": None}, {"answers": 0.0}])
def test_nothing_is_divided_by_nothing(nothing: dict[str, float | None]) -> None:
    """T3: without effort or answers links are not there, and nothing is infinite or NaN."""
    chain = replace(SOLID, **nothing)  # type: ignore[arg-type]
    assert chain.factors is None
    assert any(link.value is None and link.why for link in chain.links)
    assert all(link.value is None or math.isfinite(link.value) for link in chain.links)


def test_a_weak_link_is_said_to_be_so_and_not_printed() -> None:
    """Milestones whose interval takes zero in have no ratio, before or after them; yield and share remain."""
    weak = replace(SOLID, milestones=interval(5.0, 5.0), per_milestone=RatioLink(None, "too weak"))
    assert [link.value for link in weak.links[1:]] == [None, None]
    assert weak.links[1].why == "the milestones that help adds are not distinguishable from none"
    assert weak.links[2].why == "too weak"
    assert weak.yields == SOLID.yields


def test_a_value_of_nothing_or_less_has_no_link() -> None:
    """A ratio of two losses is positive and means nothing."""
    loss = replace(SOLID, milestones=interval(-50.0, 5.0), business=interval(-3000.0, 500.0))
    assert [link.value for link in loss.links] == [0.5, None, None]


def test_a_refused_comparison_gives_no_figures() -> None:
    """NaN is never shown as a link, a yield of NaN never bridged."""
    none = Estimate(math.nan, math.nan, math.nan)
    refused = replace(SOLID, milestones=none, business=none, per_milestone=None)
    assert refused.factors is None
    assert [link.value for link in refused.links] == [0.5, None, None]
    assert not refused.is_established


def test_the_bridge_by_hand_where_all_links_hold() -> None:
    """Effort doubles and answers with it, all else equal: the whole step from 3000 to 6000 is effort's."""
    doubled = replace(
        SOLID, effort=2000.0, answers=1000.0, milestones=interval(100.0, 10.0), business=interval(6000.0, 1000.0)
    )
    table = bridge(SOLID, doubled)
    assert table["step"].to_list() == ["before", "effort", "r1", "r2", "r3", "after"]
    assert table["amount"].to_list() == pytest.approx([3000.0, 3000.0, 0.0, 0.0, 0.0, 6000.0])
    assert set(table["method"]) == {"LMDI"}


def test_the_bridge_goes_by_effort_and_yield_where_a_link_is_weak() -> None:
    """A loss needs the orders: effort 1000 to 2000 at a yield of 3, then yield 3 to -1 at 2000, and the other way."""
    after = replace(SOLID, effort=2000.0, business=interval(-2000.0, 500.0))
    table = bridge(SOLID, after)
    assert table["step"].to_list() == ["before", "effort", "yield", "after"]
    assert table["amount"].to_list() == pytest.approx([3000.0, 1000.0, -6000.0, -2000.0])
    assert set(table["method"]) == {"Shapley"}


def test_without_a_value_the_bridge_is_of_what_both_periods_carry() -> None:
    """Milestones where both establish them, else the answers; nothing where effort is not known."""
    unpaid = replace(SOLID, business=None, per_milestone=None)
    more = replace(unpaid, effort=1000.0, answers=1000.0)
    assert bridge(unpaid, more)["of"].unique().tolist() == ["milestones"]
    weak = replace(more, milestones=interval(1.0, 5.0))
    table = bridge(unpaid, weak)
    assert table[["step", "of", "amount"]].to_numpy().tolist() == [
        ["before", "answers", 500.0],
        ["effort", "answers", 0.0],
        ["r1", "answers", pytest.approx(500.0)],
        ["after", "answers", pytest.approx(1000.0)],
    ]
    assert bridge(unpaid, replace(weak, effort=None)).empty


@settings(max_examples=60)
@given(TOTALS, SIGNED, TOTALS, SIGNED)
def test_the_bridge_leaves_no_residual(effort: float, value: float, later_effort: float, later_value: float) -> None:
    """T10: the steps lead from the value before to the value after."""
    before = replace(SOLID, effort=effort, business=interval(value, 1.0))
    table = bridge(before, replace(SOLID, effort=later_effort, business=interval(later_value, 1.0)))
    steps = table["amount"].to_list()
    scale = max(map(abs, steps))
    assert math.fsum(steps[:-1]) == pytest.approx(steps[-1], abs=1e-9 * scale)
    assert (steps[0], steps[-1]) == pytest.approx((value, later_value), rel=1e-9)


def test_the_index_is_the_yield_where_the_first_period_is_a_hundred() -> None:
    """3 dollars a dollar, then 4.5: 150."""
    later = replace(SOLID, business=interval(4500.0, 500.0))
    table = chain_table({"2026Q1": SOLID, "2026Q2": later})
    assert table["index"].to_list() == pytest.approx([100.0, 150.0])
    assert table["yield"].to_list() == pytest.approx([3.0, 4.5])


def test_a_base_that_is_not_established_makes_no_index() -> None:
    """A hundred made of chance would move every later figure."""
    noisy = replace(SOLID, business=interval(100.0, 500.0))
    table = chain_table({"2026Q1": noisy, "2026Q2": SOLID})
    assert table["index"].isna().all()
    assert table["established"].to_list() == [False, True]
