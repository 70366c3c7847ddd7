"""Known to customers at once: the share of what Support learnt that customers could read by the moment it was known.

    K1: created for case 1, resolved 10 April; public since 10 April, the same minute     at once
    K2: created for case 2, resolved 12 April; public since 9 April                       at once
    K3: created for case 2; public since 13 April                                         late
    K4: created for case 3, resolved 14 April; internal since 14 April                    not for customers
    K5: created for case 3; not published                                                 not
    K6: reused, so known when it was written: 1 May; for customers since 1 May            at once
    K7: created for case 4, resolved in March: known before the quarter                   not counted
    K8: created for a case that is still open, so known when written; public at once      at once

    4 / 7 = 57.1 %; Wilson's interval of 4 in 7 is 25.0 % to 84.2 %

Source: Consortium for Service Innovation, KCS, the 90/0 rule; the interval is Wilson's (1927).
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at
1       | A          | 2026-04-01 | 2026-04-10T12:00
2       | A          | 2026-04-01 | 2026-04-12T12:00
3       | A          | 2026-04-01 | 2026-04-14T12:00
4       | A          | 2026-03-01 | 2026-03-14T12:00
5       | A          | 2026-06-30 |
"""

LINKS = """
case_id | article_id | link_type
1       | K1         | created
2       | K2         | created
2       | K3         | created
3       | K4         | created
3       | K5         | created
1       | K6         | reused
4       | K7         | created
5       | K8         | created
"""

ARTICLES = """
article_id | created_at       | published_at     | audience
K1         | 2026-04-10T11:00 | 2026-04-10T12:00 | public
K2         | 2026-04-09T11:00 | 2026-04-09T11:30 | public
K3         | 2026-04-12T11:00 | 2026-04-13T09:00 | public
K4         | 2026-04-14T11:00 | 2026-04-14T11:00 | internal
K5         | 2026-04-14T11:00 |                  | public
K6         | 2026-05-01T11:00 | 2026-05-01T11:00 | customer
K7         | 2026-04-01T11:00 | 2026-04-02T11:00 | public
K8         | 2026-06-30T11:00 | 2026-06-30T11:00 | public
"""


def test_known_is_when_the_case_was_resolved() -> None:
    """Four of seven."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, case_articles=LINKS, articles=ARTICLES)
    found = figure(company, "published_at_once")
    assert found is not None
    assert (found.numerator, found.denominator, found.n) == (4, 7, 7)
    assert (found.value, found.low, found.high) == pytest.approx((4 / 7, 0.2505, 0.8418), abs=5e-5)


def test_without_links_known_is_when_it_was_written() -> None:
    """K1 to K3 and K5 are late or never read then; K4 is internal, K6 and K8 at once, K7 a day late: two of eight."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, articles=ARTICLES)
    assert answer(company, "published_at_once") == pytest.approx((2, 8, 0.25, 8))
