"""The rules R1 to R6, their order, the grades, and the figures beside an estimate."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from valuestory.contribution import Effect, Effects, Estimate, ratio_link
from valuestory.contribution.effect.e_value import e_value
from valuestory.contribution.effect.effect import Balance, interval
from valuestory.contribution.effect.propensity import (
    comparable,
    effective_size,
    imbalance,
    odds,
    pooled_spread,
    propensity,
)
from valuestory.contribution.effect.ratio_link import fieller
from valuestory.contribution.effect.verdict import (
    Findings,
    few_parents,
    fewest_needed,
    judge,
    same_outcome,
    too_few,
    weak_overlap,
)
from valuestory.errors import MetricError

GOOD = Findings(interval(0.06, 0.01), interval(0.0, 0.02), 0.99, 100.0, 0.001)


@pytest.mark.parametrize(
    ("found", "verdict", "grade"),
    [
        (GOOD, "established", "B"),
        (replace(GOOD, estimate=interval(-0.06, 0.01)), "established", "B"),
        (replace(GOOD, negative_control=None), "established", "C"),
        (replace(GOOD, adjusted=False), "established", "D"),
        (replace(GOOD, kept_share=0.949), "partial overlap", "B"),
        (replace(GOOD, kept_share=0.95), "established", "B"),
        (replace(GOOD, estimate=interval(0.01, 0.01)), "not distinguishable from zero", "B"),
        (replace(GOOD, model_difference=-0.011), "model-dependent", "C"),
        (replace(GOOD, model_difference=0.011, negative_control=None), "model-dependent", "D"),
        (replace(GOOD, kept_share=0.599), "overlap too weak", None),
        (replace(GOOD, effective_controls=19.9), "overlap too weak", None),
        (replace(GOOD, effective_controls=None), "established", "B"),
        (replace(GOOD, negative_control=interval(0.05, 0.02)), "comparison not valid", None),
        (replace(GOOD, negative_control=interval(-0.05, 0.02)), "comparison not valid", None),
    ],
)
def test_each_rule_gives_its_verdict_and_grade(found: Findings, verdict: str, grade: str | None) -> None:
    """At its threshold."""
    judged = judge(found)
    assert (judged.verdict, judged.grade) == (verdict, grade)
    assert judged.reason
    assert (judged.collect == "") == (judged.verdict == "established" and judged.grade == "B")


def test_what_is_said_of_a_part_says_of_which() -> None:
    """Whatever the verdict, an estimate of 80 % of the helped is never said of all of them."""
    for estimate, difference in ((0.06, 0.0), (0.0, 0.0), (0.06, 0.05)):
        found = replace(GOOD, estimate=interval(estimate, 0.01), model_difference=difference, kept_share=0.8)
        assert "the 80% of what the helped weigh" in judge(found).reason


def test_of_several_rules_the_first_in_order_gives_the_verdict() -> None:
    """Everything is wrong at once; mended one by one, from the gravest."""
    found = Findings(interval(0.01, 0.01), interval(0.05, 0.02), 0.5, 10.0, 0.02)
    verdicts = []
    for mended in (
        {},
        {"negative_control": interval(0.0, 0.02)},
        {"kept_share": 0.9, "effective_controls": 100.0},
        {"model_difference": 0.0},
        {"estimate": interval(0.05, 0.01)},
        {"kept_share": 1.0},
    ):
        found = dataclasses.replace(found, **mended)
        verdicts.append(judge(found).verdict)
    assert verdicts == [
        "comparison not valid",
        "overlap too weak",
        "model-dependent",
        "not distinguishable from zero",
        "partial overlap",
        "established",
    ]


def test_the_smaller_arm_needs_75_accounts_and_four_for_each_column() -> None:
    """Rule R1."""
    assert fewest_needed(9) == 75
    assert fewest_needed(19) == 76
    few = too_few(48, 75)
    assert few is not None
    assert few.reason == "the smaller group has 48 accounts to compare, and 75 are needed"
    assert few.collect.startswith("27 more accounts")
    assert too_few(75, 75) is None
    assert few_parents(20.0) is None
    assert few_parents(19.9) is not None
    assert same_outcome().verdict == "too few accounts"
    assert weak_overlap(0.6, None) is None


@pytest.mark.parametrize(("ratio", "published"), [(1.05, 1.28), (1.10, 1.43), (1.20, 1.69)])
def test_e_values_are_the_published_ones(ratio: float, published: float) -> None:
    """RR + √(RR (RR - 1)); a ratio below 1 is turned over."""
    assert e_value(0.5, 0.5 * ratio - 0.5) == pytest.approx(published, abs=0.005)
    assert e_value(0.5 * ratio, 0.5 - 0.5 * ratio) == pytest.approx(published, abs=0.005)


def test_an_interval_that_takes_zero_in_has_the_e_value_of_nothing() -> None:
    """1; and a rate of nothing has no ratio."""
    assert e_value(0.8, 0.02, bound=-0.01) == 1.0
    assert e_value(0.8, 0.0) == 1.0
    assert e_value(0.8, 0.1, bound=0.04) == pytest.approx(e_value(0.8, 0.04))
    assert e_value(0.0, 0.1) is None


def test_effective_size_of_equal_weights_is_their_number() -> None:
    """Kish: (1 + 1 + 2)² / (1 + 1 + 4) of unequal ones."""
    assert effective_size(np.full(7, 3.0)) == pytest.approx(7)
    assert effective_size(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)
    assert effective_size(np.array([])) == 0


def test_who_is_likelier_than_nine_in_ten_to_be_helped_has_nobody_like_it() -> None:
    """Of the helped; the compared all stay."""
    chances, treated = np.array([0.89, 0.90, 0.99]), np.array([True, True, False])
    assert comparable(chances, treated).tolist() == [True, False, True]
    assert odds(np.array([0.5, 0.8, 1.0, 0.0]), np.array([True, False, False, False])) == pytest.approx(
        [1.0, 4.0, 0.95 / 0.05, 0.005 / 0.995]
    )


def test_perfect_separation_leaves_chances_finite_and_strictly_between_zero_and_one() -> None:
    """The ridge holds what maximum likelihood would send to infinity."""
    column = np.repeat([-1.0, 1.0], 100)[:, None]
    chances = propensity(column, column[:, 0] > 0)
    assert ((chances > 0) & (chances < 1)).all()
    assert chances[0] < 0.05 < 0.95 < chances[-1]


def test_a_standardised_difference_is_in_standard_deviations() -> None:
    """Means 3 and 1, both with a standard deviation of 1."""
    column = np.array([2.0, 4.0, 0.0, 2.0])[:, None]
    treated = np.array([True, True, False, False])
    assert imbalance(column, treated, np.ones(4), pooled_spread(column, treated)) == pytest.approx([2.0])


def test_fieller_is_where_the_ratio_cannot_be_told_from_the_difference_of_zero() -> None:
    """At both bounds |B - r C| is exactly 1.96 of its standard errors."""
    covariance = np.array([[4.0, 0.5], [0.5, 0.25]])
    found = fieller(10.0, 5.0, covariance)
    for bound in (found.low, found.high):
        error = np.sqrt(covariance[0, 0] - 2 * bound * covariance[0, 1] + bound**2 * covariance[1, 1])
        assert abs(10.0 - bound * 5.0) / error == pytest.approx(norm.ppf(0.975))
    assert found.estimate == 2.0


def effect(estimate: float, error: float, weight: float = 1.0) -> Effect:
    """An established effect of which only these matter."""
    found = interval(estimate, error)
    return Effect(
        outcome="renewed", **found._asdict(), standard_error=error, counterfactual=0.8, n_treated=300, n_compared=500,
        kept_share=1.0, kept_weight=weight, effective_controls=200.0, balance_before=0.3, balance_after=0.02,
        balance=(Balance("usage", 0.3, 0.02),), least_detectable=2.8 * error, model_difference=0.0,
        negative_control=Estimate(0.0, -0.02, 0.02), e_value=1.3, e_value_limit=1.1, capped=found, size_free=found,
        largest_share=0.003, without_largest=None, benchmark=None, columns=("usage",), left_out=(), basis="main",
        verdict="established", grade="B", reason="", collect="",
    )  # fmt: skip


def test_a_ratio_is_money_for_each_milestone() -> None:
    """6 % of 1,000,000 of revenue for 10 % of 300 accounts: 60,000 for 30 milestones."""
    pair = Effects((effect(0.10, 0.02, 300.0), effect(0.06, 0.01, 1_000_000.0)), np.diag([0.02**2, 0.01**2]))
    link = ratio_link(pair)
    assert link.established
    assert link.ratio is not None
    assert link.ratio.estimate == pytest.approx(2_000)
    assert link.ratio.low < 2_000 < link.ratio.high


@pytest.mark.parametrize(
    ("below", "above", "says"),
    [
        (effect(0.10, 0.034), effect(0.06, 0.01), "three standard errors"),
        (effect(0.10, 0.02), effect(0.06, 0.04), "takes zero in"),
        (replace(effect(0.10, 0.02), verdict="too few accounts"), effect(0.06, 0.01), "could not be estimated"),
    ],
)
def test_a_link_that_is_not_established_is_said_to_be_so(below: Effect, above: Effect, says: str) -> None:
    """Rule R6: no ratio is printed."""
    link = ratio_link(Effects((below, above), np.eye(2)))
    assert link.ratio is None
    assert not link.established
    assert says in link.reason


def test_grade_a_comes_from_a_declared_experiment_alone() -> None:
    """And only for an estimate that stands."""
    sound = effect(0.06, 0.01)
    assert sound.by_experiment("holdout 2026Q3").grade == "A"
    assert sound.by_experiment("holdout 2026Q3").experiment == "holdout 2026Q3"
    assert replace(sound, verdict="model-dependent").by_experiment("holdout").grade == "B"
    assert replace(sound, verdict="overlap too weak", grade=None).by_experiment("holdout").grade is None
    with pytest.raises(MetricError, match="has a name"):
        sound.by_experiment(" ")


def test_four_times_as_many_accounts_show_half_the_effect() -> None:
    """800 accounts show 2.8 points four times in five: 1.4 points need 3,200."""
    sound = effect(0.06, 0.01)
    assert sound.accounts_needed(0.028) == 800
    assert sound.accounts_needed(-0.014) == 3_200
    with pytest.raises(MetricError):
        sound.accounts_needed(0.0)


def test_the_total_is_the_rate_times_what_the_kept_weigh() -> None:
    """In accounts or in money."""
    assert effect(0.06, 0.01, 1_000.0).total.estimate == pytest.approx(60.0)
    assert interval(0.06, 0.01).standard_error == pytest.approx(0.01)
    assert float(interval(0.06, 0.01)) == 0.06
