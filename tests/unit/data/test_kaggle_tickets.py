"""Kaggle's customer support tickets: a file that cannot say when a customer asked, and whose times run backwards."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.unit.data.conftest import assert_rows_add_up, fault

from valuestory.data import CompanyTables, examine_tables, open_tables
from valuestory.errors import DataError

TICKETS = "customer_support_tickets.csv"
HONEST = f"""
[company]
name = "Tickets"
[sources.cases]
path = "{TICKETS}"
extracted_on = 2023-06-02
skip = ["Customer Age", "Customer Gender", "Ticket Subject", "Ticket Description", "Resolution"]
[sources.cases.columns]
case_id = "Ticket ID"
account_id = "Product Purchased"
first_response_at = "First Response Time"
resolved_at = "Time to Resolution"
status = "Ticket Status"
channel = "Ticket Channel"
csat_score = "Customer Satisfaction Rating"
"""
FROM_THE_ANSWER = HONEST.replace("first_response_at", "opened_at")


@pytest.fixture
def folder(shared: Path, tmp_path: Path) -> Path:
    """The published file in a folder of its own."""
    shutil.copy(shared / "customer_support_tickets_kaggle" / TICKETS, tmp_path)
    return tmp_path


def read(folder: Path, settings: str) -> CompanyTables:
    """Return the tickets read by these settings, faults that stop included."""
    (folder / "valuestory.toml").write_text(settings, encoding="utf-8")
    return examine_tables(str(folder))


def test_without_the_moment_of_asking_there_is_no_first_response_time(folder: Path) -> None:
    """The file is refused with the reason, and neither the purchase nor the answer is taken in its place."""
    found = read(folder, HONEST)
    assert "cases" not in found.tables
    missing = fault(found, 'has no column "opened_at"')
    assert (missing.action, missing.column) == ("stops", "opened_at")
    assert "when the customer asked" in missing.what
    assert {each.table: (each.read, each.used, each.set_aside) for each in found.rows}["cases"] == (8469, 0, 8469)
    with pytest.raises(DataError, match="when the customer asked"):
        open_tables(str(folder))


def test_a_resolution_before_the_first_response_is_counted(folder: Path) -> None:
    """Settings that begin a case with its first answer: 1,365 of 2,769 resolutions lie before it, and are emptied."""
    found = read(folder, FROM_THE_ANSWER)
    backwards = fault(found, "have a resolved_at before their opened_at: resolved_at is emptied")
    assert (backwards.action, backwards.count, len(backwards.examples)) == ("noted", 1365, 3)
    cases = found.tables["cases"]
    assert int(cases.filter(cases.status == "Closed").count().execute()) == 2769
    assert int(cases.resolved_at.count().execute()) == 2769 - 1365
    assert int(cases.csat_score.count().execute()) == 2769
    assert "first_response_at" not in cases.columns, "a time from the answer to the answer would always be nought"
    assert fault(found, "have no opened_at: set aside").count == 8469 - 5650
    assert_rows_add_up(found)
