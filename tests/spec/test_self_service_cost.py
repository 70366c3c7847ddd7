"""Cost of self-service: the ledger's lines of that channel.

    April 10 + 5, May 20, June 25 = 60; what is shared, or assisted, is not in it

SMB had 6 of the 8 visits: 6 / 8 x 60 = 45.

Source: Consortium for Service Innovation, service engagement measures: length and cost by channel.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of, figure

ACCOUNTS = """
account_id | start_at   | segment
A          | 2025-01-01 | SMB
B          | 2025-01-01 | SMB
C          | 2025-01-01 | SMB
D          | 2025-01-01 | SMB
E          | 2025-01-01 | SMB
F          | 2025-01-01 | Enterprise
"""

SESSIONS = """
session_id | account_id | started_at
1          | A          | 2026-04-01
2          | B          | 2026-04-02
3          | C          | 2026-04-03
4          | D          | 2026-05-04
5          | E          | 2026-05-05
6          | E          | 2026-05-06
7          | F          | 2026-06-07
8          |            | 2026-06-30
"""

COSTS = """
month_on   | category | amount | channel
2026-04-01 | tools    | 10     | self-service
2026-04-01 | content  | 5      | Self-Service
2026-04-01 | salaries | 500    | assisted
2026-05-01 | tools    | 20     | self-service
2026-05-01 | overhead | 70     |
2026-06-01 | tools    | 25     | self-service
2026-07-01 | tools    | 999    | self-service
"""


def test_the_whole_is_the_ledger_to_the_cent() -> None:
    """Three months of ledger, and no interval beyond the figure itself."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=SESSIONS, costs=COSTS)
    assert figure(company, "self_service_cost") == pytest.approx((60, 1, 60, 60, 60, 3))


def test_a_segment_bears_its_share_of_the_visits() -> None:
    """Not of the minutes that people work on cases."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=SESSIONS, costs=COSTS)
    found = figure(company, "self_service_cost", "segment=SMB")
    assert found is not None
    assert found.value == pytest.approx(45)
    assert found.low < 45 < found.high


def test_a_month_without_a_line_of_self_service_leaves_no_figure() -> None:
    """Self-service was not free in May: the ledger only does not tell it apart."""
    shared = COSTS.replace("| 20     | self-service", "| 20     |")
    company = company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=SESSIONS, costs=shared)
    assert answer(company, "self_service_cost") is None
    assert answer(company, "fully_loaded_cost") == pytest.approx((630, 1, 630, 3))
