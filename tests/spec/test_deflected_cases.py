"""Cases deflected: sessions of entitled customers x success x intent x no further action.

    entitled sessions 1 to 7                                           7
    of 1 to 5, which were judged, 1 to 4 helped                        4 / 5
    of these, all asked, 1, 2 and 3 would have called                  3 / 4
    of these, all asked, 1 and 2 needed no more                        2 / 3

    7 x 4/5 x 3/4 x 2/3 = 2.8

8 is of nobody who may open cases, 9 is after the quarter.

Source: ServiceXRG, measure service deflection: the shares are nested, each of those that passed the one before.
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


def test_the_shares_are_nested() -> None:
    """2.8 cases; the three who answered everything are its n."""
    assert answer(
        company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=SESSIONS), "deflected_cases"
    ) == pytest.approx((2.8, 1, 2.8, 3))


def test_deflected_are_fewer_than_meant_than_helped_than_sessions() -> None:
    """What is nested can only shrink: 7 sessions, of which 5.6 helped, of which 4.2 meant to call, of which 2.8."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=SESSIONS)
    quarters = company.account_quarters()[
        ["entitled_sessions", "entitled_helped", "intent_meant", "sessions_deflected"]
    ]
    assert list(quarters.sum()) == [7, 4, 3, 2]
    found, low = answer(company, "deflected_cases"), answer(company, "deflected_cases_confirmed")
    assert found is not None
    assert low is not None
    assert low[2] <= found[2] <= 7


def test_a_question_that_nobody_was_asked_leaves_no_figure() -> None:
    """Without an answer on intent nothing can be said, and zero would be a claim."""
    unasked = (
        SESSIONS.replace("| yes        | yes         | no ", "| yes        |             | no ")
        .replace("| yes        | yes         | yes", "| yes        |             | yes")
        .replace("| yes        | no          | no ", "| yes        |             | no ")
    )
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=unasked), "deflected_cases") is None
