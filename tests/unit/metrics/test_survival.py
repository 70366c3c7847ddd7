"""Medians of durations with open ends held against published analyses, and against companies whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from valuestory.metrics.arrays import Array
from valuestory.metrics.estimates.survival import quantile

MERCAPTOPURINE = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
"""Weeks in remission under 6-MP, ended and still going on (Freireich and others 1963, Blood 21)."""
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23], []
ALL = (
    [1, 55, 74, 86, 104, 107, 109, 110, 122, 122, 129, 172, 192, 194, 230, 276, 332, 383, 418, 466, 487, 526, 609, 662],
    [226, 530, 996, 1111, 1167, 1182, 1199, 1330, 1377, 1433, 1462, 1496, 1602, 2081],
)
"""Days without disease after a transplant, acute lymphoblastic leukaemia (Klein and Moeschberger 1997, table D.1)."""
Published = tuple[list[int], list[int]]


def spans(data: Published) -> tuple[Array, Array]:
    """Return how long each was watched, and whether it ended."""
    ended, open_ = data
    return np.array([*ended, *open_], dtype=float), np.array([True] * len(ended) + [False] * len(open_))


def test_the_curve_is_the_published_one() -> None:
    """6-MP: share in remission and Greenwood's error at each relapse, as Kleinbaum and Klein print them."""
    days, reached = spans(MERCAPTOPURINE)
    curve = SurvfuncRight(days, reached.astype(float))
    assert list(curve.surv_times) == [6, 7, 10, 13, 16, 22, 23]
    assert curve.surv_prob == pytest.approx([0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5)
    assert curve.surv_prob_se == pytest.approx([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=5e-5)


@pytest.mark.parametrize(("data", "weeks"), [(MERCAPTOPURINE, 23), (PLACEBO, 8)])
def test_medians_are_the_published_ones(data: Published, weeks: int) -> None:
    """Half relapse within 23 weeks under 6-MP, within 8 without it."""
    assert quantile(*spans(data))[0] == weeks


def test_the_interval_is_that_of_sas() -> None:
    """First quartile of the transplants with its log-log interval: 122 (86 to 230) days in the manual of LIFETEST."""
    days, reached = spans(ALL)
    assert (len(days), reached.sum()) == (38, 24)
    assert quantile(days, reached, 0.25) == (122, 86, 230)


def test_an_upper_limit_beyond_what_was_watched_is_open() -> None:
    """6-MP: from 13 weeks on, and nobody knows up to when."""
    value, low, high = quantile(*spans(MERCAPTOPURINE))
    assert (value, low) == (23, 13)
    assert np.isnan(high)


def test_where_exactly_half_are_left_the_median_is_the_middle() -> None:
    """Of 10, 20, 30 and 40 days it is 25, as R and SAS have it; at the end of the curve, when half had got there."""
    everyone = np.ones(4, dtype=bool)
    assert quantile(np.array([10.0, 20, 30, 40]), everyone)[0] == 25
    assert quantile(np.array([10.0, 20, 30, 40]), np.array([True, True, False, False]))[0] == 20


def test_where_fewer_than_half_got_there_is_no_median() -> None:
    """Neither infinity nor the longest that was watched."""
    assert np.isnan(quantile(np.array([10.0, 20, 30]), np.array([True, False, False]))[0])
    assert np.isnan(quantile(np.array([10.0, 20, 30]), np.zeros(3, dtype=bool))).all()
    assert np.isnan(quantile(np.zeros(0), np.zeros(0, dtype=bool))).all()


def test_all_on_the_same_day_leave_no_doubt_once_they_are_six() -> None:
    """Six equal values bound a median at 95 % (2 / 2^6 = 3 %), five do not (6 %)."""
    assert quantile(np.full(6, 90.0), np.ones(6, dtype=bool)) == (90, 90, 90)
    value, low, high = quantile(np.full(5, 90.0), np.ones(5, dtype=bool))
    assert (value, np.isnan(low), np.isnan(high)) == (90, True, True)


def test_intervals_hold_the_truth() -> None:
    """600 companies of 60 life events, exponential with a median of 27 days, watched for a quarter from random days on.

    Within what 600 can tell (2.5 points) of 95 %; the median of those that ended lies far below the truth.
    """
    chance, hits, naive = np.random.default_rng(20260706), 0, []
    for _ in range(600):
        takes = chance.exponential(27 / np.log(2), 60)
        watched = chance.uniform(0, 91, 60)
        reached = takes <= watched
        _, low, high = quantile(np.minimum(takes, watched), reached)
        hits += low <= 27 <= (np.inf if np.isnan(high) else high)
        naive.append(np.median(takes[reached]))
    assert hits / 600 == pytest.approx(0.95, abs=0.025)
    assert np.mean(naive) < 20
