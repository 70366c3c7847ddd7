"""Response to surveys: the share of those asked that answered, by the day on which the survey went out.

    csat sent 1 April to 10: answers of 3 April, 30 April                            2
    csat sent 1 May to 10: answers of 1 May, 2 May and 5 July                        3
    knowledge_sharing sent 1 June to 4: two people, the second left question b out   2
    nps sent 1 June to 2: three answers, more than were asked                        left out

    (2 + 3 + 2) / (10 + 10 + 4) = 29.2 %

Source: standard definition, answers / surveys sent; the interval is Wilson's (1927).
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""

WAVES = """
instrument        | sent_on    | sent_count
csat              | 2026-04-01 | 10
csat              | 2026-05-01 | 10
knowledge_sharing | 2026-06-01 | 4
nps               | 2026-06-01 | 2
"""

ANSWERS = """
survey_id | account_id | person_id | sent_at    | answered_at | instrument        | item | score
1         | A          |           |            | 2026-03-30  | csat              |      | 5
2         | A          |           |            | 2026-04-03  | csat              |      | 5
3         |            |           | 2026-04-30 | 2026-05-01  | csat              |      | 5
4         | A          |           |            | 2026-05-01  | csat              |      | 5
5         | A          |           |            | 2026-05-02  | csat              |      | 5
6         | A          |           |            | 2026-07-05  | csat              |      | 5
7         |            | P1        |            | 2026-06-02  | knowledge_sharing | a    | 5
8         |            | P1        |            | 2026-06-02  | knowledge_sharing | b    | 5
9         |            | P2        |            | 2026-06-03  | knowledge_sharing | a    | 5
10        | A          |           |            | 2026-06-03  | nps               |      | 9
11        | A          |           |            | 2026-06-03  | nps               |      | 9
12        | A          |           |            | 2026-06-03  | nps               |      | 9
"""


def test_an_answer_belongs_to_the_last_mailing_before_it() -> None:
    """Seven of twenty-four: the answer of March came before any mailing, and the three of NPS are of another one."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, survey_waves=WAVES, surveys=ANSWERS)
    assert answer(company, "survey_response_rate") == pytest.approx((7, 24, 7 / 24, 24))


def test_everyone_asked_is_one_of_those_who_might_have_answered() -> None:
    """Wilson's interval of 7 in 24 is 14.9 % to 49.2 %, whoever the answers are of."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, survey_waves=WAVES, surveys=ANSWERS)
    found = figure(company, "survey_response_rate")
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.1491, 0.4917), abs=5e-5)
