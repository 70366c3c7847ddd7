"""RavenStack, a company that nobody here made: five CSV files with names of their own, read by the shipped example."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.unit.data.conftest import assert_rows_add_up, fault, values

from valuestory.data import CompanyTables, open_tables

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "ravenstack"


@pytest.fixture(scope="module")
def ravenstack(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> CompanyTables:
    """The example folder with the five files put beside its settings, as its README says."""
    folder = tmp_path_factory.mktemp("ravenstack")
    for path in [*EXAMPLE.iterdir(), *(shared / "ravenstack_saas").glob("*.csv")]:
        shutil.copy(path, folder)
    return open_tables(str(folder))


def test_every_row_is_read(ravenstack: CompanyTables) -> None:
    """The published sizes: 500 accounts, 5,000 subscriptions, 25,000 usage rows, 2,000 tickets."""
    read = {each.table: each.read for each in ravenstack.rows}
    assert read == {"accounts": 500, "subscriptions": 5000, "usage": 25000, "cases": 2000}
    assert_rows_add_up(ravenstack)


def test_tickets_dated_before_signup_are_counted(ravenstack: CompanyTables) -> None:
    """53.9 % of tickets (1,077 of 2,000, by plain pandas) are dated before their account's signup."""
    early = [f for f in ravenstack.faults if f.table == "cases" and "before their account's start_at" in f.what]
    assert [(f.count, f.share, f.action) for f in early] == [(1077, 0.5385, "noted")]


def test_two_sources_of_churn_are_held_against_each_other(ravenstack: CompanyTables) -> None:
    """110 accounts are flagged, 352 have a churn event; by plain pandas they differ for 312."""
    found = fault(ravenstack, "are flagged is_churned")
    assert "352 have a churned_at" in found.what
    assert "110 are flagged" in found.what
    assert (found.count, len(found.examples)) == (312, 3)


def test_repeated_usage_ids_are_set_aside(ravenstack: CompanyTables) -> None:
    """21 usage ids appear twice: the second of each is set aside, the first stays."""
    found = fault(ravenstack, "repeat a usage_id")
    assert (found.count, found.action, len(found.examples)) == (21, "set aside", 3)
    assert {each.table: each.set_aside for each in ravenstack.rows}["usage"] == 21


def test_usage_finds_its_account_through_the_subscription(ravenstack: CompanyTables) -> None:
    """Every usage row has the account of its subscription: S-0fcf7d belongs to the account that its file names."""
    usage = ravenstack.tables["usage"]
    assert usage.account_id.isnull().sum().execute() == 0
    assert usage.account_id.nunique().execute() == 500


def test_first_response_is_minutes_after_the_ticket_was_opened(ravenstack: CompanyTables) -> None:
    """T-0024de was submitted on 2023-07-27 and answered 74 minutes later."""
    cases = ravenstack.tables["cases"].filter(ravenstack.tables["cases"].case_id == "T-0024de")
    row = cases.select("opened_at", "first_response_at", "resolved_at").to_pyarrow().to_pylist()[0]
    assert [str(each) for each in row.values()] == ["2023-07-27 00:00:00", "2023-07-27 01:14:00", "2023-07-28 03:00:00"]


def test_an_account_that_left_twice_has_its_latest_day(ravenstack: CompanyTables, shared: Path) -> None:
    """churned_at is the greatest churn_date of the account, worked out here from the file itself."""
    latest: dict[str, str] = {}
    for line in (shared / "ravenstack_saas" / "ravenstack_churn_events.csv").read_text().splitlines()[1:]:
        _, account, day, *_ = line.split(",")
        latest[account] = max(day, latest.get(account, ""))
    found = values(ravenstack, "accounts", "account_id", "churned_at")
    assert {account: str(at)[:10] for account, at in found if at is not None} == latest


def test_columns_that_are_not_canonical_are_kept_as_slices(ravenstack: CompanyTables) -> None:
    """Their referral_source is a slice of accounts; nothing canonical is lost to it."""
    assert "referral_source" in ravenstack.tables["accounts"].columns
    assert ravenstack.sources["usage"].system == "RavenStack product log"
