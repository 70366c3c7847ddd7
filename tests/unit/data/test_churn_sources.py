"""Who is one customer and who has left, where an export says it twice: names under two keys, a status and a day."""

from __future__ import annotations

import pytest
from tests.unit.data.conftest import Company, fault

from valuestory.data import CompanyTables

HEAD = "account_id,start_at,churned_at,status\n"


def named(company: Company, *names: str, parents: tuple[str, ...] = ()) -> CompanyTables:
    """Return a company whose accounts A1, A2 ... have these names and parents, and one case of A1."""
    rows = "".join(
        f'A{number},"{name}",{dict(enumerate(parents, start=1)).get(number, "")},2024-01-01\n'
        for number, name in enumerate(names, start=1)
    )
    cases = "case_id,account_id,opened_at\n1,A1,2025-01-01\n"
    return company({"accounts": f"account_id,name,parent_id,start_at\n{rows}", "cases": cases})


def test_letter_case_spaces_and_legal_forms_make_no_other_customer(company: Company) -> None:
    """Five ways to write Acme, two accounts of one form alone: five accounts are one too many, of eight."""
    found = named(company, "Acme GmbH", "ACME  Gmbh & Co. KG", "Acme, Inc.", "acme", "Acme Ltd", "AG", "A.G.", "Beta")
    doubled = fault(found, "have the name of another account")
    assert (doubled.table, doubled.column, doubled.count, doubled.share) == ("accounts", "name", 5, 5 / 8)
    assert doubled.examples == ("A1 and A5 (5 accounts)", "A6 and A7")
    assert (doubled.action, "parent_id" in doubled.do) == ("noted", True)


def test_other_letters_and_known_parents_are_other_customers(company: Company) -> None:
    """Müller is not Möller, Acme Nord is not Acme; an account whose parent is known is known to be part of it."""
    names = ("Müller AG", "Möller AG", "Acme", "Acme Nord", "ACME", "", "")
    assert named(company, *names, parents=("", "", "", "", "A3")).faults == ()


@pytest.mark.parametrize("status", ["Churned", " CANCELLED ", "Inactive", "gekündigt", "résilié", "Baja", "opgezegd"])
def test_a_status_that_says_left_is_held_against_the_day(company: Company, status: str) -> None:
    """Of two accounts with it, the one without a day disagrees; the day is what counts."""
    found = company(
        {"accounts": f"{HEAD}A1,2024-01-01,,{status}\nA2,2024-01-01,2025-02-01,{status}\nA3,2024-01-01,,\n"}
    )
    differ = fault(found, "two sources of churn disagree")
    assert (differ.column, differ.count, differ.action) == ("churned_at", 1, "noted")
    assert differ.examples == (f"A1: {status}",)


@pytest.mark.parametrize("status", ["Active", "live", "Aktiv", "Activo", "attivo", "actief"])
def test_a_status_that_says_stays_is_held_against_the_day(company: Company, status: str) -> None:
    """Who has left and is called active disagrees; who will leave next century, or is in a trial, does not."""
    rows = f"A1,2024-01-01,2025-02-01,{status}\nA2,2024-01-01,2090-01-01,{status}\nA3,2024-01-01,2025-02-01,Trial\n"
    differ = fault(company({"accounts": HEAD + rows}), "though their status says that they stay")
    assert (differ.count, differ.examples) == (1, (f"A1: {status}",))


def test_a_status_alone_tells_who_left_and_not_when(company: Company) -> None:
    """Without a column of days retention cannot be seen, and the export could bring it."""
    accounts = "account_id,start_at,status\nA1,2024-01-01,Churned\nA2,2024-01-01,Active\nA3,2024-01-01,\n"
    alone = fault(company({"accounts": accounts}), "have left by their status, and nothing says when")
    assert (alone.column, alone.count, alone.examples) == ("churned_at", 1, ("A1: Churned",))
