"""Deflection rate: cases deflected, of these and the cases that were opened.

    entitled sessions                                                  5
    of the 4 that were judged, 3 helped                                3 / 4
    of these, all asked, 2 would have called                           2 / 3
    of these, both asked, 1 needed no more                             1 / 2
    cases deflected                                5 x 3/4 x 2/3 x 1/2 = 1.25
    cases opened in the quarter                                        3
    1.25 / (1.25 + 3)                                                  = 5 / 17

The case of July is of the quarter after.

Source: ServiceXRG, measure service deflection, for what is deflected; the denominator is ours.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at
1       | A          | 2026-04-05
2       | B          | 2026-05-05
3       |            | 2026-06-30
4       | A          | 2026-07-01
"""

SESSIONS = """
session_id | account_id | started_at | is_success | is_intended | needs_followup | is_entitled
1          | A          | 2026-04-02 | yes        | yes         | no             | yes
2          | A          | 2026-04-03 | yes        | yes         | yes            | yes
3          | B          | 2026-04-04 | yes        | no          |                | yes
4          | B          | 2026-04-05 | no         |             |                | yes
5          | B          | 2026-06-30 |            |             |                | yes
6          | A          | 2026-07-01 |            |             |                | yes
"""


def test_what_self_service_took_is_set_against_what_came_as_cases() -> None:
    """5/17, by the two readers who answered all."""
    found = answer(company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS), "deflection_rate")
    assert found == pytest.approx((1.25, 4.25, 5 / 17, 2))


def test_it_is_below_the_success_of_visits() -> None:
    """Success that nobody would have called about spares no case: 5/17 of questions, 3 of 4 visits that were judged."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS)
    rate, success = answer(company, "deflection_rate"), answer(company, "self_service_confirmed")
    assert rate is not None
    assert success is not None
    assert rate[2] < success[2] == pytest.approx(3 / 4)


def test_a_question_that_nobody_was_asked_leaves_no_figure() -> None:
    """Without an answer on intent nothing can be said, and zero would be a claim."""
    unasked = SESSIONS.replace("| yes         |", "|             |").replace("| no          |", "|             |")
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=unasked), "deflection_rate") is None
