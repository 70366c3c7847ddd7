"""Mailings that cannot be what they say: more people answered than were asked."""

from __future__ import annotations

from tests.unit.data.conftest import Company, fault

WAVES = """
instrument,sent_on,sent_count
csat,2025-01-01,2
csat,2025-02-01,2
nps,2025-01-01,1
"""
SURVEYS = """
survey_id,answered_at,account_id,instrument,score
1,2025-01-02 08:00,A1,csat,5
2,2025-01-03 08:00,A1,csat,4
3,2025-02-03 08:00,A1,csat,4
4,2025-02-04 08:00,A1,csat,4
5,2025-02-05 08:00,A3,csat,4
6,2025-02-06 08:00,A3,nps,9
"""


def test_a_mailing_with_more_answers_than_people_asked_is_said(company: Company) -> None:
    """Two were asked in February, and three answered; the others have as many as they can have at most."""
    said = fault(company({"survey_waves": WAVES, "surveys": SURVEYS}), "have more answers than people asked")
    assert (said.table, said.column, said.action) == ("survey_waves", "sent_count", "noted")
    assert (said.count, said.share, said.examples) == (1, 1 / 3, ("csat of 2025-02-01",))


def test_mailings_that_can_be_are_not_spoken_of(company: Company) -> None:
    """One of the three of February says that it was asked in December, before any mailing."""
    asked = SURVEYS.replace("answered_at", "answered_at,sent_at").replace(" 08:00,", " 08:00,,")
    asked = asked.replace("3,2025-02-03 08:00,,", "3,2025-02-03 08:00,2024-12-31 09:00,")
    found = company({"survey_waves": WAVES, "surveys": asked})
    assert not [each for each in found.faults if "more answers" in each.what]
