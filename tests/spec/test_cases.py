"""Cases: every request for help opened in the period, whoever it came from.

The period takes in its first instant and leaves out its end, so of the six cases below three count: "first", "last" and
"nobody", which belongs to no known account. "early" came a minute before, "late" on the stroke of 1 July.

    A has 2 cases, nobody is behind 1: 2 + 1 = 3

Interval (compound Poisson): A's 2 cases hang together and add 2² = 4 to the variance, 4 / 2 = 2 a case. The case of no
account is taken to vary like A's: 1 x 2 = 2. So 3 ± 1.96 x √6 = 3 ± 4.80, and no less than 0: 0 to 7.80.

Source: Consortium for Service Innovation, demand-based view of support.
"""

import math

import pytest
from tests.spec.tables import answer, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""
CASES = """
case_id | account_id | opened_at
early   | A          | 2026-03-31 23:59
first   | A          | 2026-04-01 00:00
nobody  |            | 2026-05-10 12:00
last    | A          | 2026-06-30 23:59
late    | A          | 2026-07-01 00:00
"""


def test_cases_opened_in_the_period_are_counted_with_and_without_an_account() -> None:
    """Three of five cases lie in the quarter; a total has no denominator."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "cases") == pytest.approx((3, 1, 3, 3))


def test_cases_of_one_account_hang_together_in_the_interval() -> None:
    """Two cases of one account say less than two of two: their squares are added."""
    found = figure(company_of(accounts=ACCOUNTS, cases=CASES), "cases")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.0, 3 + 1.959964 * math.sqrt(6)))
