"""Customer Effort Score 2.0: mean agreement, 1 to 7, that the company made it easy.

    answers 7 and 4 of 7, and 4 of 5, which is 1 + 6 x 3 / 4 = 5.5 on the scale of seven
    (7 + 4 + 5.5) / 3 = 5.5

An answer to version 1.0, to another survey, or after the quarter is none to this.

Source: CEB, Customer Effort Score 2.0; the stretching of other scales is ours.
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


def test_answers_on_another_scale_are_stretched_to_it() -> None:
    """16.5 points of three answers."""
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, surveys=SURVEYS), "customer_effort_score") == pytest.approx(
        (16.5, 3, 5.5, 3)
    )
