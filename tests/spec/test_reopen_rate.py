"""Cases reopened: the share of resolved cases that were opened again.

    a 0, b 1, c 2 times, d 0; e is not known
    2 / 4 = 50 %: a case that came back twice is one case

Source: Standard definition: reopened / resolved.
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
a       | A          | 2026-04-02 | 2026-04-02  | 0
b       | A          | 2026-04-03 | 2026-04-09  | 1
c       | B          | 2026-05-03 | 2026-05-03  | 2
d       | B          | 2026-05-04 | 2026-06-30  | 0
e       | B          | 2026-06-06 | 2026-06-07  |
"""


def test_a_case_reopened_twice_is_one_case() -> None:
    """Two of the four of which it is known."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "reopen_rate") == pytest.approx((2, 4, 0.5, 4))
