"""Time to cure: median time from when an improvement was suggested until customers had it.

    1: suggested 1 April, shipped 11 April        10 days
    2: suggested 1 April, shipped 21 April        20 days
    3: suggested 1 May, not shipped by 1 July     censored after 61 days
    4: suggested in March                         before the quarter

    after 10 days 2 of 3 wait, after 20 days 1 of 3: under one half, so that the median is 20 days

Source: Consortium for Service Innovation, KCS: time to cure; Kaplan and Meier 1958.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""

IMPROVEMENTS = """
improvement_id | submitted_at | shipped_at
1              | 2026-04-01   | 2026-04-11
2              | 2026-04-01   | 2026-04-21
3              | 2026-05-01   |
4              | 2026-03-01   | 2026-03-02
"""


def test_what_is_not_shipped_yet_is_censored() -> None:
    """Two of three, half of them after twenty days."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, improvements=IMPROVEMENTS)
    assert answer(company, "time_to_cure") == pytest.approx((2, 3, 20.0, 3))
