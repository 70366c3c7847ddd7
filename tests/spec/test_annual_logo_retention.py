"""Customer retention over a year: the share of the customers of twelve months ago who are still customers.

Customers on 1 July 2025 were "stays", "leaves" and "gone": "gone" left in March, before the quarter, and is counted all
the same. "joins" came after 1 July 2025.

    stays / (stays, leaves, gone) = 1 / 3

Source: standard definition of subscription businesses.
"""

import pytest
from tests.spec.tables import SEEN, SEEN_FOR_A_YEAR, answer, company_of

ACCOUNTS = """
account_id | start_at   | churned_at
stays      | 2025-01-01 |
leaves     | 2025-07-01 | 2026-05-10
gone       | 2025-01-01 | 2026-03-31
joins      | 2025-07-02 |
"""


def test_who_left_earlier_in_the_year_is_counted() -> None:
    """One of three customers of a year ago is left."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN_FOR_A_YEAR)
    assert answer(company, "annual_logo_retention") == pytest.approx((1, 3, 1 / 3, 3))


def test_there_is_no_figure_where_the_data_does_not_reach_back_a_year() -> None:
    """Who left before the data begins is not in it: a year that begins earlier would see survivors only."""
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN), "annual_logo_retention") is None
