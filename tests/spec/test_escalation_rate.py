"""Cases escalated: the share of the cases opened that were escalated.

    a yes, b no, c no, d yes, though still open; e is not known; f was opened before the quarter
    2 / 4 = 50 %

Source: Standard definition: escalated / opened.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | is_escalated
a       | A          | 2026-04-02 | 2026-04-02  | yes
b       | A          | 2026-04-03 | 2026-04-09  | no
c       | B          | 2026-05-03 | 2026-05-03  | no
d       | B          | 2026-06-04 |             | yes
e       | B          | 2026-06-06 | 2026-06-07  |
f       | B          | 2026-03-31 | 2026-04-07  | yes
"""


def test_cases_count_by_the_day_they_were_opened() -> None:
    """Two of the four of which it is known."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "escalation_rate") == pytest.approx((2, 4, 0.5, 4))
