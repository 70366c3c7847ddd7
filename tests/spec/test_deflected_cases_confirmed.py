"""Cases deflected, low case: those whose readers said all of it themselves.

    1 and 2: entitled, helped, would have called, needed no more
    2

Source: ServiceXRG, measure service deflection; who did not answer counts as not deflected.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

SESSIONS = """
session_id | account_id | started_at | is_success | is_intended | needs_followup | form_started | case_id | is_entitled
1          | A          | 2026-04-02 | yes        | yes         | no             | yes          |         | yes
2          | A          | 2026-04-03 | yes        | yes         | no             | no           |         | yes
3          | B          | 2026-04-04 | yes        | yes         | yes            | yes          | x       | yes
4          | B          | 2026-04-05 | yes        | no          | no             |              |         | yes
5          | B          | 2026-04-06 | no         |             |                | yes          | y       | yes
6          | A          | 2026-05-02 |            |             |                |              |         | yes
7          | A          | 2026-05-03 |            |             |                |              |         | yes
8          |            | 2026-05-04 | yes        | yes         | no             | no           |         | no
9          | A          | 2026-07-01 | yes        | yes         | no             | yes          |         | yes
"""


def test_silence_deflects_nothing() -> None:
    """Two of seven."""
    assert answer(
        company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=SESSIONS), "deflected_cases_confirmed"
    ) == pytest.approx((2, 1, 2, 2))
