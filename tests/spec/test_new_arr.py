"""New recurring revenue: what accounts pay at the period's end that paid nothing at its start.

A pays 100 at both ends of the quarter; B 200, then 260; C 300, then 210; D 400, then nothing; E begins with 50.

    E: 50

Source: Klever working group, core of Customer Success: new - lost + expansion revenue.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2025-01-01
D          | 2025-01-01
E          | 2025-01-01
"""

LINES = """
account_id | start_on   | end_on     | arr_amount
A          | 2025-01-01 |            | 100
B          | 2025-01-01 | 2026-05-01 | 200
B          | 2026-05-01 |            | 260
C          | 2025-01-01 | 2026-05-01 | 300
C          | 2026-05-01 |            | 210
D          | 2025-01-01 | 2026-06-15 | 400
E          | 2026-06-30 |            | 50
"""


def test_only_who_paid_nothing_before_is_new() -> None:
    """B pays more, which is expansion."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=LINES)
    assert answer(company, "new_arr") == pytest.approx((50, 1, 50, 5))


def test_who_comes_and_goes_within_the_quarter_is_not_seen() -> None:
    """The two ends tell it: E left again on 30 June, so there is nothing new at the end."""
    gone = LINES.replace("2026-06-30 |            | 50", "2026-05-30 | 2026-06-30 | 50")
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=gone), "new_arr") == pytest.approx(
        (0, 1, 0, 4)
    )
