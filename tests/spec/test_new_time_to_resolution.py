"""Time to resolution of new questions: mean time to the answer where no article answered yet.

    c: 60 minutes, an article was created     d: 120 minutes, linked to none
    a, b: an article answered                 e: nothing is told of its link     f: not resolved

    (60 + 120) / 2 = 90 minutes

Source: Consortium for Service Innovation, Intelligent Swarming: faster resolution of new issues.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at        | resolved_at      | link_type
a       | A          | 2026-04-02T08:00 | 2026-04-02T08:01 | reused
b       | A          | 2026-04-03T08:00 | 2026-04-03T08:01 | improved
c       | B          | 2026-05-03T08:00 | 2026-05-03T09:00 | created
d       | B          | 2026-05-04T08:00 | 2026-05-04T10:00 | none
e       | B          | 2026-05-06T08:00 | 2026-05-07T08:00 |
f       | B          | 2026-06-30T08:00 |                  | none
"""


def test_only_questions_known_to_be_new_are_timed() -> None:
    """180 minutes of two cases."""
    company = company_of(accounts=ACCOUNTS, cases=CASES)
    assert answer(company, "new_time_to_resolution") == pytest.approx((180, 2, 90, 2))
