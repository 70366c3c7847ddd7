"""Customer dissatisfaction: the share of answers after a case that were 1 or 2 of 5.

    scores 1, 2, 3, 5; one case without an answer
    2 / 4 = 50 %; with csat (1 of 4) and the neutral answers (1 of 4) they are 100 %

Source: Standard definition, bottom two of five.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | csat_score
a       | A          | 2026-04-02 | 2026-04-02  | 1
b       | A          | 2026-04-03 | 2026-04-09  | 2
c       | B          | 2026-05-03 | 2026-05-03  | 3
d       | B          | 2026-05-04 | 2026-06-30  | 5
e       | B          | 2026-06-06 | 2026-06-07  |
"""


def test_the_two_lowest_of_five_are_dissatisfied() -> None:
    """Two of four answers."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "dsat") == pytest.approx((2, 4, 0.5, 4))
