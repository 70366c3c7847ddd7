"""Work time per known question: minutes worked where an existing article answered.

    a 10, b 30
    (10 + 30) / 2 = 20 minutes

f is not resolved yet.

Source: Consortium for Service Innovation, KCS: assisted measures are read beside the mix of known and new.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | article_id | link_type | work_minutes
a       | A          | 2026-04-02 | 2026-04-02  | K1         | reused    | 10
b       | A          | 2026-04-03 | 2026-04-09  | K2         | improved  | 30
c       | B          | 2026-05-03 | 2026-05-03  | K3         | created   | 80
d       | B          | 2026-05-04 | 2026-06-30  |            | none      | 40
e       | B          | 2026-05-06 | 2026-05-07  |            |           | 500
f       | B          | 2026-06-29 |             | K1         | reused    | 900
g       | B          | 2026-06-01 | 2026-06-02  | K9         | none      |
"""


def test_known_questions_are_timed_apart() -> None:
    """Forty minutes of two cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "known_work_minutes_per_resolution") == pytest.approx(
        (40, 2, 20, 2)
    )
