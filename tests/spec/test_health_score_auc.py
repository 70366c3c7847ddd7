"""Health score's hold on who leaves: the chance that who left had scored lower than who stayed.

Scores of the quarter before (January to March): A 20, B 50, C 50, D 80, and E, which left before April.
A and C left in the quarter, B and D stayed; what A scored in April, already leaving, does not count.

    A against B: lower, 1         A against D: lower, 1
    C against B: alike, 0.5       C against D: lower, 1

    3.5 / 4 pairs = 0.875

The interval holds those areas whose own standard error the found one is within 1.96 of.

Source: Hanley and McNeil 1982; Newcombe 2006, method 5.
"""

import numpy as np
import pytest
from tests.spec.tables import answer, company_of, figure

from valuestory.metrics import Company
from valuestory.metrics.estimates.separation import standard_error

ACCOUNTS = """
account_id | start_at   | churned_at
A          | 2025-01-01 | 2026-05-01
B          | 2025-01-01 |
C          | 2025-01-01 | 2026-06-30
D          | 2025-01-01 |
E          | 2025-01-01 | 2026-03-01
F          | 2025-01-01 |
"""

USAGE = """
account_id | at         | health_score
A          | 2026-01-01 | 10
A          | 2026-02-01 | 30
A          | 2026-04-01 | 100
B          | 2026-03-01 | 50
C          | 2026-03-01 | 50
D          | 2026-03-31 | 80
E          | 2026-01-01 | 90
F          | 2026-04-01 | 5
"""

CASES = """
case_id | account_id | opened_at
first   |            | 2026-01-01
middle  |            | 2026-04-01
last    |            | 2026-06-30
"""


def company(usage: str = USAGE) -> Company:
    """Return the company of this spec."""
    return company_of(accounts=ACCOUNTS, cases=CASES, usage=usage)


def test_pairs_of_left_and_stayed_are_compared_by_the_score_before() -> None:
    """Four customers had a score; F had none before April."""
    assert answer(company(), "health_score_auc") == pytest.approx((3.5, 4, 0.875, 4))


def test_the_bounds_are_1_96_of_their_own_errors_away() -> None:
    """Newcombe's bounds, put back into Hanley and McNeil's variance: unlike a plain 0.875 ± 0.43 within 1."""
    found = figure(company(), "health_score_auc")
    assert found is not None
    for bound in (found.low, found.high):
        assert 0 < bound < 1
        assert abs(bound - 0.875) / standard_error(bound, 2, 2) == pytest.approx(1.959964, rel=1e-6)


def test_a_score_that_ranks_every_pair_is_still_not_certain() -> None:
    """Two against two that are ranked rightly may be chance: the lower bound is far below one."""
    found = figure(
        company(USAGE.replace("C          | 2026-03-01 | 50", "C          | 2026-03-01 | 40")), "health_score_auc"
    )
    assert found is not None
    assert (found.value, found.high) == (1, 1)
    assert 0.2 < found.low < 0.6


def test_where_nobody_left_there_is_no_figure() -> None:
    """There is no pair to compare, and the quarter before had no score before it."""
    assert figure(company(), "health_score_auc", period="2026Q1") is None
    stays = ACCOUNTS.replace("2026-05-01", "          ").replace("2026-06-30", "          ")
    assert answer(company_of(accounts=stays, cases=CASES, usage=USAGE), "health_score_auc") is None


def test_a_score_that_may_be_a_coin_is_in_doubt() -> None:
    """The interval takes in 0.5: neither the score nor its hold is claimed, and the reason names the figure."""
    doubts = company().doubts()
    assert {"health_score", "health_score_auc"} <= set(doubts)
    assert "not distinguishable from a coin" in doubts["health_score"].what


def test_a_score_that_knows_is_not_in_doubt() -> None:
    """Forty customers with a score, of which the ten with the lowest left."""
    rows = [f"{number:02d}" for number in range(40)]
    accounts = "\n".join(
        ["account_id | start_at | churned_at"]
        + [f"{n} | 2025-01-01 | {'2026-05-01' if n < '10' else ''}" for n in rows]
        + ["40 | 2025-01-01 | 2026-02-01"]  # without a score: who left before is in the extract
    )
    usage = "\n".join(["account_id | at | health_score"] + [f"{n} | 2026-03-01 | {2 * int(n)}" for n in rows])
    knows = company_of(accounts=accounts, cases=CASES, usage=usage)
    found = figure(knows, "health_score_auc")
    assert found is not None
    assert found.low > 0.5
    assert not {"health_score", "health_score_auc"} & set(knows.doubts())


def test_the_standard_error_is_the_published_one() -> None:
    """Hanley and McNeil's 51 abnormal and 58 normal tomograms: an area of 0.893, with a standard error of 0.032."""
    assert standard_error(0.893, 51, 58) == pytest.approx(0.032, abs=0.0005)


def test_the_area_is_the_statistic_of_mann_and_whitney() -> None:
    """The same pairs, counted by scipy."""
    from scipy.stats import mannwhitneyu

    from valuestory.metrics.estimates.separation import separation

    chance = np.random.default_rng(1)
    score = chance.integers(0, 30, 80).astype(float)
    kept = (chance.random(80) < 0.7).astype(float)
    found = separation(score[:, None], kept[:, None], np.ones((80, 1)))
    left, stayed = score[kept == 0], score[kept == 1]
    pairs = len(left) * len(stayed)
    assert found.value[0] == pytest.approx(mannwhitneyu(stayed, left).statistic / pairs)
    assert found.shared[0, 0] == pytest.approx(delong(left, stayed))


def delong(left: np.ndarray, stayed: np.ndarray) -> float:
    """Return DeLong's variance as their paper writes it, pair by pair."""
    wins = (left[:, None] < stayed).astype(float) + 0.5 * (left[:, None] == stayed)
    return float(wins.mean(axis=1).var(ddof=1) / len(left) + wins.mean(axis=0).var(ddof=1) / len(stayed))


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """500 companies of chance: normal scores a standard deviation apart, whose area is known to be 0.76."""
    from scipy.stats import norm

    from valuestory.metrics.estimates.separation import separation

    chance = np.random.default_rng(20261126)
    kept = np.ones((80, 500))
    kept[:20] = 0.0
    score = chance.normal(kept, 1.0)
    found = separation(score, kept, np.ones_like(kept))
    truth = norm.cdf(1 / np.sqrt(2))
    assert np.mean((found.low <= truth) & (truth <= found.high)) == pytest.approx(0.95, abs=0.03)
