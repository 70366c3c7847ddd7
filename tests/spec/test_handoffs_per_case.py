"""Hand-offs per case: changes of owner or team of the cases resolved, on average.

    a 0, b 2, c 3; d is not known; e is still open
    (0 + 2 + 3) / 3 = 1.67

Source: Klever working group: hand-offs as the internal mirror of time to value.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | handoffs_count
a       | A          | 2026-04-02 | 2026-04-02  | 0
b       | A          | 2026-04-03 | 2026-04-09  | 2
c       | B          | 2026-05-03 | 2026-05-03  | 3
d       | B          | 2026-05-04 | 2026-06-30  |
e       | B          | 2026-06-06 |             | 9
"""


def test_a_case_of_unknown_handoffs_is_not_one_without() -> None:
    """Five hand-offs of three cases: the fourth counts nowhere."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "handoffs_per_case") == pytest.approx((5, 3, 5 / 3, 3))
