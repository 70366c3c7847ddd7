"""Intervals held against statsmodels, against other formulas, and against companies whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import norm, t as student
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from valuestory.metrics.arrays import Array
from valuestory.metrics.estimates.difference import difference
from valuestory.metrics.estimates.intervals import Estimate, estimate, nps, product

Z = norm.ppf(0.975)


def one(*values: float) -> Array:
    """Return the sums of some accounts in one period."""
    return np.array(values, dtype=float)[:, None]


def two(before: list[float], after: list[float]) -> Array:
    """Return the sums of some accounts in two periods."""
    return np.array([before, after], dtype=float).T


def bounds(found: Estimate, period: int = 0) -> tuple[float, float]:
    """Return the interval of one period."""
    return float(found.low[period]), float(found.high[period])


@pytest.mark.parametrize(("kept", "all_"), [(3, 4), (0, 7), (7, 7), (1, 1000), (843, 1000)])
def test_the_share_of_accounts_that_count_once_is_wilsons(kept: int, all_: int) -> None:
    """Where every account is one answer, clustering has nothing to add, at 0 % and 100 % too."""
    answers = np.ones((all_, 1))
    found = estimate("share", (np.arange(all_) < kept)[:, None].astype(float), answers)
    assert bounds(found) == pytest.approx(proportion_confint(kept, all_, method="wilson"))


def test_a_share_whose_accounts_answer_often_is_less_sure_than_its_answers_look() -> None:
    """Ten accounts that say the same ten times each are ten answers, not a hundred."""
    ten_times = np.full((10, 1), 10.0)
    found = estimate("share", ten_times * one(*[1] * 7 + [0] * 3), ten_times)
    narrow = proportion_confint(70, 100, method="wilson")
    wide = proportion_confint(7, 10, method="wilson")
    # Korn and Graubard shrink ten by the quantiles of Student's t for 99 and for 9 degrees of freedom.
    shrunk = 10 * (student.ppf(0.975, 99) / student.ppf(0.975, 9)) ** 2
    assert bounds(found) == pytest.approx(proportion_confint(0.7 * shrunk, shrunk, method="wilson"))
    assert found.low[0] < wide[0] < narrow[0]
    assert found.high[0] > wide[1] > narrow[1]


def test_a_share_is_never_surer_than_independent_answers() -> None:
    """Accounts that happen to be more alike than chance has it do not make more of the answers."""
    alike = np.full((8, 1), 2.0)
    found = estimate("share", alike / 2, alike)
    assert bounds(found) != proportion_confint(8, 16, method="wilson")
    nearly = estimate("share", one(1, 1, 1, 1, 1, 1, 1, 2), alike)
    assert bounds(nearly) == pytest.approx(proportion_confint(9, 16, method="wilson"))


def test_money_kept_by_all_is_not_sure_to_the_dollar() -> None:
    """Six accounts that all stayed are six answers (fewer where one outweighs them), not six million."""
    equal = one(*[1e6] * 6)
    found = estimate("share", equal, equal, observations=np.ones((6, 1)))
    assert bounds(found) == pytest.approx(proportion_confint(6, 6, method="wilson"))
    heavy = one(1e6, 1e5, 1e5, 1e5, 1e5, 1e5)
    kish = 1.5e6**2 / (1e12 + 5e10)
    loose = estimate("share", heavy, heavy, observations=np.ones((6, 1)))
    assert bounds(loose) == pytest.approx(proportion_confint(kish, kish, method="wilson"))


def test_a_ratio_is_the_cluster_robust_regression_through_the_origin() -> None:
    """Sum of minutes over sum of cases is weighted least squares on a constant; statsmodels clusters it by account.

    Its correction (n - 1) / (n - k) of rows is 1 for one constant; what remains is G / (G - 1), and t with G - 1.
    """
    chance = np.random.default_rng(1)
    account = np.repeat(np.arange(12), chance.integers(1, 9, 12))
    minutes = chance.exponential(100, len(account)) * (1 + account % 3)
    fitted = sm.OLS(minutes, np.ones(len(account))).fit(
        cov_type="cluster", cov_kwds={"groups": account, "use_correction": True}, use_t=True
    )
    sums, cases = np.bincount(account, minutes), np.bincount(account).astype(float)
    found = estimate("ratio", sums[:, None], cases[:, None])
    assert found.value[0] == pytest.approx(fitted.params[0])
    assert np.sqrt(found.shared[0, 0]) == pytest.approx(fitted.bse[0])
    assert bounds(found) == pytest.approx(tuple(fitted.conf_int()[0]))


def test_a_total_is_compound_poisson() -> None:
    """Accounts with 3, 4 and 0 cases: 7 ± 1.96 x 5."""
    assert bounds(estimate("total", one(3, 4, 0), None)) == pytest.approx((0.0, 7 + Z * 5))
    assert bounds(estimate("total", np.ones((100, 1)), None)) == pytest.approx((100 - Z * 10, 100 + Z * 10))


def test_scale_stretches_figure_and_bounds_alike() -> None:
    """Per hundred is a hundred times per one."""
    plain, hundred = (estimate("ratio", one(1, 4, 2), one(1, 1, 1), scale) for scale in (1.0, 100.0))
    assert hundred.value[0] == pytest.approx(100 * plain.value[0])
    assert bounds(hundred) == pytest.approx(tuple(100 * each for each in bounds(plain)))


@pytest.mark.parametrize("kind", ["ratio", "share", "exact"])
def test_an_empty_denominator_gives_no_figure(kind: str) -> None:
    """Neither zero nor infinity; the period beside it is not touched."""
    found = estimate(kind, np.array([[0.0, 1], [0, 2]]), np.array([[0.0, 2], [0, 2]]))  # type: ignore[arg-type]
    assert np.isnan([found.value[0], found.low[0], found.high[0]]).all()
    assert found.value[1] == pytest.approx(0.75)
    assert np.isfinite([found.low[1], found.high[1]]).all()


@pytest.mark.parametrize("kind", ["ratio", "share"])
def test_one_account_alone_has_a_figure_and_no_interval(kind: str) -> None:
    """How much accounts differ cannot be seen on one."""
    found = estimate(kind, one(30), one(50))  # type: ignore[arg-type]
    assert found.value[0] == pytest.approx(0.6)
    assert np.isnan(bounds(found)).all()


def test_rows_of_no_account_are_not_one_customer() -> None:
    """Ninety visits of nobody known vary like ninety of the known, not like one visitor who came ninety times."""
    known = np.full((10, 1), 3.0)
    loose = np.vstack([known, [[90.0]]])
    unknown = np.arange(11) == 10
    found = estimate("total", loose, None, unknown=unknown)
    assert bounds(found) == pytest.approx((120 - Z * np.sqrt(10 * 9 + 90 * 9 / 3), 120 + Z * np.sqrt(360)))
    together = estimate("total", np.full((40, 1), 3.0), None)
    assert bounds(found) == pytest.approx(bounds(together))


def test_where_no_account_is_known_counts_are_independent_and_ratios_without_interval() -> None:
    """A count is then Poisson, a share binomial; how much minutes vary cannot be seen in their sum."""
    nobody = np.array([True])
    assert bounds(estimate("total", one(100), None, unknown=nobody)) == pytest.approx((100 - Z * 10, 100 + Z * 10))
    share = estimate("share", one(60), one(100), unknown=nobody)
    assert bounds(share) == pytest.approx(proportion_confint(60, 100, method="wilson"))
    assert np.isnan(bounds(estimate("ratio", one(60), one(100), unknown=nobody))).all()


def test_nps_is_the_variance_of_scores_of_plus_and_minus_one() -> None:
    """The published formula is the variance of +1, 0 and -1 over n."""
    scores = np.array([1] * 31 + [0] * 12 + [-1] * 9)
    found = nps(one(22), one(9), one(52))
    assert found.value[0] == pytest.approx(100 * scores.mean())
    assert bounds(found) == pytest.approx(
        tuple(100 * (scores.mean() + sign * Z * scores.std() / 52**0.5) for sign in (-1, 1))
    )


def test_answers_that_all_agree_still_leave_room() -> None:
    """Five passive answers: (3/4 + 3/4) / 8 is the adjusted variance times eight."""
    found = nps(one(0), one(0), one(5))
    assert bounds(found) == pytest.approx((-100 * Z * np.sqrt(1.5 / 64), 100 * Z * np.sqrt(1.5 / 64)))


def test_the_change_of_independent_shares_is_newcombes() -> None:
    """Different customers in both periods, 0 % and 100 % included: statsmodels' square-and-add interval."""
    for (before, n_before), (after, n_after) in (((40, 80), (30, 40)), ((20, 20), (30, 30)), ((0, 9), (3, 9))):
        size = n_before + n_after
        asked = two([1] * n_before + [0] * n_after, [0] * n_before + [1] * n_after)
        first, second = np.arange(size) < before, (np.arange(size) >= n_before) & (np.arange(size) < n_before + after)
        found = difference(estimate("share", two(list(first), list(second)), asked), 1, 0)
        expected = confint_proportions_2indep(after, n_after, before, n_before, method="newcomb", compare="diff")
        assert found == pytest.approx((after / n_after - before / n_before, *expected))


def test_the_change_of_a_mean_of_the_same_accounts_is_the_paired_t_test() -> None:
    """Accounts that differ among each other but move alike: the change is sure, though both means are not."""
    chance = np.random.default_rng(2)
    before = chance.normal(100, 30, 25)
    after = before + chance.normal(5, 2, 25)
    ones = np.ones((25, 2))
    change, low, high = difference(estimate("ratio", two(list(before), list(after)), ones), 1, 0)
    paired = after - before
    reach = student.ppf(0.975, 24) * paired.std(ddof=1) / 5
    assert (change, low, high) == pytest.approx((paired.mean(), paired.mean() - reach, paired.mean() + reach))


def test_the_change_of_a_total_is_the_sum_of_squared_changes() -> None:
    """The same accounts asked in both quarters: 3 to 4, 5 to 5, 0 to 2 give √(1 + 0 + 4)."""
    counts = np.vstack([two([30, 50, 0], [40, 50, 20]), np.ones((900, 2))])
    change, low, high = difference(estimate("total", counts, None), 1, 0)
    assert (change, high - change, change - low) == pytest.approx((30, Z * np.sqrt(500), Z * np.sqrt(500)))


def test_what_the_books_say_changes_by_what_the_books_say() -> None:
    """An exact figure has no interval, and neither has its change."""
    found = estimate("exact", two([10], [30]), None)
    assert (bounds(found), difference(found, 1, 0)) == ((10, 10), (20, 20, 20))


def covered(kind: str, draws: int, accounts: int, seed: int) -> tuple[float, float]:
    """Return how often the interval of a company of chance holds the truth, and how often that of its change does.

    Each account has a propensity of its own, kept over both periods, so that its cases hang together. How many accounts
    there are is chance too, since that is what the interval of a total allows for.
    """
    chance = np.random.default_rng(seed)
    hits, changes = 0, 0
    for _ in range(draws):
        size = int(chance.poisson(accounts))
        cases = chance.poisson(chance.gamma(1.0, 4.0, size)[:, None], (size, 2)).astype(float)
        own = np.broadcast_to(chance.beta(3, 2, size)[:, None], cases.shape)
        good = chance.binomial(cases.astype(int), own).astype(float)
        if kind == "total":
            found, truth = estimate("total", cases, None), 4.0 * accounts
        elif kind == "share":
            found, truth = estimate("share", good, cases), 0.6
        else:
            found, truth = estimate("ratio", good * chance.exponential(1.0, cases.shape), cases), 0.6
        hits += bool(found.low[0] <= truth <= found.high[0])
        _, low, high = difference(found, 1, 0)
        changes += low <= 0 <= high
    return hits / draws, changes / draws


@pytest.mark.parametrize(
    ("kind", "accounts", "level"),
    [("share", 25, 0.926), ("share", 200, 0.941), ("ratio", 25, 0.862), ("ratio", 200, 0.924), ("total", 200, 0.947)],
)
def test_intervals_hold_the_truth_as_often_as_the_page_says(kind: str, accounts: int, level: float) -> None:
    """600 companies of chance, within what so many can tell (3 points) of what 4,000 gave.

    A share and a total of many accounts come near 95 %. A ratio that a few accounts carry (here the sizes are gamma
    with shape 1, and every account's quarter is stretched by an exponential) does not, and docs/metrics.md says so.
    """
    own, change = covered(kind, 600, accounts, seed=20260706)
    assert own == pytest.approx(level, abs=0.03)
    assert 0.91 <= change <= 0.975


def test_without_clustering_the_intervals_would_hold_the_truth_too_seldom() -> None:
    """The simulation can tell: taken as independent, the same answers cover less than they promise."""
    chance, hits = np.random.default_rng(20260706), 0
    for _ in range(300):
        cases = chance.poisson(chance.gamma(1.0, 4.0, 200))
        good = chance.binomial(cases, chance.beta(3, 2, 200))
        low, high = proportion_confint(good.sum(), cases.sum(), method="wilson")
        hits += low <= 0.6 <= high
    assert hits / 300 < 0.85


def test_a_product_among_others_is_as_sure_as_its_derivative_by_each_account_tells() -> None:
    """Infinitesimal jackknife: what the figure gains as an account weighs a little more, squared and added up."""
    chance = np.random.default_rng(3)
    total, asked, cases = (chance.integers(1, 30, (40, 1)).astype(float) for _ in range(3))
    helped = np.floor(asked * chance.random((40, 1)))

    def rate(weights: np.ndarray) -> float:
        deflected = (weights @ total) * (weights @ helped) / (weights @ asked)
        return float((deflected / (deflected + weights @ cases)).item())

    found = product(total, [(helped, asked)], unknown=np.zeros(40, dtype=bool), among=cases)
    step, even = 1e-6, np.ones(40)
    gains = [(rate(even + step * one) - rate(even - step * one)) / (2 * step) for one in np.eye(40)]
    assert found.value[0] == pytest.approx(rate(even))
    assert found.shared[0, 0] == pytest.approx(np.square(gains).sum(), rel=1e-6)
    assert found.low[0] < found.value[0] < found.high[0] <= 1
