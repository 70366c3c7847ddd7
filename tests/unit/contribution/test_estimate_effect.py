"""`estimate_effect`: what it gives, what it refuses, and that nothing which should not matter does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.simulation.companies import COVARIATES, company

from valuestory.contribution import Effect, estimate_effect

if TYPE_CHECKING:
    import pandas as pd


def helped_effect(accounts: pd.DataFrame, **asked: str) -> Effect:
    """The effect on renewal, or what is asked instead, by the declared basis."""
    return estimate_effect(accounts, **({"treated": "helped", "outcome": "renewed"} | COVARIATES | asked))  # type: ignore[arg-type]


def test_a_planted_effect_lies_in_the_interval_and_the_plain_difference_does_not() -> None:
    """Engaged accounts ask more and stay anyway: ten points apart, three of them by help."""
    drawn = company("A", 4_000, 0.03, seed=1)
    accounts = drawn.accounts
    effect = helped_effect(accounts, negative_control="renewed_before")
    truth = drawn.truth(effect.kept, "renewed")
    plain = accounts.groupby("helped")["renewed"].mean()
    assert effect.low < truth < effect.high < plain[True] - plain[False]
    assert effect.verdict == "established"
    assert effect.grade == "B"
    assert len(effect.columns) == 18


def test_too_few_accounts_are_refused_with_what_can_be_told() -> None:
    """Of 120 accounts 48 are helped, and 75 are needed."""
    effect = helped_effect(company("A", 120, 0.03, seed=1).accounts)
    assert effect.verdict == "too few accounts"
    assert effect.grade is None
    assert math.isnan(effect.estimate)
    assert effect.n_treated + effect.n_compared == 120
    assert effect.least_detectable > 0.1
    assert "more accounts" in effect.collect


@pytest.mark.parametrize("weight", [None, "arr"])
def test_the_order_of_the_rows_is_nothing(weight: str | None) -> None:
    """The same accounts in another order give the same bits."""
    accounts = company("F", 600, 0.03, seed=2).accounts
    shuffled = accounts.sample(frac=1, random_state=np.random.RandomState(0))
    asked = {} if weight is None else {"weight": weight, "outcome": "retained"}
    one, other = helped_effect(accounts, **asked), helped_effect(shuffled, **asked)
    assert one == other
    assert one.kept.equals(other.kept.sort_index())
