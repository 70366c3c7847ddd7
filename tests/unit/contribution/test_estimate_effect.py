"""`estimate_effect`: what it gives, what it refuses, and that nothing which should not matter does."""

from __future__ import annotations

import dataclasses
import math
import tracemalloc

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from tests.simulation.companies import COVARIATES, company

from valuestory.contribution import Effect, estimate_effect
from valuestory.contribution.effect.comparison import comparable_accounts, compare
from valuestory.contribution.effect.covariates import read_covariates


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
    """T7: the same accounts in another order give the same bits."""
    accounts = company("F", 600, 0.03, seed=2).accounts
    shuffled = accounts.sample(frac=1, random_state=np.random.RandomState(0))
    asked = {} if weight is None else {"weight": weight, "outcome": "retained"}
    one, other = helped_effect(accounts, **asked), helped_effect(shuffled, **asked)
    assert one == other
    assert one.kept.equals(other.kept.sort_index())


def test_money_in_another_currency_changes_no_rate() -> None:
    """Weights times 7.3: every rate the same to 1e-15, and the total 7.3 times as large."""
    accounts = company("H", 1_000, 0.03, seed=3).accounts
    dollars = helped_effect(accounts, outcome="retained", weight="arr")
    pesos = helped_effect(accounts.assign(arr=accounts["arr"] * 7.3), outcome="retained", weight="arr")
    for name in ("estimate", "low", "high", "standard_error", "counterfactual", "kept_share", "largest_share"):
        assert getattr(pesos, name) == pytest.approx(getattr(dollars, name), abs=1e-15)
    assert pesos.total.high == pytest.approx(7.3 * dollars.total.high)


def test_accounts_that_are_there_twice_tell_nothing_new_under_their_parent() -> None:
    """T6: effect and error within a thousandth, twice the total; not exactly, for the ridge does not grow."""
    accounts = company("A", 1_000, 0.03, seed=4).accounts
    twice = pd.concat([accounts.assign(parent=range(1_000))] * 2, ignore_index=True)
    once, doubled = helped_effect(accounts), helped_effect(twice, groups="parent")
    assert doubled.estimate == pytest.approx(once.estimate, rel=1e-3)
    assert doubled.standard_error == pytest.approx(once.standard_error, rel=1e-3)
    assert doubled.total.estimate == pytest.approx(2 * once.total.estimate, rel=1e-3)
    assert helped_effect(twice).standard_error < 0.75 * once.standard_error


def test_the_total_is_of_the_helped_that_can_be_compared() -> None:
    """The rest of what the helped weigh is not in it, and how much that is is told."""
    drawn = company("E", 1_500, 0.03, seed=1)
    effect = helped_effect(drawn.accounts, outcome="retained", weight="arr")
    helped = drawn.accounts[drawn.accounts["helped"]]
    kept = helped.loc[effect.kept[helped.index], "arr"].sum()
    assert effect.kept_weight == pytest.approx(kept)
    assert effect.kept_share == pytest.approx(kept / helped["arr"].sum())
    assert effect.n_kept == effect.kept[helped.index].sum()
    assert effect.kept[~drawn.accounts["helped"]].all()
    assert effect.total.estimate == pytest.approx(effect.estimate * kept)


def test_the_total_is_the_sum_of_its_segments() -> None:
    """T2: within one fitted comparison each helped account adds what became of it less what was to be expected."""
    accounts = company("D", 1_000, 0.03, seed=8).accounts
    effect = helped_effect(accounts, outcome="retained", weight="arr")
    covariates = read_covariates(accounts, **{name: tuple(each) for name, each in COVARIATES.items()}).filled_in()
    helped, arr = accounts["helped"].to_numpy(), accounts["arr"].to_numpy()
    comparison = compare(covariates, comparable_accounts(covariates, helped), helped, None)
    kept, others = comparison.kept, ~comparison.treated
    design = sm.add_constant(comparison.used.values)
    expected = sm.WLS(
        accounts.loc[kept, "retained"].to_numpy()[others], design[others], weights=(arr[kept] * comparison.odds)[others]
    )
    left_over = accounts.loc[kept, "retained"].to_numpy() - design @ expected.fit().params
    gained = pd.Series(arr[kept] * left_over)[comparison.treated].groupby(
        accounts.loc[kept, "segment"].to_numpy()[comparison.treated]
    )
    assert len(gained.sum()) == 3
    assert gained.sum().sum() == pytest.approx(effect.total.estimate, rel=1e-6)


def test_balance_tells_of_a_level_that_few_of_the_compared_have() -> None:
    """Its levels are counted among all accounts: forty helped and two others in one region are a difference to be told.

    The comparison itself cannot use that region, which fewer than five of the compared have.
    """
    accounts = company("A", 600, 0.0, seed=9).accounts.assign(region="north")
    helped = accounts["helped"].astype(bool)
    accounts.loc[accounts.index[helped][:40], "region"] = "south"
    accounts.loc[accounts.index[~helped][:2], "region"] = "south"
    asked = COVARIATES | {"categorical": ["segment", "region"]}
    effect = estimate_effect(accounts, treated="helped", outcome="renewed", **asked)  # type: ignore[arg-type]
    south = {each.column: each for each in effect.balance}["region=south"]
    shares = accounts["region"].eq("south").groupby(helped).mean()
    spread = math.sqrt((shares * (1 - shares)).mean())
    assert south.before == pytest.approx((shares[True] - shares[False]) / spread, rel=0.02)
    assert not any("region" in each for each in effect.columns)


def test_beside_a_weighted_estimate_stand_the_others_that_a_sceptic_asks_for() -> None:
    """Capped at the 99th percentile, each account alike, without the largest, each as if asked for by itself."""
    accounts = company("H", 1_000, 0.03, seed=5).accounts
    effect = helped_effect(accounts, outcome="retained", weight="arr")
    assert effect.kept.all()
    capped = accounts.assign(arr=accounts["arr"].clip(upper=accounts["arr"].quantile(0.99)))
    assert effect.capped == pytest.approx(tuple(_interval(helped_effect(capped, outcome="retained", weight="arr"))))
    assert effect.size_free == pytest.approx(tuple(_interval(helped_effect(accounts, outcome="retained"))))
    largest = accounts.loc[accounts["helped"], "arr"].idxmax()
    assert effect.largest_share == pytest.approx(
        accounts.loc[largest, "arr"] / accounts.loc[accounts["helped"], "arr"].sum()
    )
    others = helped_effect(accounts.drop(index=largest), outcome="retained", weight="arr")
    assert effect.without_largest == pytest.approx(others.estimate, abs=1e-4)


def test_the_benchmark_is_the_estimate_without_the_strongest_covariate() -> None:
    """Usage drives most in design A; a hidden factor as strong would move the estimate so far."""
    accounts = company("A", 1_000, 0.0, seed=6).accounts
    effect = helped_effect(accounts)
    assert effect.benchmark is not None
    assert effect.benchmark.covariate == "usage"
    bare = estimate_effect(
        accounts,
        treated="helped",
        outcome="renewed",
        numeric=["health", "log_tenure", "log_cases", "log_arr", "csm"],
        curved=["health", "log_tenure"],
        categorical=["segment"],
        crossed=[("segment", "health")],
    )
    assert effect.benchmark.move == pytest.approx(bare.estimate - effect.estimate, abs=1e-9)


def test_a_negative_control_that_some_accounts_lack_is_taken_of_the_others() -> None:
    """Accounts that were not there yet have no earlier outcome; with too few that have one it does not run."""
    accounts = company("G", 4_000, 0.0, seed=1).accounts
    accounts.loc[accounts.index % 3 == 0, "renewed_before"] = np.nan
    effect = helped_effect(accounts, negative_control="renewed_before")
    assert effect.verdict == "comparison not valid"
    assert math.isnan(effect.estimate)
    assert effect.negative_control is not None
    assert effect.negative_control.low > 0
    accounts.loc[accounts.index > 150, "renewed_before"] = np.nan
    without = helped_effect(accounts, negative_control="renewed_before")
    assert without.negative_control is None
    assert without.grade in ("C", "D")


def half(accounts: pd.DataFrame, seed: int = 0) -> np.ndarray:
    """A random half."""
    return np.random.default_rng(seed).random(len(accounts)) < 0.5


ODDITIES = {
    "everybody was helped": lambda each: each.assign(helped=1),
    "nobody was helped": lambda each: each.assign(helped=0),
    "there are no accounts": lambda each: each.iloc[:0],
    "everybody renewed": lambda each: each.assign(renewed=1),
    "all the helped renewed": lambda each: each.assign(renewed=np.where(each["helped"], 1, each["renewed"])),
    "usage decides who is helped": lambda each: each.assign(helped=each["usage"] > 0),
    "a feature is help": lambda each: each.assign(csm=each["helped"]),
    "half of the helped have what no other has": lambda each: each.assign(csm=each["helped"] & half(each)),
    "a column twice": lambda each: each.assign(csm=each["usage"] * 2 + 1),
    "a column of one value": lambda each: each.assign(csm=3),
    "a column without values": lambda each: each.assign(csm=np.nan),
    "a level that only helped accounts have": lambda each: each.assign(
        segment=np.where(each["helped"] & (each.index % 40 == 0), "key", each["segment"])
    ),
    "a level for each account": lambda each: each.assign(segment=[f"S{number}" for number in range(len(each))]),
    "one account uses a billion times as much": lambda each: each.assign(
        usage=each["usage"].where(each.index != 3, 1e9)
    ),
    "one account is the company": lambda each: each.assign(arr=each["arr"].where(each.index != 3, 1e15)),
    "repeated row names": lambda each: each.set_axis([0] * len(each)),
    "columns that may be missing": lambda each: each.convert_dtypes(),
}


@pytest.mark.parametrize("oddity", ODDITIES)
@pytest.mark.parametrize("weight", [None, "arr"])
def test_whatever_the_accounts_look_like_there_is_a_number_or_a_refusal(oddity: str, weight: str | None) -> None:
    """Never an infinity, never a NaN outside a refusal, never an exception."""
    accounts = ODDITIES[oddity](company("A", 500, 0.03, seed=7).accounts)
    effect = helped_effect(accounts, **({} if weight is None else {"weight": weight}))
    values = [value for field in dataclasses.fields(effect) for value in _numbers(getattr(effect, field.name))]
    assert not [value for value in values if math.isinf(value)]
    assert effect.refused == math.isnan(effect.estimate)
    assert effect.refused or all(map(math.isfinite, values))
    assert effect.reason
    assert effect.refused == (effect.grade is None)


def test_twenty_thousand_accounts_never_meet_each_other() -> None:
    """A matrix of accounts by accounts would take 3.2 GB; the whole keeps within 2 GB for five times as many."""
    accounts = company("A", 20_000, 0.03, seed=8).accounts
    tracemalloc.start()
    helped_effect(accounts, outcome="retained", weight="arr", negative_control="renewed_before")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2e9 / 100_000 * 20_000


def _interval(effect: Effect) -> tuple[float, float, float]:
    return effect.estimate, effect.low, effect.high


def _numbers(value: object) -> list[float]:
    if isinstance(value, float):
        return [value]
    return [each for part in value for each in _numbers(part)] if isinstance(value, tuple) else []
