"""Cost avoided by self-service, low case: only what readers said themselves is taken as deflected.

Of the five who were asked, 1 and 2 said that it helped, that they would have called, and that they needed no more.

    2 x 120 / 3 - 60 = 20

Source: ServiceXRG, measure service deflection, with those who did not answer as not deflected.
"""

import pytest
from tests.spec.tables import answer, company_of
from tests.spec.test_support_cost_avoided import ACCOUNTS, CASES, COSTS, SESSIONS


def test_silence_is_not_deflection() -> None:
    """The base case, 52, takes the answers of five for all seven."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS, costs=COSTS)
    assert answer(company, "support_cost_avoided_confirmed") == pytest.approx((20, 1, 20, 2))


def test_it_may_be_a_loss() -> None:
    """Self-service of 60 that nobody confirmed as useful enough is shown as it is, not cut off at zero."""
    dearer = COSTS.replace("| 30     | self-service", "| 130    | self-service")
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS, costs=dearer)
    assert answer(company, "support_cost_avoided_confirmed") == pytest.approx((-80, 1, -80, 2))
