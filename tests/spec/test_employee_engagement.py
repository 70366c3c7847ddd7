"""Employee engagement: mean agreement, 1 to 5, of people in Support.

    answers 4, 2, 3 and 1 of 5, and 10 of 0 to 10, which is 5 of 5
    (4 + 2 + 5 + 3 + 1) / 5 = 3

A customer's answer is none of theirs, one after the quarter is none of its.

Source: New Metrics Framework, employee measures.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

SURVEYS = """
survey_id | person_id | answered_at | instrument            | dimension         | score | scale_min | scale_max
1         | P1        | 2026-04-02  | engagement            | People/Leadership | 4     |           |
2         | P2        | 2026-04-02  | engagement            | Process           | 2     | 1         | 5
3         | P3        | 2026-04-02  | engagement            | Technology        | 10    | 0         | 10
4         | P4        | 2026-04-02  | engagement            | Culture           | 3     | 1         | 5
5         | P5        | 2026-04-02  | engagement            | Culture           | 1     | 1         | 5
6         |           | 2026-04-02  | csat                  |                   | 1     | 1         | 5
7         | P1        | 2026-07-01  | engagement            | Culture           | 1     | 1         | 5
"""


def test_answers_are_brought_to_one_scale() -> None:
    """Fifteen points of five answers."""
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, surveys=SURVEYS), "employee_engagement") == pytest.approx(
        (15, 5, 3, 5)
    )


def test_under_five_people_nothing_is_said() -> None:
    """Four people could be recognised."""
    four = "\n".join(line for line in SURVEYS.splitlines() if "| P5 " not in line)
    found = company_of(accounts=ACCOUNTS, cases=SEEN, surveys=four).metrics("employee_engagement")
    assert list(found[found["period_start"] == "2026-04-01"]["evidence"]) == ["withheld: fewer than 5 people"]
