"""Customer Effort Score 1.0: mean effort, 1 to 5, that customers say they had to put forth.

    answers 1 and 3 of 5, and 7 of 7, which is 5 of 5
    (1 + 3 + 5) / 3 = 3

Answers to version 2.0, where up is good, are none to this.

Source: CEB, Customer Effort Score 1.0 (2010); the stretching of other scales is ours.
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


def test_the_two_versions_are_never_mixed() -> None:
    """Nine points of three answers."""
    assert answer(
        company_of(accounts=ACCOUNTS, cases=SEEN, surveys=SURVEYS), "customer_effort_score_1"
    ) == pytest.approx((9, 3, 3, 3))
