"""The published figures of IBM's Telco customers, through the settings that ship as an example."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values

from valuestory.data import CompanyTables, open_tables

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "telco"


@pytest.fixture(scope="module")
def telco(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> CompanyTables:
    """The example's folder with the published file beside its settings, as its README says."""
    folder = tmp_path_factory.mktemp("telco")
    for path in [*EXAMPLE.iterdir(), *(shared / "telco_churn_ibm").glob("*.csv")]:
        shutil.copy(path, folder)
    return open_tables(str(folder))


def test_customers_those_who_left_and_revenue_are_as_published(telco: CompanyTables) -> None:
    """7,043 customers, 1,869 of them gone (26.54 %), 456,116.60 a month."""
    accounts, lines = telco.tables["accounts"], telco.tables["subscriptions"]
    customers, gone = int(accounts.count().execute()), int(accounts.churned_at.count().execute())
    assert (customers, gone, round(100 * gone / customers, 2)) == (7043, 1869, 26.54)
    assert round(float(lines.arr_amount.sum().execute()) / 12, 2) == 456_116.60
    assert {each.table: (each.read, each.used) for each in telco.rows} == {
        "accounts": (7043, 7043),
        "subscriptions": (7043, 7043),
    }
    assert_rows_add_up(telco)


def test_bought_support_keeps_its_three_values(telco: CompanyTables) -> None:
    """By plain pandas: 2,044 with (310 gone), 3,473 without (1,446 gone), 1,526 who cannot have it (113 gone)."""
    rows = values(telco, "accounts", "techsupport", "churned_at")
    counted = {kind: [left for each, left in rows if each == kind] for kind in {each for each, _ in rows}}
    assert {kind: (len(each), sum(left is not None for left in each)) for kind, each in counted.items()} == {
        "Yes": (2044, 310),
        "No": (3473, 1446),
        "No internet service": (1526, 113),
    }
    assert not {"gender", "seniorcitizen", "partner", "dependents"} & set(telco.tables["accounts"].columns)


SNAPSHOT = "account_id,months,state,fee,note\nA1,13,gone,10.5,x\nA2,0,here,20,x\nA3,many,here,,x\n"
SETTINGS = """
[sources.accounts]
skip = ["fee", "note"]
[[sources.accounts.reshape]]
function = "snapshots.counted_back"
day = "{}"
months = "months"
started = "began"
gone = "state"
words = ["gone"]
[sources.accounts.columns]
start_at = "began"
churned_at = "left"
"""


def test_days_are_counted_back_by_calendar_months(company: Company) -> None:
    """Thirteen months before 31 March 2024 is the last of February 2023; what is no number of months has no day."""
    found = company({"accounts": SNAPSHOT, "cases": CASES}, SETTINGS.format("2024-03-31"))
    told = values(found, "accounts", "account_id", "start_at", "churned_at")
    assert [tuple(map(str, row)) for row in told] == [
        ("A1", "2023-02-28 00:00:00", "2024-03-31 00:00:00"),
        ("A2", "2024-03-31 00:00:00", "None"),
    ]
    assert fault(found, "have no start_at").count == 1
    assert_rows_add_up(found)


def test_a_day_that_is_none_stops_and_a_skipped_column_does_not(company: Company) -> None:
    """The day is named with how to write it; `skip` names columns of the file, which its reshaped rows lack."""
    found = company({"accounts": SNAPSHOT, "cases": CASES}, SETTINGS.format("last spring"))
    stops = [each for each in found.faults if each.action == "stops"]
    assert [each.what for each in stops] == ['cannot be counted back from "last spring", which is no day']
    mistyped = company({"accounts": SNAPSHOT, "cases": CASES}, SETTINGS.format("2024-03-31").replace("note", "nota"))
    assert fault(mistyped, 'has no column "nota"').action == "stops"


CASES = "case_id,account_id,opened_at\n1,A1,2024-03-01\n"
