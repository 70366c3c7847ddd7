"""The estimator against statsmodels, against sums by hand, and against leaving accounts out one by one."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.treatment.treatment_effects import TreatmentEffect

from valuestory.contribution.effect.doubly_robust import fit, point

Arms = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def arms(count: int = 200, columns: int = 5, seed: int = 0) -> Arms:
    """Random outcomes (two), treatment, columns, weights and odds."""
    random = np.random.default_rng(seed)
    covariates = random.normal(size=(count, columns))
    treated = random.random(count) < 1 / (1 + np.exp(-covariates[:, 0]))
    outcomes = np.column_stack([covariates @ random.normal(size=columns) + treated, random.random(count)])
    odds = np.where(treated, 1.0, np.exp(covariates[:, 0]))
    return outcomes, treated, covariates, random.lognormal(size=count), odds


def interacted(drawn: Arms, outcome: int) -> tuple[sm.WLS, np.ndarray]:
    """The decided regression as one WLS of statsmodels: intercept, treatment, centred columns and their products."""
    outcomes, treated, covariates, weights, odds = drawn
    centred = covariates - np.average(covariates[treated], axis=0, weights=weights[treated])
    design = np.column_stack([np.ones(len(treated)), treated, centred, centred * treated[:, None]])
    return sm.WLS(outcomes[:, outcome], design, weights=weights * odds), design


@pytest.mark.parametrize("outcome", [0, 1])
def test_estimate_and_hc3_error_are_those_of_statsmodels(outcome: int) -> None:
    """One fully interacted WLS with HC3, to the tenth digit."""
    drawn = arms()
    theirs = interacted(drawn, outcome)[0].fit(cov_type="HC3")
    ours = fit(*drawn)
    assert ours.effect[outcome] == pytest.approx(theirs.params[1], rel=1e-10)
    assert ours.counterfactual[outcome] == pytest.approx(theirs.params[0], rel=1e-10)
    assert ours.standard_error[outcome] == pytest.approx(theirs.bse[1], rel=1e-10)
    assert point(drawn[0][:, outcome], *drawn[1:]) == pytest.approx(theirs.params[1], rel=1e-10)


@pytest.mark.parametrize("largest", [2, 4, 12])
def test_the_error_with_parents_is_crv3_of_statsmodels(largest: int) -> None:
    """Parents of one account, of a few and of more than there are columns; without the factor (G - 1) / G."""
    drawn = arms()
    parents = np.random.default_rng(1).integers(0, 200 // largest, 200)
    theirs = interacted(drawn, 0)[0].fit(cov_type="cluster-crv3", cov_kwds={"groups": parents, "use_correction": False})
    assert fit(*drawn, parents).standard_error[0] == pytest.approx(theirs.bse[1], rel=1e-8)


def test_parents_of_one_account_each_change_nothing() -> None:
    """CRV3 is HC3 there."""
    drawn = arms()
    alone = fit(*drawn, np.random.default_rng(2).permutation(200))
    assert alone.standard_error == pytest.approx(fit(*drawn).standard_error, rel=1e-12)


def test_the_covariance_of_two_outcomes_is_that_of_their_sum() -> None:
    """Var(a + b) = Var a + Var b + 2 Cov(a, b), where the sum is an outcome of its own."""
    drawn = arms()
    both = fit(*drawn).covariance
    total = fit(drawn[0].sum(axis=1, keepdims=True), *drawn[1:]).covariance
    assert both.sum() == pytest.approx(total[0, 0], rel=1e-10)


def test_raw_inverse_probability_weighted_regression_adjustment_of_statsmodels_agrees() -> None:
    """`TreatmentEffect.ipw_ra` for the treated, with the selection model of six parameters that it works with."""
    outcomes, treated, covariates, _, _ = arms(count=400)
    design = sm.add_constant(covariates)
    selection = sm.Logit(treated.astype(int), design).fit(disp=0)
    chances = selection.predict(design)
    theirs = TreatmentEffect(
        sm.OLS(outcomes[:, 0], design), treated.astype(int), results_select=selection, _cov_type="HC0"
    ).ipw_ra(effect_group=1, return_results=False)
    odds = np.where(treated, 1.0, chances / (1 - chances))
    ours = fit(outcomes[:, :1], treated, covariates, np.ones(400), odds)
    assert ours.effect[0] == pytest.approx(theirs[0], rel=1e-6)


def test_without_covariates_it_is_the_difference_of_two_means() -> None:
    """Helped 1, 1, 0, 1 and compared 0, 1, 0, 0: 0.75 - 0.25, each residual over 1 - 1/4 and each over 4."""
    outcome = np.array([1, 1, 0, 1, 0, 1, 0, 0], dtype=float)[:, None]
    treated = np.arange(8) < 4
    found = fit(outcome, treated, np.zeros((8, 0)), np.ones(8), np.ones(8))
    assert found.effect[0] == pytest.approx(0.5)
    assert found.counterfactual[0] == pytest.approx(0.25)
    # Each arm: three residuals of 0.25 and one of 0.75, squared 0.75 in sum; over 0.75 squared and 16.
    assert found.standard_error[0] ** 2 == pytest.approx(2 * 0.75 / 0.75**2 / 16)


def test_with_strata_it_is_the_helped_less_what_their_stratum_had() -> None:
    """Two strata: small, 1 of 2 helped kept and 1 of 4 compared; large, 3 of 3 helped and 1 of 2 compared."""
    rows = [(0, 1, 1), (0, 1, 0), *[(0, 0, kept) for kept in (1, 0, 0, 0)]]
    rows += [(1, 1, 1)] * 3 + [(1, 0, 1), (1, 0, 0)]
    stratum, treated, kept = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    helped = treated > 0
    found = fit(kept[:, None], helped, stratum[:, None], np.ones(len(rows)), np.ones(len(rows)))
    would_have = (2 * 1 / 4 + 3 * 1 / 2) / 5
    assert found.counterfactual[0] == pytest.approx(would_have)
    assert found.effect[0] == pytest.approx(4 / 5 - would_have)


def test_hc3_is_what_leaving_out_each_account_moves() -> None:
    """Each account left out, the regression fitted anew at the same target: the sum of the squared moves."""
    drawn = arms(count=60, columns=2)
    outcomes, _, _, weights, odds = drawn
    model, design = interacted(drawn, 0)
    whole = model.fit().params[1]
    moves = []
    for row in range(60):
        others = np.arange(60) != row
        moves.append(
            sm.WLS(outcomes[others, 0], design[others], weights=(weights * odds)[others]).fit().params[1] - whole
        )
    assert fit(*drawn).standard_error[0] == pytest.approx(np.sqrt(np.sum(np.square(moves))), rel=1e-9)


@pytest.mark.parametrize("arm", [True, False])
def test_an_account_that_alone_carries_a_column_leaves_the_error_finite(arm: bool) -> None:
    """Its leverage is 1, where the formula of HC3 divides zero by zero; the estimate without it is well defined."""
    outcomes, treated, covariates, weights, odds = arms(count=80, columns=2)
    only = np.zeros(80)
    only[np.flatnonzero(treated == arm)[0]] = 1.0
    with_it = fit(outcomes, treated, np.column_stack([covariates, only]), weights, odds)
    without = fit(outcomes, treated, covariates, weights, odds)
    assert np.isfinite(with_it.standard_error).all()
    assert with_it.standard_error[1] == pytest.approx(without.standard_error[1], rel=0.5)
    parents = np.arange(80) // 2
    paired = fit(outcomes, treated, np.column_stack([covariates, only]), weights, odds, parents)
    assert np.isfinite(paired.standard_error).all()


def test_a_column_that_says_the_same_twice_changes_nothing() -> None:
    """Collinear columns have no slope of their own, and the prediction does not need one."""
    outcomes, treated, covariates, weights, odds = arms()
    twice = np.column_stack([covariates, covariates[:, 0], covariates[:, 1] - covariates[:, 2], np.ones(200)])
    once, doubled = fit(outcomes, treated, covariates, weights, odds), fit(outcomes, treated, twice, weights, odds)
    assert doubled.effect == pytest.approx(once.effect, rel=1e-9)
    assert doubled.standard_error == pytest.approx(once.standard_error, rel=1e-9)


def test_nothing_is_carried_over_in_a_direction_in_which_the_compared_do_not_vary() -> None:
    """No compared account has the feature: their mean stands, not a slope that nobody knows."""
    outcomes, treated, _, _, _ = arms()
    feature = np.where(treated, np.arange(200) % 2, 0.0)[:, None]
    found = fit(outcomes, treated, feature - feature.mean(), np.ones(200), np.ones(200))
    assert found.counterfactual == pytest.approx(outcomes[~treated].mean(axis=0))
