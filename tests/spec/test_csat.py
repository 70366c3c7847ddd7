"""Customer satisfaction: the share of answers after a case that were 4 or 5 of 5.

    answers 5, 4, 4 of 5, 4, 4, 3: 3 / 4 = 0.75

dated by the day on which the case was resolved: case 5 was resolved in the next quarter, case 6 was not answered.

Interval: four accounts with an answer each are four independent answers, so it is Wilson's own:
centre (0.75 + 3.8415 / 8) / (1 + 3.8415 / 4) = 0.6275, reach 0.3269: from 0.3006 to 0.9544.

Source: standard definition (top two of five).
"""

import pytest
from tests.spec.tables import answer, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2025-01-01
D          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | csat_score
1       | A          | 2026-04-01 | 2026-04-02  | 5
2       | B          | 2026-05-01 | 2026-05-02  | 4
3       | C          | 2026-06-01 | 2026-06-02  | 4
4       | D          | 2026-06-01 | 2026-06-02  | 3
5       | D          | 2026-06-29 | 2026-07-01  | 1
6       | A          | 2026-06-29 | 2026-06-30  |
"""


def test_a_three_is_not_satisfied() -> None:
    """Three of four answers were 4 or 5."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "csat") == pytest.approx((3, 4, 0.75, 4))


def test_independent_answers_have_the_interval_of_wilson() -> None:
    """Clustering changes nothing where nobody answered twice."""
    found = figure(company_of(accounts=ACCOUNTS, cases=CASES), "csat")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.3006, 0.9544), abs=0.0001)
