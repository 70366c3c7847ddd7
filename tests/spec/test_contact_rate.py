"""Contact rate: cases that customers opened for every 100 customers of the period.

Customers of the quarter are A (all of it) and B (from 15 May). C left on 31 March, D on the very instant at which the
quarter begins: neither is a customer in it, and C's late case is left out, as is the case of nobody.

    100 x (A: 3 + B: 1) / 2 customers = 200

Interval: of the mean of 2 cases a customer A is 1 above and B 1 below. The variance of the mean is
(1² + 1²) / 2² x 2 / (2 - 1) = 1, Student's t with one degree of freedom 12.706: 200 ± 1270.6, and no less than 0.

Source: standard definition, contacts per 100 active customers.
"""

import pytest
from tests.spec.tables import answer, company_of, figure

ACCOUNTS = """
account_id | start_at         | churned_at
A          | 2025-01-01       |
B          | 2026-05-15       |
C          | 2025-01-01       | 2026-03-31
D          | 2025-01-01       | 2026-04-01
"""
CASES = """
case_id | account_id | opened_at
1       | A          | 2026-04-02
2       | A          | 2026-05-02
3       | A          | 2026-06-02
4       | B          | 2026-06-29
5       | C          | 2026-04-05
6       |            | 2026-05-05
"""


def test_only_cases_of_customers_are_set_against_customers() -> None:
    """Four cases of two customers are 200 for every 100."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "contact_rate") == pytest.approx((4, 2, 200, 2))


def test_the_interval_says_how_little_two_customers_tell() -> None:
    """Between two customers who differ by two cases nothing is settled."""
    found = figure(company_of(accounts=ACCOUNTS, cases=CASES), "contact_rate")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.0, 200 + 1270.62), abs=0.01)
