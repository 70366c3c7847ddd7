"""Answers accepted: of those delivered, the ones that settled the question.

Sessions: "confirmed" said so, which stands although A opened a case the next day. "followed" did not say, and its
account opened case k1 ten days later: not accepted. "quiet" did not say, and no case of B followed: accepted, and said
to be inferred. "at the end" likewise: k4 came within 14 days but in the next quarter, into which no quarter looks.
Not accepted: "nobody" (no account to watch), "refused", "unsettled" (needs more), "led on" (a case came of it) and
"unread". Cases: k1 was resolved and not reopened. k2 was reopened, k3 is open, k4 is of the next quarter.

    3 sessions (confirmed, quiet, at the end) + 1 case (k1) = 4

Source: ServiceXRG, NextGen support metrics, area Answers Accepted; the counting rule is ours.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2025-01-01
D          | 2025-01-01
"""

SESSIONS = """
session_id | account_id | started_at       | is_consumed | is_success | needs_followup | case_id
confirmed  | A          | 2026-04-02 09:00 | yes         | yes        |                |
followed   | B          | 2026-04-10 09:00 | yes         |            |                |
quiet      | B          | 2026-05-01 09:00 | yes         |            |                |
nobody     |            | 2026-05-02 09:00 | yes         |            |                |
refused    | C          | 2026-05-03 09:00 | yes         | no         |                |
unsettled  | C          | 2026-05-04 09:00 | yes         |            | yes            |
led on     | A          | 2026-05-05 09:00 | yes         |            |                | k3
unread     | A          | 2026-05-06 09:00 | no          | yes        |                |
at the end | D          | 2026-06-25 09:00 | yes         |            |                |
"""
CASES = """
case_id | account_id | opened_at        | resolved_at      | reopens_count
k1      | B          | 2026-04-20 09:00 | 2026-04-21 09:00 | 0
k2      | A          | 2026-04-03 09:00 | 2026-04-04 09:00 | 1
k3      | A          | 2026-06-05 09:00 |                  | 0
k4      | D          | 2026-07-02 09:00 | 2026-07-03 09:00 | 0
"""


def test_confirmed_and_quiet_sessions_and_cases_that_held_are_accepted() -> None:
    """Four answers settled a question."""
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=CASES)
    assert answer(company, "answers_accepted") == pytest.approx((4, 1, 4, 4))


def test_a_case_of_the_same_instant_follows_the_session() -> None:
    """A case opened at the very second of the visit is no sign that the visit settled anything."""
    cases = CASES + "k5      | B          | 2026-05-01 09:00 |                  | 0\n"
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=cases)
    assert answer(company, "answers_accepted") == pytest.approx((3, 1, 3, 3))


@pytest.mark.parametrize(("opened_at", "accepted"), [("2026-05-15 09:00", 3), ("2026-05-15 09:01", 4)])
def test_the_fourteenth_day_is_the_last_that_is_watched(opened_at: str, accepted: int) -> None:
    """A case to the minute 14 days after the quiet session undoes it, one a minute later does not."""
    cases = CASES + f"k5      | B          | {opened_at} |                  | 0\n"
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=cases)
    assert answer(company, "answers_accepted")[2] == accepted
