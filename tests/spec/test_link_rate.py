"""Link rate: the share of resolved cases that are linked to an article.

    a, b and c name an article; d and e none; g names one and is marked as linked to none
    3 / 6 = 50 %

f is not resolved yet.

Source: Consortium for Service Innovation, KCS: linked / closed, same window.
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


def test_a_link_to_none_is_none() -> None:
    """Three of six resolved cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "link_rate") == pytest.approx((3, 6, 0.5, 6))
