"""ServiceNow: lists as they are exported, the log with one row an update, and the tables that a loader lands."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.unit.data.conftest import assert_rows_add_up, fault, values

from valuestory.data import CompanyTables, examine_tables, open_tables

NAMES = (
    "number,opened_at,short_description,caller_id,company,priority,incident_state,category,assignment_group,assigned_to,"
    "contact_type,reassignment_count,reopen_count,resolved_at,closed_at,sys_id,made_sla\n"
    'INC0010001,2026-01-05 08:00:00,"Mail, again\nand again",Abel Tuter,ACME,1 - Critical,Closed,Software,Desk,'
    "Beth Anglin,Email,2,1,2026-01-05 12:30:00,2026-01-12 13:00:00,9d385017c611228701d22104cc95c371,true\n"
    "INC0010002,2026-01-06 09:15:00,No sound,Bow Ruggeri,ACME,3 - Moderate,On Hold,Hardware,Desk,,Self-service,0,0,,,"
    "e8caedcbc0a80164017df472f39eaed1,true\n"
    "INC0010003,2026-01-07 10:00:00,VPN,Carol Coughlin,,5 - Planning,Awaiting User Info,Network,,,Walk-in,0,0,,,"
    "d71f7935c0a8016700802b64c67c11c6,false\n"
)
LABELS = (
    "Number,Opened,Short description,Caller,Company,Priority,State,Category,Assignment group,Assigned to,Channel,"
    "Reassignment count,Reopen count,Resolved,Closed\n"
    "INC0010001,2026-01-05 08:00:00,Mail,Abel Tuter,ACME,1 - Critical,Closed,Software,Desk,Beth Anglin,Email,2,1,"
    "2026-01-05 12:30:00,2026-01-12 13:00:00\n"
    "INC0010002,2026-01-06 09:15:00,No sound,Bow Ruggeri,ACME,3 - Moderate,On Hold,Hardware,Desk,,Self-service,0,0,,\n"
    "INC0010003,2026-01-07 10:00:00,VPN,Carol Coughlin,,5 - Planning,Awaiting User Info,Network,,,Walk-in,0,0,,\n"
)
TOLD = ("case_id", "account_id", "status", "priority", "channel", "opened_at", "resolved_at", "closed_at")
EXPECTED = [
    "INC0010001 ACME closed urgent email 2026-01-05 08:00:00 2026-01-05 12:30:00 2026-01-12 13:00:00",
    "INC0010002 ACME on_hold normal portal 2026-01-06 09:15:00 None None",
    "INC0010003 None pending low walk_in 2026-01-07 10:00:00 None None",
]


def as_text(rows: list[tuple[object, ...]]) -> list[str]:
    """Return each row as a line of text."""
    return [" ".join(map(str, row)) for row in rows]


@pytest.mark.parametrize("text", [NAMES, LABELS], ids=["names of fields", "labels"])
def test_a_list_is_read_with_names_of_fields_or_labels(tmp_path: Path, text: str) -> None:
    """The same three incidents, exported either way, under a name that says nothing."""
    (tmp_path / "download.csv").write_text(text)
    found = open_tables(str(tmp_path))
    assert fault(found, "are read as ServiceNow's own export (download.csv)").table == "cases"
    assert as_text(values(found, "cases", *TOLD)) == EXPECTED
    counted = values(found, "cases", "case_id", "handoffs_count", "reopens_count", "group", "reason")
    assert counted[0] == ("INC0010001", 2, 1, "Desk", "Software")
    assert values(found, "accounts", "account_id") == [("ACME",)]
    assert fault(found, "have no account").count == 1
    assert_rows_add_up(found)


@pytest.mark.parametrize("text", [NAMES, LABELS], ids=["names of fields", "labels"])
def test_names_of_people_and_free_text_are_not_read(tmp_path: Path, text: str) -> None:
    """Callers and assignees are shown by their names in a list: neither they nor what they wrote is taken."""
    (tmp_path / "incident.csv").write_text(text)
    cases = open_tables(str(tmp_path)).tables["cases"]
    assert not {"short_description", "caller", "caller_id", "assigned_to", "contact_id", "owner_id"} & {*cases.columns}
    everything = str(cases.to_pyarrow().to_pylist())
    assert not [name for name in ("Abel", "Beth", "Mail,", "VPN") if name in everything]


def test_companies_are_found_by_their_name(tmp_path: Path) -> None:
    """The list of companies beside that of incidents gives the accounts; a company that it lacks is counted."""
    (tmp_path / "incident.csv").write_text(NAMES.replace("Ruggeri,ACME", "Ruggeri,Umbrella"))
    companies = "name,street,country,sys_created_on,sys_id\nACME,1 Road,US,2020-02-01 00:00:00,31bea3d5\n"
    (tmp_path / "core_company.csv").write_text(companies)
    found = open_tables(str(tmp_path))
    assert as_text(values(found, "accounts", "account_id", "name", "region", "start_at")) == [
        "31bea3d5 ACME US 2020-02-01 00:00:00"
    ]
    assert values(found, "cases", "case_id", "account_id") == [
        ("INC0010001", "31bea3d5"),
        ("INC0010002", None),
        ("INC0010003", None),
    ]
    assert fault(found, "have an account name that accounts does not have").examples == ("INC0010002: Umbrella",)
    assert fault(found, "have the day on which the company was entered in ServiceNow").table == "accounts"


def test_without_a_company_the_place_serves_and_that_is_said(tmp_path: Path) -> None:
    """A list without Company has the caller's location; naming it in the settings answers the remark."""
    (tmp_path / "incident.csv").write_text(NAMES.replace(",company,", ",location,", 1))
    assert fault(open_tables(str(tmp_path)), "have the place of the caller as their account").column == "account_id"
    settings = '[company]\nname = "T"\n[sources.cases]\npath = "incident.csv"\naccount_named = "location"\n'
    (tmp_path / "valuestory.toml").write_text(settings)
    said = [each.what for each in open_tables(str(tmp_path)).faults]
    assert not [each for each in said if "the place of the caller" in each]


def test_a_mistyped_label_is_offered(tmp_path: Path) -> None:
    """`Opened` became `Openned`: the mapping says what it is usually called, and the nearest of theirs."""
    (tmp_path / "incident.csv").write_text(LABELS.replace(",Opened,", ",Openned,"))
    settings = '[company]\nname = "T"\n[sources.cases]\npath = "incident.csv"\nvendor = "servicenow-export"\n'
    (tmp_path / "valuestory.toml").write_text(settings)
    missing = fault(examine_tables(str(tmp_path)), 'has no column "opened_at"')
    assert missing.action == "stops"
    assert '"Openned"' in missing.do


UPDATES = (
    "number,incident_state,reassignment_count,reopen_count,sys_mod_count,caller_id,opened_at,sys_updated_on,company,"
    "assignment_group,resolved_at,closed_at\n"
    "INC1,New,0,0,0,Ann Lee,2026-01-05 08:00:00,2026-01-05 08:00:00,ACME,Desk,?,?\n"
    "INC1,Closed,2,1,10,Ann Lee,2026-01-05 08:00:00,2026-01-20 08:00:00,ACME,Network,2026-01-10 09:00:00,"
    "2026-01-20 08:00:00\n"
    "INC1,Resolved,1,0,9,Ann Lee,2026-01-05 08:00:00,2026-01-06 08:00:00,ACME,Desk,2026-01-06 08:00:00,?\n"
    "INC2,Active,1,0,3,Bo Day,2026-01-06 08:00:00,2026-01-06 09:00:00,?,?,?,?\n"
    "INC3,New,0,0,0,Cy Day\n"
)


def test_one_row_an_update_is_folded_to_one_row_a_case(tmp_path: Path) -> None:
    """The update with the greatest number counts, wherever it stands (10 after 9); the others are folded, not lost."""
    (tmp_path / "incident.csv").write_text(UPDATES)
    found = open_tables(str(tmp_path))
    assert fault(found, "are read as ServiceNow's own export").table == "cases"
    told = values(found, "cases", "case_id", "account_id", "status", "handoffs_count", "reopens_count", "resolved_at")
    assert as_text(told) == [
        "INC1 ACME closed 2 1 2026-01-10 09:00:00",
        "INC2 None open 1 0 None",
    ]
    rows = next(each for each in found.rows if each.table == "cases")
    assert (rows.read, rows.used, rows.folded, rows.set_aside) == (5, 4, 2, 1)
    assert fault(found, "lines with fewer fields than the header").count == 1
    assert_rows_add_up(found)


LOG = "incident_event_log.csv"
PLACES = '[company]\nname = "UCI"\n[sources.cases]\npath = "incident_event_log.csv"\naccount_named = "location"\n'


def test_day_and_month_of_the_published_log_are_asked_for(shared: Path) -> None:
    """Every date could be either way round: nothing is guessed, and the evidence says which it is."""
    found = examine_tables(str(shared / "uci_incidents_2000" / LOG))
    assert fault(found, "are read as ServiceNow's own export (incident_event_log.csv)").table == "cases"
    stop = next(each for each in found.faults if each.column == "opened_at")
    assert (stop.action, stop.count, stop.examples[0]) == ("stops", 2000, "INC0000045: 29/2/2016 01:16")
    assert "the first number is over 12 in 207, the second number is over 12 in 0" in stop.what
    assert "%d/%m/%Y" in stop.do
    assert [(each.read, each.set_aside) for each in found.rows if each.table == "cases"] == [(14041, 14041)]


@pytest.fixture(scope="module")
def log(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> CompanyTables:
    """The published log, with the two things said that the file does not say: its dates' format, and the account."""
    folder = tmp_path_factory.mktemp("uci")
    (folder / LOG).symlink_to(shared / "uci_incidents_2000" / LOG)
    (folder / "valuestory.toml").write_text(PLACES + 'date_format = "%d/%m/%Y %H:%M"\nextracted_on = 2017-03-01\n')
    return open_tables(str(folder))


def last_rows(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Return the last update of each incident, worked out here from the file itself."""
    last: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            before = last.get(row["number"])
            if before is None or int(row["sys_mod_count"]) >= int(before["sys_mod_count"]):
                last[row["number"]] = row
    return last


def as_told(row: Mapping[str, str]) -> tuple[object, ...]:
    """Return what a last update says of its case, `?` being nothing and dates day-first."""
    told = {name: None if text == "?" else text for name, text in row.items()}
    times = [told["resolved_at"], told["closed_at"]]
    read = [datetime.datetime.strptime(each, "%d/%m/%Y %H:%M") if each else None for each in times]
    counts = [int(row["reassignment_count"]), int(row["reopen_count"])]
    return (row["number"], told["location"], *counts, *read, row["incident_state"].lower())


def test_the_published_log_is_2000_cases_of_14041_rows(log: CompanyTables) -> None:
    """Rows read are rows used and set aside; 12,041 earlier updates are folded into their case."""
    rows = next(each for each in log.rows if each.table == "cases")
    assert (rows.read, rows.used, rows.folded, rows.set_aside) == (14041, 14041, 12041, 0)
    assert log.tables["cases"].count().execute() == 2000
    assert fault(log, "have no account").count == 4
    assert_rows_add_up(log)


def test_every_case_of_the_published_log_is_as_its_last_row_says(log: CompanyTables, shared: Path) -> None:
    """Hand-offs (2,356 in all), reopens (33), resolved (64 never) and closed: each equal to the file's own text."""
    columns = ("case_id", "account_id", "handoffs_count", "reopens_count", "resolved_at", "closed_at", "status")
    found = values(log, "cases", *columns)
    assert found == [as_told(row) for _, row in sorted(last_rows(shared / "uci_incidents_2000" / LOG).items())]
    assert sum(int(str(row[2])) for row in found) == 2356
    assert sum(int(str(row[3])) for row in found) == 33
    assert sum(row[4] is None for row in found) == 64
