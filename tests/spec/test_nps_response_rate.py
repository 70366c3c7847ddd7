"""Response to NPS: the share of those asked whether they would recommend that answered.

    nps sent to 6 on 1 April and to 4 on 1 June    10 asked
    answered on 2 April, 3 April and 5 June                 3
    answers to another survey                               not counted

    3 / 10 = 30 %

Source: standard definition, answers / surveys sent.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""

WAVES = """
instrument | sent_on    | sent_count
nps | 2026-04-01 | 6
nps | 2026-06-01 | 4
csat | 2026-06-01 | 4
"""

ANSWERS = """
survey_id | account_id | answered_at | instrument | score
1 | A | 2026-04-02 | nps | 5
2 | A | 2026-04-03 | nps | 5
3 | | 2026-06-05 | nps | 5
4 | A | 2026-06-05 | csat | 5
"""


def test_three_of_ten_answered() -> None:
    """Those asked by both mailings together."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, survey_waves=WAVES, surveys=ANSWERS)
    assert answer(company, "nps_response_rate") == pytest.approx((3, 10, 0.3, 10))
