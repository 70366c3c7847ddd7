"""ServiceNow: lists as they are exported, the log with one row an update, and the tables that a loader lands."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Mapping
from pathlib import Path

import duckdb
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


WAREHOUSE = {
    "incident": (
        "sys_id,_fivetran_deleted,_fivetran_synced,caller_id_link,caller_id_value,category,close_code,incident_state,"
        "reopen_count,resolved_at,severity,subcategory,sys_created_on,sys_updated_on\n"
        "i1,FALSE,2026-02-01 00:00:00,x,u1,software,Solved,7,1,2026-01-05 12:30:00,2,mail,2026-01-05 08:01:00,"
        "2026-01-12 13:00:00\n"
        "i2,FALSE,2026-02-01 00:00:00,x,u2,network,,11,0,,3,,2026-01-06 09:15:00,2026-01-06 10:00:00\n"
        "i3,TRUE,2026-02-01 00:00:00,x,u1,network,,1,0,,3,,2026-01-07 09:15:00,2026-01-07 10:00:00\n"
        "i4,FALSE,2026-02-01 00:00:00,,,hardware,,3,0,,3,,2026-01-08 09:15:00,2026-01-08 10:00:00\n"
    ),
    "task": (
        "sys_id,_fivetran_deleted,number,opened_at,closed_at,company_value,assignment_group_value,assigned_to_value,"
        "business_service_value,reassignment_count,contact_type,priority,impact,urgency,made_sla,state,sys_class_name\n"
        "i1,FALSE,INC0010001,2026-01-05 08:00:00,2026-01-12 13:00:00,c1,g1,u3,s1,2,email,1,1,1,TRUE,7,incident\n"
        "i2,FALSE,INC0010002,2026-01-06 09:15:00,,,g1,,,0,self-service,3,2,2,TRUE,11,incident\n"
        "p1,FALSE,PRB0040001,2026-01-06 09:15:00,,c1,g1,,,0,,3,2,2,TRUE,101,problem\n"
    ),
    "core_company": (
        "_fivetran_deleted,sys_id,city,country,customer,name,phone,sys_created_on,vendor,manufacturer,parent_value\n"
        "FALSE,c1,Berlin,DE,TRUE,ACME,123,2020-01-01 00:00:00,TRUE,FALSE,\n"
        "FALSE,c2,Paris,FR,FALSE,Umbrella,123,2021-01-01 00:00:00,FALSE,FALSE,c1\n"
        "FALSE,c3,Oslo,NO,FALSE,Maker,123,2019-01-01 00:00:00,FALSE,TRUE,\n"
        "TRUE,c4,Rome,IT,TRUE,Gone,123,2019-01-01 00:00:00,FALSE,FALSE,\n"
    ),
    "sys_user": (
        "sys_id,_fivetran_deleted,company_value,email,name,user_name\n"
        "u1,FALSE,c1,abel@example.com,Abel Tuter,abel.tuter\n"
        "u2,FALSE,c2,bow@example.com,Bow Ruggeri,bow.ruggeri\n"
        "u3,FALSE,,beth@example.com,Beth Anglin,beth.anglin\n"
    ),
    "sys_user_group": "sys_id,_fivetran_deleted,default_assignee_value,name\ng1,FALSE,,Desk\ng2,FALSE,,Network\n",
    "cmdb_ci_service": "sys_id,name,service_classification\ns1,E-mail,Business Service\n",
    "sys_choice": (
        "sys_id,name,element,value,label,language,inactive\n"
        "x1,incident,incident_state,11,Awaiting Vendor,en,FALSE\n"
        "x2,incident,incident_state,11,Warten,de,FALSE\n"
        "x3,incident,incident_state,7,Done and dusted,en,FALSE\n"
        "x4,problem,incident_state,11,Other,en,FALSE\n"
        "x5,incident,incident_state,11,Old,en,TRUE\n"
    ),
    "task_sla": (
        "sys_id,has_breached,stage,task_value\nt1,FALSE,completed,i1\nt2,TRUE,completed,i1\nt3,FALSE,in_progress,i2\n"
    ),
    "sys_audit": (
        "sys_id,tablename,documentkey,fieldname,oldvalue,newvalue,sys_created_on,sys_created_by\n"
        "a1,incident,i1,assignment_group,,g1,2026-01-05 08:01:00,beth.anglin\n"
        "a2,incident,i1,assignment_group,g1,g2,2026-01-05 09:00:00,beth.anglin\n"
        "a3,incident,i1,incident_state,1,2,2026-01-05 08:02:00,beth.anglin\n"
        "a4,incident,i1,state,1,2,2026-01-05 08:02:00,beth.anglin\n"
        "a5,incident,i1,incident_state,2,6,2026-01-05 12:30:00,beth.anglin\n"
        "a6,incident,i1,incident_state,6,2,2026-01-06 08:00:00,abel.tuter\n"
        "a7,incident,i1,incident_state,2,7,2026-01-12 13:00:00,system\n"
        "a8,incident,i1,comments,,Please help,2026-01-05 08:05:00,abel.tuter\n"
        "a9,incident,i1,short_description,a,b,2026-01-05 08:06:00,beth.anglin\n"
        "b1,problem,p1,priority,3,2,2026-01-05 08:06:00,beth.anglin\n"
    ),
    "sys_journal_field": (
        "sys_id,name,element_id,element,value,sys_created_on,sys_created_by\n"
        "j1,incident,i1,comments,Please help,2026-01-05 08:05:00,abel.tuter\n"
        "j2,incident,i1,work_notes,Looks odd,2026-01-05 08:10:00,beth.anglin\n"
        "j3,incident,i1,comments,We are on it,2026-01-05 08:20:00,beth.anglin\n"
        "j4,incident,i1,comments,Solved,2026-01-05 12:30:00,beth.anglin\n"
        "j5,problem,p1,comments,Other,2026-01-05 12:30:00,beth.anglin\n"
    ),
}
"""Column names as a loader lands them (sys_audit and sys_journal_field as ServiceNow itself calls their fields)."""


@pytest.fixture(scope="module", params=["files", "duckdb"])
def warehouse(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CompanyTables:
    """The tables as CSV files, every value text, and in a DuckDB database, typed."""
    folder = tmp_path_factory.mktemp("servicenow")
    for name, text in WAREHOUSE.items():
        (folder / f"{name}.csv").write_text(text)
    if request.param == "files":
        return open_tables(str(folder))
    with duckdb.connect(folder / "now.duckdb") as connection:
        for name in WAREHOUSE:
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder / name}.csv')")
    return open_tables(str(folder / "now.duckdb"))


def test_an_incident_is_a_row_of_incident_and_one_of_task(warehouse: CompanyTables) -> None:
    """States by known code, else by label; the caller's company where the task has none; created where a task lacks."""
    told = values(warehouse, "cases", *TOLD, "severity", "reason", "group", "product", "sla_has_breached")
    assert as_text(told) == [
        "i1 c1 closed urgent email 2026-01-05 08:00:00 2026-01-05 12:30:00 2026-01-12 13:00:00 medium software Desk"
        " E-mail true",
        "i2 c2 on_hold normal portal 2026-01-06 09:15:00 None None low network Desk None false",
        "i4 None on_hold None None 2026-01-08 09:15:00 None None low hardware None None None",
    ]
    counted = values(warehouse, "cases", "case_id", "handoffs_count", "reopens_count", "contact_id", "owner_id")
    assert as_text(counted) == ["i1 2 1 u1 u3", "i2 0 0 u2 None", "i4 None 0 None None"]
    gone = [each for each in warehouse.faults if "are marked as deleted in the source" in each.what]
    assert [(each.table, each.count, each.action) for each in gone] == [
        ("accounts", 1, "set aside"),
        ("cases", 1, "set aside"),
    ]
    assert {each.vendor for each in warehouse.sources.values()} == {"ServiceNow"}
    assert_rows_add_up(warehouse)


def test_accounts_are_the_companies_that_are_not_only_vendors(warehouse: CompanyTables) -> None:
    """A customer may be a vendor too; a manufacturer that is no customer is left out and counted."""
    told = values(warehouse, "accounts", "account_id", "name", "region", "parent_id", "start_at")
    assert as_text(told) == [
        "c1 ACME DE None 2020-01-01 00:00:00",
        "c2 Umbrella FR c1 2021-01-01 00:00:00",
    ]
    assert fault(warehouse, "are vendors or manufacturers, and no customers").count == 1


def test_what_happened_is_told_once_and_by_whom(warehouse: CompanyTables) -> None:
    """Comments come from the journal alone, without their text; a change of state is told once; the caller is known."""
    columns = ("at", "case_id", "kind", "from_value", "to_value", "actor_id", "actor_role", "is_public")
    assert sorted(as_text(values(warehouse, "case_events", *columns))) == [
        "2026-01-05 08:01:00 i1 group None g1 u3 agent None",
        "2026-01-05 08:02:00 i1 status new open u3 agent None",
        "2026-01-05 08:05:00 i1 reply None None u1 customer True",
        "2026-01-05 08:10:00 i1 note None None u3 agent False",
        "2026-01-05 08:20:00 i1 reply None None u3 agent True",
        "2026-01-05 09:00:00 i1 group g1 g2 u3 agent None",
        "2026-01-05 12:30:00 i1 reply None None u3 agent True",
        "2026-01-05 12:30:00 i1 status open solved u3 agent None",
        "2026-01-06 08:00:00 i1 status solved open u1 customer None",
        "2026-01-12 13:00:00 i1 status open closed None system None",
    ]
    aside = {each.what: each.count for each in warehouse.faults if each.table == "case_events" and each.count}
    assert aside == {
        "are changes of fields that nothing here looks at: set aside": 1,
        "are changes of records that are no incidents: set aside": 2,
        "are told by sys_journal_field as well: set aside": 1,
        "repeat a change of incident_state: set aside": 1,
    }
    rows = next(each for each in warehouse.rows if each.table == "case_events")
    assert (rows.read, rows.used, rows.set_aside) == (15, 10, 5)


def test_the_first_answer_is_the_first_public_comment_of_an_agent(warehouse: CompanyTables) -> None:
    """Neither the caller's own comment (08:05) nor a work note (08:10), but the agent's comment at 08:20."""
    told = values(warehouse, "cases", "case_id", "first_response_at", "touches_count")
    assert as_text(told) == ["i1 2026-01-05 08:20:00 2", "i2 None None", "i4 None None"]
    assert fault(warehouse, "have no first_response_at of their own: derived from case_events").table == "cases"


def test_the_tables_of_a_loader_open_without_hand_work(shared: Path) -> None:
    """The published folder: its incident has no row of task, so no company and no priority."""
    found = open_tables(str(shared / "vendor_exports" / "fivetran_dbt_servicenow"))
    assert {each.vendor for each in found.sources.values()} == {"ServiceNow"}
    assert {each.table: (each.read, each.used) for each in found.rows} == {"accounts": (1, 1), "cases": (1, 1)}
    assert as_text(values(found, "accounts", "account_id", "name", "region", "start_at")) == [
        "2f1c3218bfd101007a6d257b3f0739ee System manufacturer USA 2013-05-08 20:23:29"
    ]
    told = values(found, "cases", *TOLD, "severity", "reason", "contact_id")
    assert as_text(told) == [
        "a9e30c7dc61122760116894de7bcc7bd None new None None 2023-06-02 22:05:30 None None low software"
        " 46c6f9efa9fe198101ddf5eed9adf6e7"
    ]
    counted = [(each.table, each.what.partition(":")[0]) for each in found.faults if each.count]
    assert counted == [("cases", "have no account")]
    assert [each.action for each in found.faults] == ["noted"] * len(found.faults)
