"""Customers who found it easy: the share of answers to CES 2.0 of 5, 6 or 7.

    7, 4, and 4 of 5, which is 5.5 of 7: two of three
    2 / 3 = 66.7 %

Source: CEB, Customer Effort Score 2.0, top three of seven.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

SURVEYS = """
survey_id | account_id | answered_at | instrument | score | scale_min | scale_max
1         | A          | 2026-04-02  | ces2       | 7     |           |
2         | A          | 2026-04-03  | ces2       | 4     | 1         | 7
3         | B          | 2026-05-02  | ces2       | 4     | 1         | 5
4         | B          | 2026-05-03  | ces1       | 1     |           |
5         |            | 2026-06-02  | ces1       | 3     | 1         | 5
6         | B          | 2026-06-03  | ces1       | 7     | 1         | 7
7         | A          | 2026-06-03  | csat       | 1     |           |
8         | A          | 2026-07-01  | ces2       | 1     |           |
"""


def test_five_of_seven_and_more_is_easy() -> None:
    """Two of three answers."""
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, surveys=SURVEYS), "low_effort_share") == pytest.approx(
        (2, 3, 2 / 3, 3)
    )
