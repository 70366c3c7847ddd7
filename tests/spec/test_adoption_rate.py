"""Adoption: the share of the people who might use the product that do.

    (4 + 6 + 50) / (10 + 10 + 100) = 0.5

Rows that lack one of the two say nothing. A has 0.5 and B has 0.5; were B 90 of 100, it
would be 100 / 120, and the mean of both customers' rates 0.7.

Source: standard definition of subscription businesses.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

USAGE = """
account_id | at         | active_users_count | licensed_users_count | events_count | health_score
A          | 2026-03-01 | 99                 | 99                   | 99           | 99
A          | 2026-04-01 | 4                  | 10                   | 100          | 70
A          | 2026-05-01 | 6                  | 10                   | 140          | 80
A          | 2026-06-01 |                    | 10                   | 120          | 60
B          | 2026-04-01 | 50                 | 100                  | 500          | 30
B          | 2026-05-01 | 20                 |                      |              |
A          | 2026-07-01 | 99                 | 99                   | 99           | 99
"""


def test_it_is_a_ratio_of_sums() -> None:
    """Over the rows that say both."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, usage=USAGE)
    assert answer(company, "adoption_rate") == pytest.approx((60, 120, 0.5, 120))


def test_large_customers_weigh_more() -> None:
    """Not the mean of the customers' rates, 0.7."""
    more = USAGE.replace("| 50 ", "| 90 ")
    found = answer(company_of(accounts=ACCOUNTS, cases=SEEN, usage=more), "adoption_rate")
    assert found == pytest.approx((100, 120, 100 / 120, 120))


def test_without_licences_there_is_no_rate() -> None:
    """No row says how many might use the product."""
    none = USAGE.replace("| 10  ", "| 0   ").replace("| 100  ", "| 0    ")
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, usage=none), "adoption_rate") is None
