"""How large a holdout has to be, against published sample sizes."""

from __future__ import annotations

import math

import pytest

from valuestory.contribution.holdout import detectable_with, plan_holdout
from valuestory.errors import MetricError


@pytest.mark.parametrize(("before", "after", "each"), [(0.5, 0.6, 388), (0.2, 0.3, 293), (0.8, 0.9, 199)])
def test_published_sample_sizes_of_two_shares(before: float, after: float, each: int) -> None:
    """The textbook's size of two groups at 5 % and 80 %, give or take: it takes the difference, this the arcsines.

    Source: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, without correction for continuity:
    of 50 % and 60 %, (1.96 sqrt(2 x 0.55 x 0.45) + 0.84 sqrt(0.25 + 0.24))^2 / 0.1^2 = 388 in each group.
    """
    assert plan_holdout(before, after - before).accounts == pytest.approx(2 * each, rel=0.03)


def test_the_table_and_the_plan_are_one_calculation() -> None:
    """So many accounts as an effect takes show that effect, and four times as many show about half of it."""
    plan = plan_holdout(0.85, 0.04)
    assert detectable_with(plan.accounts, 0.85) == pytest.approx(0.04, rel=0.005)
    assert detectable_with(4 * plan.accounts, 0.85) == pytest.approx(0.02, rel=0.05)
    assert plan.table["detectable"].is_monotonic_decreasing


def test_half_the_take_up_takes_four_times_the_accounts() -> None:
    """1 / 0.5 squared, since whole arms are compared; by arcsines near enough where rates are in the middle."""
    whole, half = plan_holdout(0.5, 0.06), plan_holdout(0.5, 0.06, take_up=0.5)
    assert half.accounts == pytest.approx(4 * whole.accounts, rel=0.01)
    assert half.accounts == plan_holdout(0.5, 0.03).accounts
    assert half.table["detectable"].to_list() == pytest.approx((2 * whole.table["detectable"]).to_list(), rel=1e-6)
    assert detectable_with(half.accounts, 0.5, 0.5) == pytest.approx(0.06, rel=0.005)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.2])
def test_a_take_up_that_is_no_share_is_refused(share: float) -> None:
    """Nobody, fewer than nobody, more than all."""
    with pytest.raises(MetricError, match="take-up"):
        plan_holdout(0.8, 0.05, take_up=share)


def test_what_no_take_up_could_show_is_not_said() -> None:
    """At 90 % without the service nobody gains 20 points, however few accounts there are."""
    assert math.isnan(detectable_with(100, 0.9, 0.5))


def test_an_effect_beyond_all_is_refused() -> None:
    """Nobody stays more often than always."""
    with pytest.raises(MetricError, match="is no share"):
        plan_holdout(0.98, 0.05)
