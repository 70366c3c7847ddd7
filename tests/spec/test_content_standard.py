"""Articles that meet the content standard: of those written in the quarter and looked at.

    K1 does, K2 does not, nobody looked at K3
    1 / 2 = 50 %

Source: Consortium for Service Innovation, KCS, Content Standard Checklist.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

ARTICLES = """
article_id | created_at | is_compliant
K1         | 2026-04-01 | yes
K2         | 2026-05-01 | no
K3         | 2026-06-30 |
K4         | 2026-03-31 | yes
K5         | 2026-07-01 | yes
"""


def test_what_nobody_looked_at_counts_nowhere() -> None:
    """One of two."""
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, articles=ARTICLES), "content_standard") == pytest.approx(
        (1, 2, 0.5, 2)
    )
