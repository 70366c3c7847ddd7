"""The second opinion sees an interaction that nobody declared, agrees where there is none, and keeps silent on few."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit
from tests.simulation.companies import COVARIATES, company

from valuestory.contribution import estimate_effect, second_opinion

ASKED = {"treated": "helped", "outcome": "renewed"}


def crossed_in_secret(count: int, seed: int) -> pd.DataFrame:
    """Accounts whose usage and size together decide who is helped and who stays, and each alone does not; no effect."""
    random = np.random.default_rng([seed, 5])
    usage, size = random.normal(size=(2, count))
    together = np.tanh(1.5 * usage * size)
    helped = random.random(count) < expit(-0.4 + 1.2 * together)
    renewed = random.random(count) < expit(0.8 + 1.2 * together)
    return pd.DataFrame({"usage": usage, "size": size, "helped": helped, "renewed": renewed.astype(int)})


def test_it_sees_what_nobody_declared() -> None:
    """There is no effect: without the product among its columns the default finds one, the trees do not."""
    misled, seen = [], []
    for seed in range(3):
        accounts = crossed_in_secret(3_000, seed)
        misled.append(estimate_effect(accounts, numeric=["usage", "size"], **ASKED).estimate)
        opinion = second_opinion(accounts, numeric=["usage", "size"], **ASKED)
        assert opinion is not None
        seen.append(opinion.estimate)
    assert np.mean(misled) > 0.07
    assert abs(np.mean(seen)) < np.mean(misled) / 3
    declared = estimate_effect(accounts, numeric=["usage", "size"], curved=["usage", "size"], **ASKED)
    assert abs(declared.estimate) < np.mean(misled) / 2


def test_it_agrees_where_the_declared_columns_are_enough() -> None:
    """Design C, 3,000 accounts and three points: both intervals have the truth in, and row order is nothing."""
    drawn = company("C", 3_000, 0.03, seed=2)
    asked = {**ASKED, "numeric": COVARIATES["numeric"], "categorical": COVARIATES["categorical"]}
    opinion = second_opinion(drawn.accounts, **asked)
    effect = estimate_effect(drawn.accounts, **ASKED, **COVARIATES)
    truth = drawn.truth(effect.kept, "renewed")
    assert opinion is not None
    assert opinion.low < truth < opinion.high
    assert effect.low < truth < effect.high
    assert second_opinion(drawn.accounts.iloc[::-1], **asked) == opinion


def test_it_keeps_silent_on_few_accounts() -> None:
    """Trees find chance there: 999 in all, or fewer than 75 of an arm."""
    accounts = company("A", 1_200, 0.03, seed=1).accounts
    asked = {**ASKED, "numeric": COVARIATES["numeric"]}
    assert second_opinion(accounts.iloc[:999], **asked) is None
    few = accounts["helped"] & (accounts["helped"].cumsum() <= 70)
    assert second_opinion(accounts.assign(helped=few), **asked) is None
