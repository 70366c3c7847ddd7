"""Case forms left: the share of case forms begun and left without opening a case.

    1 was left; 3 and 5 were sent; nothing is known of 4, 6 and 7
    1 / 3 = 33.3 %

Source: Practice of help centres: explicit deflection.
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


def test_a_form_that_became_a_case_was_not_left() -> None:
    """One of three."""
    assert answer(
        company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=SESSIONS), "explicit_deflection"
    ) == pytest.approx((1, 3, 1 / 3, 3))
