"""Time to publish: median time from when Support learnt something until the article's audience could read it.

    K1: created for case 1, resolved 10 April noon; public an hour before              0 days
    K2: created for cases 2 and 3, resolved 12 and 20 April noon; 14 April noon        2 days
    K3: reused, so known when it was written, 1 May; 5 May                             4 days
    K4: written 1 May; 11 May                                                         10 days
    K5: written 30 June noon, not published half a day later                          censored
    K6: created for case 4, resolved in March                                         before the quarter

    after 0 days 4 of 5 wait, K5 was watched for half a day, after 2 days 4/5 x 2/3 = 0.53, after 4 days 0.27:
    under one half, so that the median is 4 days; 4 of 5 are published

Source: Consortium for Service Innovation, KCS; Kaplan and Meier 1958.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at        | resolved_at
1       | A          | 2026-04-01       | 2026-04-10T12:00
2       | A          | 2026-04-01       | 2026-04-12T12:00
3       | A          | 2026-04-01       | 2026-04-20T12:00
4       | A          | 2026-03-01       | 2026-03-14T12:00
5       | A          | 2026-06-30T12:00 |
"""

LINKS = """
case_id | article_id | link_type
1       | K1         | created
2       | K2         | created
3       | K2         | created
1       | K3         | reused
4       | K6         | created
"""

ARTICLES = """
article_id | created_at       | published_at
K1         | 2026-04-10T10:00 | 2026-04-10T11:00
K2         | 2026-04-12T11:00 | 2026-04-14T12:00
K3         | 2026-05-01T00:00 | 2026-05-05T00:00
K4         | 2026-05-01T00:00 | 2026-05-11T00:00
K5         | 2026-06-30T12:00 |
K6         | 2026-04-01T11:00 | 2026-04-02T11:00
"""


def test_what_is_not_published_yet_is_censored() -> None:
    """Four of five, half of them after four days."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, case_articles=LINKS, articles=ARTICLES)
    assert answer(company, "time_to_publish") == pytest.approx((4, 5, 4.0, 5))


def test_without_links_known_is_when_it_was_written() -> None:
    """K1 took an hour, K6 a day, K2 two days and an hour, K3 four days, K4 ten; K5 was watched for half a day.

    After the hour 5/6 wait, after a day 5/6 x 3/4 = 0.63, after two days and an hour 5/6 x 2/4 = 0.42.
    """
    company = company_of(accounts=ACCOUNTS, cases=CASES, articles=ARTICLES)
    assert answer(company, "time_to_publish") == pytest.approx((5, 6, 2 + 1 / 24, 6))
