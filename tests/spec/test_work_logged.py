"""Work logged: minutes that people in Support logged in the quarter, whatever they were for.

    A: 60 + 30 on 1 April and 30 June, B: 90, nobody: 45; the log of 1 July is of the next quarter
    60 + 30 + 90 + 45 = 225 minutes

By channel: phone 60 + 90, e-mail 30; no channel is in no slice.

Source: ServiceXRG, NextGen area 6, hours by account and channel.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2025-01-01
D          | 2025-01-01
E          | 2025-01-01
"""

WORKLOGS = """
person_id | account_id | on         | minutes | channel
p         | A          | 2026-04-01 | 60      | phone
p         | A          | 2026-06-30 | 30      | email
q         | B          | 2026-05-05 | 90      | phone
q         |            | 2026-05-06 | 45      |
q         | A          | 2026-07-01 | 500     | phone
"""


def test_what_was_logged_for_nobody_is_work_too() -> None:
    """225 minutes in four entries."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, worklogs=WORKLOGS)
    assert answer(company, "work_logged") == pytest.approx((225, 1, 225, 4))


def test_work_is_told_by_channel() -> None:
    """150 minutes by phone, of five customers so that it may be shown."""
    phone = "".join(f"r | {each} | 2026-05-07 | 10 | phone\n" for each in "CDE")
    company = company_of(accounts=ACCOUNTS, cases=SEEN, worklogs=WORKLOGS + phone)
    table = company.metrics("work_logged", slices=["channel"])
    found = table[table["period_start"] == "2026-04-01"].set_index("slice")["numerator"]
    assert found["channel=phone"] == pytest.approx(180)


def test_customers_stand_behind_its_interval() -> None:
    """A's two entries are one customer's: its bounds are those of 90, 90 and what nobody has."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, worklogs=WORKLOGS)
    found = figure(company, "work_logged")
    assert found is not None
    # 90² + 90² of 180 minutes are 90 a minute; nobody's 45 are taken to vary as much.
    assert found.high == pytest.approx(225 + 1.959964 * (90**2 + 90**2 + 45 * 90) ** 0.5)
