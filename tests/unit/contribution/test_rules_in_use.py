"""The rules as they meet real tables: each verdict that is not in the other tests, and what several outcomes share."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from tests.simulation.companies import COVARIATES, company

from valuestory.contribution import Effect, Outcome, estimate_effect, estimate_effects

ASKED = {"treated": "helped", "outcome": "renewed"}


def estimated(accounts: pd.DataFrame, **asked: object) -> Effect:
    """The effect by the declared basis."""
    return estimate_effect(accounts, **(ASKED | COVARIATES | asked))  # type: ignore[arg-type]


def test_the_model_difference_is_plain_regression_on_the_main_columns_less_the_estimate() -> None:
    """By statsmodels; in design C it is more than a standard error, and the verdict says so."""
    accounts = company("C", 1_000, 0.0, seed=1).accounts
    effect = estimated(accounts)
    kept = accounts[effect.kept]
    helped = kept["helped"].to_numpy()
    columns = pd.concat(
        [kept[COVARIATES["numeric"]].astype(float), pd.get_dummies(kept["segment"], dtype=float)], axis=1
    )
    centred = (columns - columns[helped].mean()).to_numpy()[:, :-1]
    design = np.column_stack([np.ones(len(kept)), helped, centred, centred * helped[:, None]])
    plain = sm.OLS(kept["renewed"].to_numpy(), design).fit().params[1]
    assert effect.model_difference == pytest.approx(plain - effect.estimate, abs=1e-9)
    assert abs(plain - effect.estimate) > effect.standard_error
    assert effect.verdict == "model-dependent"
    assert effect.grade == "D"


def few_alike(**asked: str) -> Effect:
    """68 of 80 helped accounts have a feature that 8 of 80 compared ones have: each of these stands for eight."""
    feature = np.repeat([1, 0, 1, 0], [68, 12, 8, 72])
    renewed = np.random.default_rng(2).random(160) < 0.8
    table = pd.DataFrame({"feature": feature, "helped": np.arange(160) < 80, "renewed": renewed.astype(int), "arr": 1})
    return estimate_effect(table, treated="helped", outcome="renewed", numeric=["feature"], **asked)


def test_compared_accounts_that_are_worth_fewer_than_twenty_are_too_few() -> None:
    """Eighty of them, but eight carry the weight; with revenue as weight the interval widens by itself."""
    logos = few_alike()
    assert logos.kept_share == 1.0
    assert 8 < logos.effective_controls < 20
    assert logos.verdict == "overlap too weak"
    assert "would, and 20 are needed" in logos.reason
    assert few_alike(weight="arr").verdict != "overlap too weak"


def test_one_parent_of_most_accounts_is_not_many() -> None:
    """Four hundred of six hundred have one parent: how parents differ is not known, whatever the others are."""
    accounts = company("A", 600, 0.03, seed=1).accounts
    accounts["parent"] = np.where(accounts.index < 400, "one", None)
    effect = estimated(accounts, groups="parent")
    assert effect.verdict == "too few accounts"
    assert "parents" in effect.reason
    accounts["parent"] = accounts.index % 200
    assert not estimated(accounts, groups="parent").refused


def test_a_gap_that_next_to_no_compared_account_has_gets_no_column() -> None:
    """Four gaps tell nothing; five do."""
    accounts = company("A", 600, 0.03, seed=1).accounts
    gaps = accounts.index[~accounts["helped"]]
    accounts.loc[gaps[:4], "usage"] = np.nan
    assert "usage missing" not in estimated(accounts).columns
    accounts.loc[gaps[:5], "usage"] = np.nan
    assert "usage missing" in estimated(accounts).columns


def test_a_rich_basis_needs_four_accounts_for_each_of_its_columns() -> None:
    """19 with the intercept: 76 of the smaller group, where the main basis does with 75."""
    accounts = company("A", 600, 0.03, seed=3).accounts
    helped, compared = accounts[accounts["helped"]], accounts[~accounts["helped"]]
    assert estimated(pd.concat([helped.iloc[:76], compared])).basis == "rich"
    fewer = estimated(pd.concat([helped.iloc[:75], compared]))
    assert fewer.basis == "main"
    assert not fewer.refused
    assert estimated(pd.concat([helped.iloc[:74], compared])).verdict == "too few accounts"


def test_two_outcomes_of_the_same_accounts_have_a_covariance() -> None:
    """Var(a + b) = Var a + Var b + 2 Cov(a, b), the sum estimated as an outcome of its own; another weight as well."""
    accounts = company("A", 600, 0.03, seed=1).accounts
    accounts["both"] = accounts["renewed"] + accounts["expansion"]
    outcomes = [Outcome("renewed"), Outcome("expansion"), Outcome("both"), Outcome("retained", weight="arr")]
    found = estimate_effects(accounts, treated="helped", outcomes=outcomes, **COVARIATES)
    covariance = found.covariance
    assert covariance[:2, :2].sum() == pytest.approx(covariance[2, 2], rel=1e-9)
    assert covariance == pytest.approx(covariance.T)
    assert np.sqrt(np.diag(covariance)) == pytest.approx([each.standard_error for each in found.effects])
    assert 0 < covariance[0, 3] < math.sqrt(covariance[0, 0] * covariance[3, 3])
    alone = estimated(accounts, outcome="retained", weight="arr")
    assert found.effects[3] == alone
    assert found.effects[0].kept.equals(found.effects[3].kept)


def test_balance_is_told_by_column_and_at_its_worst() -> None:
    """Before and after weighting, of the main columns alone."""
    effect = estimated(company("A", 1_000, 0.03, seed=1).accounts)
    assert max(abs(each.before) for each in effect.balance) == effect.balance_before
    assert max(abs(each.after) for each in effect.balance) == effect.balance_after
    accounts = company("A", 1_000, 0.03, seed=1).accounts
    arms = accounts.groupby("helped")["usage"]
    spread = math.sqrt(arms.var(ddof=0).mean())
    told = next(each for each in effect.balance if each.column == "usage")
    assert told.before == pytest.approx((arms.mean()[True] - arms.mean()[False]) / spread)
