"""Link accuracy: the share of links looked at of which the article describes this resolution.

    case a: one link accurate, one not; b accurate; c was not looked at; d was linked after the quarter
    2 / 3 = 66.7 %

Source: Consortium for Service Innovation, KCS, resolution quality, sampled by coaches.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

LINKS = """
case_id | article_id | linked_at  | is_accurate
a       | K1         | 2026-04-02 | yes
a       | K2         | 2026-04-02 | no
b       | K1         | 2026-05-02 | yes
c       | K3         | 2026-06-02 |
d       | K3         | 2026-07-01 | no
"""


def test_what_nobody_looked_at_counts_nowhere() -> None:
    """Two of the three that were looked at."""
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, case_articles=LINKS), "link_accuracy") == pytest.approx(
        (2, 3, 2 / 3, 3)
    )
