"""Answers accepted through a case: cases that were resolved and not reopened, by the day they were opened.

Case 1 held. Case 2 was reopened once, case 3 is open, case 4 was opened before the quarter. For case 5 nobody recorded
reopenings, which is taken as none.

    case 1 + case 5 = 2

Source: ServiceXRG, NextGen support metrics, area Answers Accepted; the counting rule is ours.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | reopens_count
1       | A          | 2026-04-02 | 2026-07-05  | 0
2       | A          | 2026-05-02 | 2026-05-03  | 1
3       | B          | 2026-06-02 |             | 0
4       | B          | 2026-03-30 | 2026-04-02  | 0
5       | B          | 2026-06-29 | 2026-06-30  |
"""


def test_a_case_that_was_reopened_or_is_open_gave_no_accepted_answer() -> None:
    """Two of the four cases of the quarter gave an answer that held."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "answers_with_case") == pytest.approx((2, 1, 2, 2))
