"""Jira Service Management: the navigator's CSV with its repeated headers, and the tables that a loader lands."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tests.unit.data.conftest import assert_rows_add_up, fault, values

from valuestory.data import CompanyTables, examine_tables, open_tables

HEADER = (
    "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Project type,Project lead,Project lead id,"
    "Priority,Resolution,Assignee,Assignee Id,Reporter,Reporter Id,Created,Updated,Resolved,Labels,Labels,Watchers,"
    "Watchers,Time Spent,Custom field (Organizations),Custom field (Organizations),Custom field (Request Type),"
    "Satisfaction rating,Custom field ([CHART] Date of First Response),Sprint,Sprint,Comment,Comment,Status Category\n"
)
ISSUES = HEADER + (
    "VPN,IT-1,10001,Service Request,Resolved,IT,IT Desk,service_desk,Lee Low,5a1,Highest,Done,Ann Lee,5a2,Bo Day,qm:1,"
    "28/Jun/25 9:27 AM,30/Jun/25 1:00 PM,29/Jun/25 12:05 AM,vpn,home,Ann Lee,,5400,ACME,,Get help,4,28/Jun/25 9:57 AM,"
    ',,"28/Jun/25 9:57 AM;5a2;On it,\nnow",,Done\n'
    "Mail,IT-2,10002,Service Request,Waiting for customer,IT,IT Desk,service_desk,Lee Low,5a1,Medium,,,,Cy Day,qm:2,"
    "01/Jul/25 12:00 PM,01/Jul/25 12:00 PM,,,,,,,Umbrella,ACME,Get help,,,,,,,In Progress\n"
    "Disk,IT-3,10003,Incident,Triage,IT,IT Desk,service_desk,Lee Low,5a1,Lowest,,,,Di Day,5a9,"
    "02/Jul/25 8:00 AM,02/Jul/25 8:00 AM,,,,,,,,,,,,,,,,In Progress\n"
    "Epic,DEV-1,10004,Epic,To Do,DEV,Product,software,Lee Low,5a1,Medium,,,,Ann Lee,5a2,"
    "02/Jul/25 8:00 AM,02/Jul/25 8:00 AM,,,,,,,,,,,,,,,,To Do\n"
)
TOLD = ("case_id", "account_id", "status", "priority", "reason", "opened_at", "first_response_at", "resolved_at")


def as_text(rows: list[tuple[object, ...]]) -> list[str]:
    """Return each row as a line of text."""
    return [" ".join(map(str, row)) for row in rows]


def test_issues_of_the_navigator_are_read_as_they_are_exported(tmp_path: Path) -> None:
    """Dates with the month's name (12:05 AM is five past midnight), states by name, else by category."""
    (tmp_path / "Jira (3).csv").write_text("\ufeff" + ISSUES, encoding="utf-8")
    found = open_tables(str(tmp_path))
    assert fault(found, "are read as Jira Service Management's own export (Jira (3).csv)").table == "cases"
    assert as_text(values(found, "cases", *TOLD)) == [
        "IT-1 ACME solved urgent Get help 2025-06-28 09:27:00 2025-06-28 09:57:00 2025-06-29 00:05:00",
        "IT-2 None pending normal Get help 2025-07-01 12:00:00 None None",
        "IT-3 None open low None 2025-07-02 08:00:00 None None",
    ]
    assert as_text(values(found, "cases", "case_id", "csat_score", "work_minutes", "contact_id", "owner_id")) == [
        "IT-1 4.0 90.0 qm:1 5a2",
        "IT-2 None None qm:2 None",
        "IT-3 None None 5a9 None",
    ]
    assert_rows_add_up(found)


def test_what_is_no_request_or_of_no_single_customer_is_counted(tmp_path: Path) -> None:
    """An epic of a software project is set aside; an issue that two organizations share belongs to neither."""
    (tmp_path / "issues.csv").write_text(ISSUES)
    found = open_tables(str(tmp_path))
    aside = fault(found, "are issues of projects that are no service desk")
    assert (aside.count, aside.action) == (1, "set aside")
    shared_by_two = fault(found, "are shared by several organizations")
    assert (shared_by_two.count, shared_by_two.examples, shared_by_two.action) == (1, ("IT-2",), "noted")
    assert values(found, "accounts", "account_id") == [("ACME",)]


def test_without_organizations_the_project_is_the_account(tmp_path: Path) -> None:
    """The columns of organizations are there and empty, as they are in an export of all fields; that is said."""
    (tmp_path / "issues.csv").write_text(ISSUES.replace("ACME", "").replace("Umbrella", ""))
    found = open_tables(str(tmp_path))
    assert {account for _, account in values(found, "cases", "case_id", "account_id")} == {"IT Desk"}
    assert fault(found, "or its project where no request has an organization").column == "account_id"


def test_people_and_what_they_wrote_are_not_read(tmp_path: Path) -> None:
    """Neither reporters, assignees and watchers by name, nor comments; labels are kept once."""
    (tmp_path / "issues.csv").write_text(ISSUES)
    cases = open_tables(str(tmp_path)).tables["cases"]
    everything = str(cases.to_pyarrow().to_pylist())
    assert not [each for each in ("Ann Lee", "Bo Day", "Lee Low", "On it", "VPN") if each in everything]
    assert set(cases.columns) >= {"labels", "resolution"}
    assert not {"labels_2", "watchers", "comment", "sprint"} & {*cases.columns}


@pytest.mark.parametrize(
    ("dates", "pattern"),
    [
        (("16/02/2017 15:26", "05/03/2017 10:00"), "%d/%m/%Y %H:%M"),
        (("2/16/2017 15:26", "3/5/2017 10:00"), "%m/%d/%Y %H:%M"),
    ],
)
def test_dates_of_other_locales_are_asked_for_and_then_read(
    tmp_path: Path, dates: tuple[str, str], pattern: str
) -> None:
    """Day-first and month-first stop with the evidence; with the format said, both are 16 February and 5 March."""
    rows = [f"A,IT-{n},{n},Task,Done,IT,IT Desk,,,,High,,,,,5a{n},{each}" for n, each in enumerate(dates)]
    (tmp_path / "issues.csv").write_text(HEADER + "".join(f"{each}{',' * 17}\n" for each in rows))
    stop = fault(examine_tables(str(tmp_path)), "have an opened_at whose first number could be the day or the month")
    assert (stop.action, stop.examples[0].startswith("IT-0: ")) == ("stops", True)
    assert "is over 12 in 1" in stop.what
    settings = f'[company]\nname = "T"\n[sources.cases]\npath = "issues.csv"\ndate_format = "{pattern}"\n'
    (tmp_path / "valuestory.toml").write_text(settings)
    told = values(open_tables(str(tmp_path)), "cases", "case_id", "opened_at", "status")
    assert as_text(told) == ["IT-0 2017-02-16 15:26:00 solved", "IT-1 2017-03-05 10:00:00 solved"]


WAREHOUSE = {
    "issue": (
        "id,_fivetran_deleted,_fivetran_synced,_time_spent,assignee,created,creator,description,issue_type,key,parent_id,"
        "priority,project,reporter,resolution,resolved,status,summary,time_spent,updated,work_ratio\n"
        "1,FALSE,2026-02-01 00:00:00,3600,a1,2026-01-05 08:00:00,c1,Text,t1,IT-1,,1,p1,c1,r1,2026-01-06 09:00:00,s3,"
        "VPN,,2026-01-06 09:00:00,-1\n"
        "2,FALSE,2026-02-01 00:00:00,,,2026-01-06 08:00:00,c2,Text,t1,IT-2,,3,p1,c2,,,s2,Mail,,2026-01-06 08:00:00,-1\n"
        "3,TRUE,2026-02-01 00:00:00,,,2026-01-06 08:00:00,c2,Text,t1,IT-3,,3,p1,c2,,,s1,Gone,,2026-01-06 08:00:00,-1\n"
        "4,FALSE,2026-02-01 00:00:00,,,2026-01-07 08:00:00,a1,Text,t1,DEV-1,,3,p2,a1,,,s1,Big,,2026-01-07 08:00:00,-1\n"
        "5,FALSE,2026-02-01 00:00:00,,,2026-01-08 08:00:00,c1,Text,t9,IT-4,,9,p1,c1,,,s9,Disk,,2026-01-08 08:00:00,-1\n"
    ),
    "project": (
        "id,_fivetran_synced,description,key,lead_id,name,permission_scheme_id,project_category_id,project_type_key\n"
        "p1,x,,IT,a1,IT Desk,1,,service_desk\np2,x,,DEV,a1,Product,1,,software\n"
    ),
    "status": (
        "id,_fivetran_synced,description,name,status_category_id\n"
        "s1,x,,Triage,c2\ns2,x,,Waiting for customer,c4\ns3,x,,Shipped,c3\n"
    ),
    "status_category": "id,_fivetran_synced,name\nc2,x,To Do\nc3,x,Done\nc4,x,In Progress\n",
    "priority": "id,_fivetran_synced,description,name\n1,x,,Highest\n3,x,,Medium\n",
    "resolution": "id,_fivetran_synced,description,name\nr1,x,,Fixed\n",
    "issue_type": "id,_fivetran_synced,description,name,subtask\nt1,x,,Service Request,FALSE\n",
    "field": "id,_fivetran_synced,is_array,is_custom,name\nf1,x,TRUE,TRUE,Organizations\nf2,x,TRUE,TRUE,Sprint\n",
    "organization": "id,name\no1,ACME\no2,Umbrella\n",
    "issue_multiselect_history": (
        "_fivetran_id,time,_fivetran_synced,field_id,issue_id,value,author_id,is_active\n"
        "x1,2026-01-05 08:00:00,x,f1,1,o2,c1,FALSE\nx2,2026-01-05 09:00:00,x,f1,1,o1,c1,TRUE\n"
        "x3,2026-01-06 09:00:00,x,f1,2,o1,c2,TRUE\nx4,2026-01-06 09:00:00,x,f1,2,o2,c2,TRUE\n"
        "x5,2026-01-06 09:00:00,x,f2,5,9,c2,TRUE\n"
    ),
    "issue_field_history": (
        "field_id,issue_id,time,_fivetran_synced,value,is_active,author_id\n"
        "status,1,2026-01-05 08:00:00,x,s1,FALSE,c1\n"
        "assignee,1,2026-01-05 08:10:00,x,a1,FALSE,a1\n"
        "assignee,1,2026-01-05 11:00:00,x,a2,TRUE,a1\n"
        "status,1,2026-01-05 12:00:00,x,s3,FALSE,a2\n"
        "status,1,2026-01-05 18:00:00,x,s2,FALSE,c1\n"
        "status,1,2026-01-06 09:00:00,x,s3,TRUE,a2\n"
        "summary,1,2026-01-05 08:00:00,x,VPN,TRUE,c1\n"
    ),
    "comment": (
        "id,_fivetran_deleted,author_id,body,created,is_public,issue_id\n"
        "k1,FALSE,c1,Please,2026-01-05 08:05:00,TRUE,1\n"
        "k2,FALSE,a1,Odd,2026-01-05 08:15:00,FALSE,1\n"
        "k3,FALSE,qm:77,Me too,2026-01-05 08:20:00,TRUE,1\n"
        "k4,FALSE,a1,On it,2026-01-05 08:30:00,TRUE,1\n"
        "k5,TRUE,a1,Oops,2026-01-05 08:10:00,TRUE,1\n"
    ),
}
"""Column names as a loader lands them."""


@pytest.fixture(scope="module", params=["files", "duckdb"])
def warehouse(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> CompanyTables:
    """The tables as CSV files, every value text, and in a DuckDB database, typed."""
    folder = tmp_path_factory.mktemp("jira")
    for name, text in WAREHOUSE.items():
        (folder / f"{name}.csv").write_text(text)
    if request.param == "files":
        return open_tables(str(folder))
    with duckdb.connect(folder / "jira.duckdb") as connection:
        for name in WAREHOUSE:
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder / name}.csv')")
    return open_tables(str(folder / "jira.duckdb"))


def test_issues_of_a_loader_have_names_and_their_organization(warehouse: CompanyTables) -> None:
    """Issue 1 was moved to ACME, two share issue 2, nobody is named in issue 5; unknown ids stay what they are."""
    told = values(warehouse, "cases", "case_id", "account_id", "status", "priority", "reason", "resolution")
    assert as_text(told) == [
        "1 ACME solved urgent Service Request Fixed",
        "2 None pending normal Service Request None",
        "5 None s9 9 t9 None",
    ]
    told = values(warehouse, "cases", "case_id", "opened_at", "resolved_at", "contact_id", "owner_id", "work_minutes")
    assert as_text(told) == [
        "1 2026-01-05 08:00:00 2026-01-06 09:00:00 c1 a1 60.0",
        "2 2026-01-06 08:00:00 None c2 None None",
        "5 2026-01-08 08:00:00 None c1 None None",
    ]
    assert fault(warehouse, "are issues of projects that are no service desk").count == 1
    assert fault(warehouse, "are shared by several organizations").examples == ("2",)
    assert {each.vendor for each in warehouse.sources.values()} == {"Jira Service Management"}
    assert_rows_add_up(warehouse)


def test_what_happened_to_an_issue_is_told_with_both_states_and_by_whom(warehouse: CompanyTables) -> None:
    """A change's state before is that of the change before it; the reporter and people of the portal are customers."""
    columns = ("at", "kind", "from_value", "to_value", "actor_id", "actor_role", "is_public")
    assert sorted(as_text(values(warehouse, "case_events", *columns))) == [
        "2026-01-05 08:00:00 status None new c1 customer None",
        "2026-01-05 08:05:00 reply None None c1 customer True",
        "2026-01-05 08:10:00 owner None a1 a1 agent None",
        "2026-01-05 08:15:00 note None None a1 agent False",
        "2026-01-05 08:20:00 reply None None qm:77 customer True",
        "2026-01-05 08:30:00 reply None None a1 agent True",
        "2026-01-05 11:00:00 owner a1 a2 a1 agent None",
        "2026-01-05 12:00:00 status new solved a2 agent None",
        "2026-01-05 18:00:00 status solved pending c1 customer None",
        "2026-01-06 09:00:00 status pending solved a2 agent None",
    ]
    rows = next(each for each in warehouse.rows if each.table == "case_events")
    assert (rows.read, rows.used, rows.set_aside) == (12, 10, 2)


def test_answers_hand_offs_and_reopens_come_from_the_history(warehouse: CompanyTables) -> None:
    """First: an agent's public comment (08:30). One hand-off (a1 to a2), one reopen (out of Done), one return."""
    columns = ("case_id", "first_response_at", "touches_count", "handoffs_count", "reopens_count", "returns_count")
    assert as_text(values(warehouse, "cases", *columns))[0] == "1 2026-01-05 08:30:00 1 1 1 1"


def test_the_tables_of_a_loader_open_without_hand_work(shared: Path) -> None:
    """The published folder: two of its issues have a state, and three a type, that its tables of names do not hold."""
    found = open_tables(str(shared / "vendor_exports" / "fivetran_dbt_jira"))
    assert {each.vendor for each in found.sources.values()} == {"Jira Service Management"}
    counted = {each.table: (each.read, each.used, each.set_aside) for each in found.rows}
    assert counted == {"accounts": (2, 2, 0), "cases": (4, 4, 0), "case_events": (10, 0, 10)}
    assert as_text(values(found, "cases", "case_id", "account_id", "status", "priority", "reason", "opened_at")) == [
        "10011 Test Project open normal 10103 2020-04-01 08:33:58",
        "10015 Test Project 10003 low None 2020-06-11 07:38:03",
        "10018 test classique project 10003 normal 10103 2020-11-10 19:11:45",
        "10027 test classique project open urgent 10103 2020-11-15 19:11:45",
    ]
    told = [(each.table, each.what) for each in found.faults if each.action != "noted"]
    assert told == [("case_events", "are changes of fields that nothing here looks at: set aside")]
    assert fault(found, "have the organization of a request as their account").table == "cases"
