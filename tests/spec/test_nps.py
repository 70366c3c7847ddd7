"""Net Promoter Score: promoters (9, 10) less detractors (0 to 6), as points of 100.

    promoters 10, 9, 9 = 3;  passive 8, 7 = 2;  detractors 6 = 1;  100 x (3 - 1) / 6 = 33.3

Interval: variance (p + d - (p - d)²) / n = (1/2 + 1/6 - 1/9) / 6 = 0.092593, its root 0.30429;
33.33 ± 1.96 x 30.429 = 33.33 ± 59.64: from -26.31 to 92.97.

An answer on another survey, or after the quarter, is not one on this.

Source: Reichheld (definition); the variance as published for the trinomial (cybaea.net 2016, measuringu.com).
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

SURVEYS = """
survey_id | account_id | answered_at | instrument | score
1         | A          | 2026-04-02  | nps        | 10
2         | A          | 2026-04-03  | nps        | 9
3         | B          | 2026-05-02  | nps        | 9
4         | B          | 2026-05-03  | nps        | 8
5         |            | 2026-06-02  | nps        | 7
6         | B          | 2026-06-30  | nps        | 6
7         | A          | 2026-06-03  | csat       | 1
8         | A          | 2026-07-01  | nps        | 0
"""


def test_passive_answers_count_in_the_denominator_only() -> None:
    """Three promoters less one detractor of six answers are a third of 100 points."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, surveys=SURVEYS)
    assert answer(company, "nps") == pytest.approx((2, 6, 100 / 3, 6))


def test_the_interval_is_that_of_the_published_variance() -> None:
    """From six answers next to nothing is known."""
    found = figure(company_of(accounts=ACCOUNTS, cases=SEEN, surveys=SURVEYS), "nps")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((-26.31, 92.97), abs=0.01)


def test_one_promoter_does_not_settle_the_matter() -> None:
    """Where all agree the published variance is zero; the adjusted Wald interval says how little one answer tells.

    Three answers more, 3/4 for and 3/4 against: (1.75 - 0.75) / 4 = 0.25 with variance (0.4375 + 0.1875 - 0.0625) / 4.
    """
    alone = "\n".join(SURVEYS.strip().splitlines()[:2])
    found = figure(company_of(accounts=ACCOUNTS, cases=SEEN, surveys=alone), "nps")
    assert found is not None
    assert (found.value, found.low, found.high) == pytest.approx((100, 25 - 196 * 0.375, 100), abs=0.01)
