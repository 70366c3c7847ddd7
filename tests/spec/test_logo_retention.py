"""Customer retention: the share of the customers at the period's start who were still customers at its end.

Customers at the start are "stays", "leaves", "last day" and "first day", whose contract begins on 1 April. "joins" came
later, "gone" had left. "last day" is a customer up to 1 July but no longer on it: it left in this quarter, and the next
begins without it.

    (stays, first day) / (stays, leaves, last day, first day) = 2 / 4 = 0.5

Source: standard definition of subscription businesses.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at         | churned_at
stays      | 2025-01-01       |
leaves     | 2025-01-01       | 2026-05-10
last day   | 2025-01-01       | 2026-07-01
first day  | 2026-04-01       |
joins      | 2026-04-02       |
gone       | 2025-01-01       | 2026-03-31
"""


def test_who_is_there_at_both_ends_was_kept() -> None:
    """Two of the four customers of 1 April were customers on 1 July."""
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN), "logo_retention") == pytest.approx((2, 4, 0.5, 4))


def test_a_quarter_that_is_not_over_has_no_retention() -> None:
    """Who will have left by the end is not known before the end."""
    begun = "case_id | account_id | opened_at\n1 | | 2026-04-01\n2 | | 2026-05-10"
    assert answer(company_of(accounts=ACCOUNTS, cases=begun), "logo_retention") is None
