"""An event log that nobody here made: one row an event, folded by the shipped example to one row a ticket."""

from __future__ import annotations

import csv
import datetime
import shutil
import statistics
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.unit.data.conftest import assert_rows_add_up, fault, values

from valuestory.data import CompanyTables, open_tables

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "helpdesk"
DAY = datetime.timedelta(days=1)


@pytest.fixture(scope="module")
def helpdesk(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> CompanyTables:
    """The example folder with the log put beside its settings, as its README says."""
    folder = tmp_path_factory.mktemp("helpdesk")
    for path in [*EXAMPLE.iterdir(), shared / "helpdesk_italian" / "helpdesk.csv"]:
        shutil.copy(path, folder)
    return open_tables(str(folder))


def days(helpdesk: CompanyTables, until: str) -> list[float]:
    """Return how many days after its opening each ticket reached a moment, where it did."""
    times = values(helpdesk, "cases", "case_id", "opened_at", until)
    return [(end - start) / DAY for _, start, end in times if end is not None]  # type: ignore[operator]


def test_every_event_is_read(helpdesk: CompanyTables) -> None:
    """The published sizes: 21,348 events of 4,580 tickets; all are used, 16,768 are folded into a ticket."""
    rows = next(each for each in helpdesk.rows if each.table == "cases")
    assert (rows.read, rows.used, rows.folded, rows.set_aside) == (21348, 21348, 16768, 0)
    assert helpdesk.tables["cases"].count().execute() == 4580
    assert_rows_add_up(helpdesk)


def test_closed_is_not_resolved(helpdesk: CompanyTables) -> None:
    """The published durations: 40.86 days to the last event, 11.54 to the last answer (median 6.66)."""
    resolved = days(helpdesk, "resolved_at")
    assert round(statistics.fmean(days(helpdesk, "closed_at")), 2) == 40.86
    assert (round(statistics.fmean(resolved), 2), round(statistics.median(resolved), 2)) == (11.54, 6.66)
    assert len(resolved) == 4569


def last_events(path: Path) -> Mapping[str, tuple[str, str]]:
    """Return the time and the customer of each ticket's last event, worked out here from the file itself."""
    last: dict[str, tuple[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            at, before = row["Complete Timestamp"], last.get(row["Case ID"])
            if before is None or at >= before[0]:
                last[row["Case ID"]] = (at, row["customer"])
    return last


def test_a_ticket_has_the_time_and_the_customer_of_its_last_event(helpdesk: CompanyTables, shared: Path) -> None:
    """Each of the 4,580 is held against the file; seven changed their customer, so 395 of 397 have a ticket."""
    expected = last_events(shared / "helpdesk_italian" / "helpdesk.csv")
    found = values(helpdesk, "cases", "case_id", "closed_at", "account_id")
    assert {case: (f"{at:%Y/%m/%d %H:%M:%S}.000", customer) for case, at, customer in found} == expected
    assert (
        fault(helpdesk, "are derived from cases").count == len({customer for _, customer in expected.values()}) == 395
    )
