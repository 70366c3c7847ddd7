"""Zendesk: its CSV export, an Explore report, and the tables that loaders land, each to rows worked by hand."""

from __future__ import annotations

from pathlib import Path

from tests.unit.data.conftest import assert_rows_add_up, fault
from tests.unit.data.vendors.conftest import Folder, rows_of

from valuestory.data import examine_tables

HEADER = (
    "Summation column,Id,Requester,Requester id,Requester external id,Requester email,Requester domain,Submitter,"
    "Assignee,Group,Subject,Tags,Status,Priority,Via,Ticket type,Created at,Updated at,Assigned at,Organization,"
    "Due date,Initially assigned at,Solved at,Resolution time,Satisfaction Score,Group stations,Assignee stations,"
    "Reopens,Replies,First reply time in minutes,First reply time in minutes within business hours,"
    "Full resolution time in minutes,Full resolution time in minutes within business hours,Category [list]\n"
)
TICKETS = (
    HEADER + "1,101,Ann,9001,-,ann@x.org,x.org,Ann,Bob,Desk,Help,vip login,Closed,High,Mail,Incident,2026-01-05 09:00,"
    "-,-,Acme,-,-,2026-01-05 15:00,6,Good,2,3,0,2,45,20,360,200,Login\n"
    "1,102,Cy,9002,-,cy@x.org,x.org,Cy,-,Desk,Help,login closed_by_merge,Closed,Normal,Web form,-,2026-01-05 10:00,"
    "-,-,Acme,-,-,2026-01-05 11:00,1,Not Offered,1,0,0,0,-,-,60,60,-\n"
    '1,103,Di,9003,-,di@x.org,x.org,Di,Bob,Desk,"He said ""no""\nand left",not_closed_by_merge,On-hold,-,'
    "Phone call (incoming),-,2026-01-06 10:00,-,-,Zeta,-,-,-,-,Offered,1,1,0,1,5,5,-,-,-\n"
    "1,104,Ed,9004,-,ed@x.org,x.org,Ed,-,-,Spam,-,Deleted,-,Chat,-,2026-01-06 12:00,-,-,-,-,-,-,-,Offered,0,0,0,0,"
    "-,-,-,-,-\n"
    "1,105,Flo,9005,-,flo@x.org,x.org,Flo,-,-,Help,-,Solved,Low,Web Widget,Task,2026-01-07 08:00,-,-,Acme,-,-,"
    "2026-01-08 08:00,24,Bad,0,0,1,0,-,-,1440,600,-\n"
)


def test_the_csv_export_is_read_as_zendesk_defines_its_columns(folder: Folder) -> None:
    """First reply by calendar minutes, stations less the first, Good as 5 of 5, channels and states in our words."""
    found = folder({"tickets-2026.csv": TICKETS})
    names = (
        "case_id",
        "opened_at",
        "first_response_at",
        "resolved_at",
        "handoffs_count",
        "reopens_count",
        "csat_score",
    )
    assert rows_of(found, "cases", *names) == [
        ("101", "2026-01-05 09:00:00", "2026-01-05 09:45:00", "2026-01-05 15:00:00", "2", "0", "5.0"),
        ("103", "2026-01-06 10:00:00", "2026-01-06 10:05:00", "", "0", "0", ""),
        ("105", "2026-01-07 08:00:00", "", "2026-01-08 08:00:00", "0", "1", "1.0"),
    ]
    names = ("case_id", "account_id", "status", "priority", "channel", "reason", "category_list")
    assert rows_of(found, "cases", *names) == [
        ("101", "Acme", "closed", "high", "email", "Incident", "Login"),
        ("103", "Zeta", "on_hold", "", "phone", "", ""),
        ("105", "Acme", "solved", "low", "in_product", "Task", ""),
    ]
    assert_rows_add_up(found)


def test_merged_and_deleted_tickets_are_set_aside_with_the_reason(folder: Folder) -> None:
    """What was merged is counted in the ticket that it went into; a tag that only holds the word is another tag."""
    found = folder({"tickets.csv": TICKETS})
    merged, deleted = fault(found, "were merged into another ticket"), fault(found, "are deleted in Zendesk")
    assert [(each.action, each.count, each.share) for each in (merged, deleted)] == [("set aside", 1, 0.2)] * 2
    assert {each.table: (each.read, each.used) for each in found.rows}["cases"] == (5, 3)


def test_nothing_personal_and_no_time_of_another_kind_is_kept(folder: Folder) -> None:
    """Names, addresses, subjects and minutes within business hours are not among the slices."""
    columns = set(folder({"tickets.csv": TICKETS}).tables["cases"].columns)
    assert not [each for each in columns if "minutes" in each or "stations" in each or "requester" in each]
    assert not columns & {"assignee", "subject", "submitter", "tags", "resolution_time"}


def test_minutes_within_business_hours_are_no_first_response(folder: Folder) -> None:
    """An export with those alone has no first response, and says why."""
    found = folder({"tickets.csv": TICKETS.replace("First reply time in minutes,", "Another time,")})
    assert "first_response_at" not in found.tables["cases"].columns
    assert "calendar time" in fault(found, "within business hours only").what


def test_hours_until_solved_are_hours(folder: Folder) -> None:
    """Where nothing else says when a ticket was solved, Resolution time does, to the hour; that is said."""
    plain = "Id,Status,Via,Created at,Organization,Resolution time\n7,Solved,Mail,2026-01-05 09:00,Acme,26\n"
    found = folder({"view.csv": plain})
    assert rows_of(found, "cases", "case_id", "resolved_at") == [("7", "2026-01-06 11:00:00")]
    assert fault(found, "rounds to whole hours").column == "resolved_at"


def test_a_customised_survey_is_taken_as_it_is(folder: Folder) -> None:
    """Scores of 1 to 5 stay what they are; what was only offered is no answer."""
    found = folder({"tickets.csv": TICKETS.replace(",Good,", ",4,").replace(",Bad,", ",2,")})
    assert rows_of(found, "cases", "case_id", "csat_score") == [("101", "4.0"), ("103", ""), ("105", "2.0")]


def test_the_zone_of_the_account_is_asked_for_until_it_is_said(folder: Folder) -> None:
    """The file does not say its zone: it is read as UTC with a remark, or in the zone of the settings without one."""
    assert "timezone" in fault(folder({"tickets.csv": TICKETS}), "in the zone of the Zendesk account").do
    settings = '[sources.cases]\npath = "tickets.csv"\nvendor = "zendesk-export"\ntimezone = "Europe/Berlin"\n'
    found = folder({}, settings)
    assert not [each for each in found.faults if "zone of the Zendesk account" in each.what]
    assert rows_of(found, "cases", "case_id", "opened_at")[0] == ("101", "2026-01-05 08:00:00")


def test_day_first_dates_stop_with_the_evidence(folder: Folder) -> None:
    """A file that went through a spreadsheet has its dates in another order: which one is asked, not guessed."""
    found = folder({"tickets.csv": TICKETS.replace("2026-01-05", "05-01-2026").replace("2026-01-06", "13-01-2026")})
    stop = next(each for each in found.faults if each.action == "stops")
    assert (stop.table, stop.column) == ("cases", "opened_at")
    assert "the day or the month" in stop.what


def test_organizations_are_accounts_and_tickets_find_them_by_name(folder: Folder) -> None:
    """The export of tickets has the organization's name only: joined on it, whatever its letter case."""
    organizations = (
        "Id,Name,Created at,Updated at,Shared tickets,Shared comments,Domain names,Notes\n"
        "31,ACME,2024-02-01 08:00,-,false,false,-,-\n32,Zeta,2024-03-01 08:00,-,false,false,-,-\n"
    )
    found = folder({"tickets.csv": TICKETS, "organizations.csv": organizations})
    assert rows_of(found, "cases", "case_id", "account_id") == [("101", "31"), ("103", "32"), ("105", "31")]
    assert "not their first contract" in fault(found, "entered in Zendesk as their start").what
    assert found.unread == ()


def test_an_explore_report_is_known_and_read(folder: Folder) -> None:
    """Explore has headings of its own; aggregated ones are the same metric, and agents are not read by name."""
    report = (
        "Ticket ID,Ticket status,Ticket priority,Ticket channel,Ticket created - Timestamp,Ticket solved - Timestamp,"
        "Ticket organization name,Assignee name,Ticket satisfaction rating,SUM(First reply time (min)),"
        "SUM(Assignee stations),Tickets\n"
        "201,Closed,Urgent,Mail,2026-02-01T10:00:00,2026-02-01T12:00:00,Acme,Bob,Bad,90,3,1\n"
        "202,Open,Normal,Web,2026-02-02T10:00:00,NULL,Acme,Bob,Unoffered,NULL,0,1\n"
    )
    found = folder({"export.csv": report})
    names = ("case_id", "account_id", "channel", "first_response_at", "handoffs_count", "csat_score")
    assert rows_of(found, "cases", *names) == [
        ("201", "Acme", "email", "2026-02-01 11:30:00", "2", "1.0"),
        ("202", "Acme", "portal", "", "0", ""),
    ]
    assert set(found.tables["cases"].columns) >= {"resolved_at", "status", "priority"}
    assert not {"assignee_name", "tickets"} & set(found.tables["cases"].columns)


LANDED = {
    "ticket.csv": "id,created_at,organization_id,requester_id,submitter_id,assignee_id,group_id,status,priority,type,"
    "via_channel,subject,_fivetran_synced\n"
    "1,2026-01-05 09:00:00,31,900,900,700,50,closed,high,question,email,Help,2026-02-01\n"
    "2,2026-01-06 09:00:00,31,901,901,,,open,,,voice,Help,2026-02-01\n"
    "3,2026-01-07 09:00:00,,902,902,,,hold,,,native_messaging,Help,2026-02-01\n"
    "4,2026-01-07 09:00:00,31,902,902,,,deleted,,,web,Help,2026-02-01\n"
    "5,2026-01-07 09:00:00,31,902,902,,,closed,,,web,Help,2026-02-01\n",
    "ticket_comment.csv": "id,ticket_id,user_id,created,public,body\n"
    "11,1,900,2026-01-05 09:00:00,TRUE,It broke\n"
    "12,1,700,2026-01-05 09:10:00,FALSE,internal\n"
    "13,1,700,2026-01-05 09:40:00,TRUE,Try this\n"
    "14,1,900,2026-01-05 10:00:00,TRUE,Works\n"
    "15,2,700,2026-01-06 09:05:00,FALSE,internal\n",
    "ticket_field_history.csv": "ticket_id,field_name,updated,value,user_id\n"
    "1,status,2026-01-05 09:00:00,new,900\n"
    "1,assignee_id,2026-01-05 09:05:00,700,700\n"
    "1,status,2026-01-05 09:40:00,hold,700\n"
    "1,assignee_id,2026-01-05 09:50:00,701,700\n"
    "1,status,2026-01-05 10:30:00,solved,700\n"
    "1,status,2026-01-05 11:00:00,open,900\n"
    "1,status,2026-01-05 12:00:00,solved,700\n"
    "1,subject,2026-01-05 12:00:00,Help!,700\n",
    "user.csv": "id,role,organization_id,ticket_restriction,name,email\n"
    "700,agent,,,Bob,b@x.org\n701,admin,,,Boss,c@x.org\n900,end-user,31,requested,Ann,a@x.org\n",
    "ticket_tag.csv": "ticket_id,tag\n5,closed_by_merge\n1,vip\n",
    "group.csv": "id,name,created_at,url\n50,Tier 1,2024-01-01,u\n",
    "organization.csv": "id,name,created_at,shared_tickets,shared_comments\n31,Acme,2024-01-01 00:00:00,FALSE,FALSE\n",
}


def test_landed_tables_tell_replies_hand_offs_and_reopens(folder: Folder) -> None:
    """Only a public comment of an agent is a reply; the first assignee is no hand-off; solved is the last time."""
    found = folder(LANDED)
    names = ("case_id", "first_response_at", "resolved_at", "touches_count", "handoffs_count", "reopens_count", "group")
    assert rows_of(found, "cases", *names) == [
        ("1", "2026-01-05 09:40:00", "2026-01-05 12:00:00", "1", "1", "1", "Tier 1"),
        ("2", "", "", "0", "0", "0", ""),
        ("3", "", "", "", "", "", ""),
    ]
    assert rows_of(found, "cases", "case_id", "account_id", "status", "channel") == [
        ("1", "31", "closed", "email"),
        ("2", "31", "open", "phone"),
        ("3", "", "on_hold", "chat"),
    ]
    assert fault(found, "were merged into another ticket").count == 1
    assert_rows_add_up(found)


def test_landed_tables_give_events_row_by_row(folder: Folder) -> None:
    """Comments and changes in one table, each with who did it, on whose side, and what a value was before."""
    found = folder(LANDED)
    names = ("case_id", "at", "kind", "from_value", "to_value", "actor_id", "actor_role", "is_public")
    assert rows_of(found, "case_events", *names) == [
        ("1", "2026-01-05 09:00:00", "reply", "", "", "900", "customer", "True"),
        ("1", "2026-01-05 09:00:00", "status", "", "new", "900", "customer", ""),
        ("1", "2026-01-05 09:05:00", "owner", "", "700", "700", "agent", ""),
        ("1", "2026-01-05 09:10:00", "note", "", "", "700", "agent", "False"),
        ("1", "2026-01-05 09:40:00", "reply", "", "", "700", "agent", "True"),
        ("1", "2026-01-05 09:40:00", "status", "new", "on_hold", "700", "agent", ""),
        ("1", "2026-01-05 09:50:00", "owner", "700", "701", "700", "agent", ""),
        ("1", "2026-01-05 10:00:00", "reply", "", "", "900", "customer", "True"),
        ("1", "2026-01-05 10:30:00", "status", "on_hold", "solved", "700", "agent", ""),
        ("1", "2026-01-05 11:00:00", "status", "solved", "open", "900", "customer", ""),
        ("1", "2026-01-05 12:00:00", "status", "open", "solved", "700", "agent", ""),
        ("2", "2026-01-06 09:05:00", "note", "", "", "700", "agent", "False"),
    ]
    assert fault(found, "fields that nothing here looks at").count == 1


def test_the_tables_of_the_api_tell_what_the_history_does_elsewhere(folder: Folder) -> None:
    """Ticket metrics give replies, stations and calendar minutes (in JSON or not); ratings are answers of 0 or 1."""
    tickets = (
        "id,created_at,organization_id,requester_id,submitter_id,assignee_id,status,via__channel,tags\n"
        "1,2026-01-05T09:00:00Z,31,900,900,700,closed,mail,\"['vip']\"\n"
        "2,2026-01-06T09:00:00Z,31,901,901,,closed,mail,\"['closed_by_merge']\"\n"
        "3,2026-01-07T09:00:00Z,31,901,901,,open,voice,\n"
    )
    metrics = (
        "id,ticket_id,group_stations,assignee_stations,reopens,replies,solved_at,reply_time_in_minutes\n"
        '8,1,1,4,2,3,2026-01-06T09:00:00Z,"{""calendar"": 35, ""business"": 7}"\n'
        '9,3,0,0,0,0,,"{""calendar"": null, ""business"": null}"\n'
    )
    ratings = (
        "id,ticket_id,score,requester_id,assignee_id,created_at,updated_at,comment\n"
        "71,1,good,900,700,2026-01-06T10:00:00Z,2026-01-06T12:00:00Z,thanks\n"
        "72,3,offered,901,,2026-01-08T10:00:00Z,2026-01-08T10:00:00Z,\n"
    )
    files = {"tickets.csv": tickets, "ticket_metrics.csv": metrics, "satisfaction_ratings.csv": ratings}
    found = folder(files | {"organization.csv": LANDED["organization.csv"]})
    names = ("case_id", "first_response_at", "resolved_at", "handoffs_count", "touches_count", "channel", "csat_score")
    assert rows_of(found, "cases", *names) == [
        ("1", "2026-01-05 09:35:00", "2026-01-06 09:00:00", "3", "3", "email", "5.0"),
        ("3", "", "", "0", "0", "phone", ""),
    ]
    names = ("survey_id", "case_id", "account_id", "answered_at", "sent_at", "instrument", "score", "scale_max")
    assert rows_of(found, "surveys", *names) == [
        ("71", "1", "31", "2026-01-06 12:00:00", "2026-01-06 10:00:00", "csat", "1.0", "1.0")
    ]
    assert fault(found, "were offered and not answered").count == 1
    assert_rows_add_up(found)


def test_the_landed_tables_that_fivetran_publishes_map_without_hand_work(shared: Path) -> None:
    """Ten tickets, two of them deleted; the one with a history went to pending four times."""
    found = examine_tables(str(shared / "vendor_exports" / "fivetran_dbt_zendesk"))
    assert {each.table: (each.read, each.used) for each in found.rows} == {
        "accounts": (10, 10),
        "cases": (10, 8),
        "case_events": (58, 18),
    }
    names = ("case_id", "status", "priority", "channel", "resolved_at", "returns_count")
    told = {row[0]: row[1:] for row in rows_of(found, "cases", *names)}
    assert told["11071"] == ("closed", "urgent", "email", "2020-11-14 11:01:27", "4")
    assert not [each for each in found.faults if each.action == "stops"]
    assert_rows_add_up(found)
