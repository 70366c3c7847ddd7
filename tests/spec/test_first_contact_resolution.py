"""First contact resolution: the share of resolved cases that the first contact settled.

    a yes; b yes, but escalated: a call-back disqualifies; c yes, but reopened; d no; e unknown: counts nowhere
    1 / 4 = 25 %

f is not resolved yet, g was resolved before the quarter.

Source: HDI, first contact resolution (2018): an escalation or a call-back disqualifies.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | resolved_on_first_contact | is_escalated | reopens_count
a       | A          | 2026-04-02 | 2026-04-02  | yes                       | no           | 0
b       | A          | 2026-04-03 | 2026-04-03  | yes                       | yes          | 0
c       | B          | 2026-05-03 | 2026-05-03  | yes                       |              | 1
d       | B          | 2026-05-04 | 2026-05-05  | no                        |              |
e       | B          | 2026-05-06 | 2026-05-07  |                           |              |
f       | B          | 2026-06-29 |             | yes                       |              |
g       | A          | 2026-03-30 | 2026-03-31  | yes                       |              |
"""


def test_an_escalation_or_a_reopening_disqualifies() -> None:
    """One of the four resolved cases of which it is known."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "first_contact_resolution") == pytest.approx(
        (1, 4, 0.25, 4)
    )
