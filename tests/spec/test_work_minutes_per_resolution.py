"""Work time per resolution: minutes that people worked on a case until it was resolved.

    a 30, b 90; of c nobody logged anything; d is open
    (30 + 90) / 2 = 60 minutes

Source: Consortium for Service Innovation, KCS glossary: average work time to resolve.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | work_minutes
a       | A          | 2026-04-02 | 2026-04-02  | 30
b       | B          | 2026-04-03 | 2026-06-30  | 90
c       | B          | 2026-05-03 | 2026-05-03  |
d       | B          | 2026-06-06 |             | 500
"""


def test_a_case_without_a_log_is_not_one_without_work() -> None:
    """120 minutes of two cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "work_minutes_per_resolution") == pytest.approx(
        (120, 2, 60, 2)
    )
