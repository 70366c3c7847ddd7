"""Articles written: knowledge articles first written in the quarter.

    K1, K2, K3; K4 was written before, K5 after
    3

Source: Consortium for Service Innovation, KCS, article creation.
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


def test_an_article_counts_on_the_day_it_was_written() -> None:
    """Three of five."""
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, articles=ARTICLES), "articles_created") == pytest.approx(
        (3, 1, 3, 3)
    )
