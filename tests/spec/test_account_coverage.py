"""Customers helped: the share of the period's customers who had an answer accepted.

A, B, C and E were helped, once or more; D was alive until 15 June and was not; F left before the quarter.

    4 / 5 = 0.8

Source: ServiceXRG, NextGen support metrics, area Customer Engagement (the formula is ours).
"""

import pytest
from tests.spec.tables import answer, company_of
from tests.spec.test_value_coverage import ACCOUNTS, CASES, SESSIONS


def test_an_account_counts_once() -> None:
    """A had two cases resolved; a session of nobody helps no account."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS)
    assert answer(company, "account_coverage") == pytest.approx((4, 5, 0.8, 5))


def test_who_had_left_already_is_not_helped() -> None:
    """F left in March: a case of F in April is an answer, but no customer helped."""
    late = CASES.replace("4       | E ", "4       | F ")
    company = company_of(accounts=ACCOUNTS, cases=late, article_sessions=SESSIONS)
    assert answer(company, "account_coverage") == pytest.approx((3, 5, 0.6, 5))
