"""Knowledge sharing, people and leadership: mean answer, 1 to 5, to the questions on it.

    answers 4, 2, 5, 3 and 1
    (4 + 2 + 5 + 3 + 1) / 5 = 3

Other dimensions and other surveys count elsewhere.

Source: Klever, State of Knowledge Sharing 2016; the scoring is ours.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

SURVEYS = """
survey_id | person_id | answered_at | instrument        | dimension         | score
0         | P1        | 2026-04-02  | knowledge_sharing | People/Leadership | 4
1         | P2        | 2026-04-02  | knowledge_sharing | People/Leadership | 2
2         | P3        | 2026-04-02  | knowledge_sharing | People/Leadership | 5
3         | P4        | 2026-04-02  | knowledge_sharing | People/Leadership | 3
4         | P5        | 2026-04-02  | knowledge_sharing | People/Leadership | 1
5         | P5        | 2026-04-02  | knowledge_sharing | Process           | 5
6         | P5        | 2026-04-02  | engagement        | People/Leadership | 5
"""


def test_each_dimension_stands_alone() -> None:
    """Fifteen points of five answers."""
    assert answer(
        company_of(accounts=ACCOUNTS, cases=SEEN, surveys=SURVEYS), "knowledge_sharing_people"
    ) == pytest.approx((15, 5, 3, 5))


def test_under_five_people_nothing_is_said() -> None:
    """Four people could be recognised."""
    four = "\n".join(line for line in SURVEYS.splitlines() if "| P5 " not in line)
    found = company_of(accounts=ACCOUNTS, cases=SEEN, surveys=four).metrics("knowledge_sharing_people")
    assert list(found[found["period_start"] == "2026-04-01"]["evidence"]) == ["withheld: fewer than 5 people"]
