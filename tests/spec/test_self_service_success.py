"""Self-service success: the share of help sessions that settled the question.

    1: read, the reader said yes                                                           settled
    2: read, not judged, account A opened no case within 14 days                           settled
    3: read, not judged, account B opened a case three days later                          not
    4: read, the reader said no                                                            not
    5: not read                                                                            not

    2 / 5 = 40 %

Source: Consortium for Service Innovation, self-service success; the rule is ours.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

SESSIONS = """
session_id | account_id | started_at | is_consumed | is_success
1          | A          | 2026-04-02 | yes         | yes
2          | A          | 2026-04-03 | yes         |
3          | B          | 2026-04-04 | yes         |
4          | B          | 2026-06-05 | yes         | no
5          | B          | 2026-06-05 | no          |
"""


CASES = """
case_id | account_id | opened_at  | resolved_at
x       | B          | 2026-04-07 | 2026-04-08
y       | B          | 2026-06-30 |
"""


def test_silence_counts_only_where_no_case_followed() -> None:
    """Two of five."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS)
    assert answer(company, "self_service_success") == pytest.approx((2, 5, 0.4, 5))
