"""Intercom: its export of conversations, and the tables that loaders land, each to rows worked by hand."""

from __future__ import annotations

from pathlib import Path

from tests.unit.data.conftest import assert_rows_add_up, fault
from tests.unit.data.vendors.conftest import Folder, rows_of

from valuestory.data import examine_tables

LANDED = {
    "company_history.csv": "id,company_id,name,created_at,remote_created_at,updated_at,monthly_spend,plan_name,"
    "session_count,user_count,_fivetran_active\n"
    "c1,x-1,Acme,2025-03-01 10:00:00,2024-01-15 00:00:00,2025-03-01 10:00:00,100,Basic,1,1,false\n"
    "c1,x-1,Acme,2025-03-01 10:00:00,2024-01-15 00:00:00,2025-09-10 10:00:00,150,Pro,1,1,true\n"
    "c2,x-2,Zeta,2025-04-01 10:00:00,,2025-04-01 10:00:00,0,,1,1,true\n",
    "conversation_history.csv": "id,updated_at,created_at,state,priority,waiting_since,snoozed_until,source_type,"
    "source_author_id,source_author_type,source_delivered_as,assignee_id,assignee_type,conversation_rating_value,"
    "conversation_rating_remark,first_contact_reply_created_at,_fivetran_active\n"
    "1,2026-01-05 09:00:00,2026-01-05 09:00:00,open,priority,,,conversation,p1,user,customer_initiated,,,,,"
    "2026-01-05 09:00:00,false\n"
    "1,2026-01-06 09:00:00,2026-01-05 09:00:00,closed,priority,,,conversation,p1,user,customer_initiated,70,admin,4,"
    "thanks,2026-01-05 09:00:00,true\n"
    "2,2026-01-06 10:00:00,2026-01-06 10:00:00,snoozed,not_priority,,,email,p2,lead,customer_initiated,8,team,,,,true\n"
    "3,2026-01-07 10:00:00,2026-01-07 10:00:00,open,not_priority,,,push,70,admin,admin_initiated,,,,,,true\n",
    "conversation_contact_history.csv": "conversation_id,contact_id,_fivetran_active\n1,p1,true\n2,p2,true\n"
    "2,p3,false\n3,p1,true\n",
    "contact_company_history.csv": "contact_id,company_id,_fivetran_active\np1,c1,true\np1,c2,false\np2,c1,true\n"
    "p2,c2,true\np3,c1,true\n",
    "team.csv": "id,name\n8,Tier 1\n",
    "conversation_part_history.csv": "id,updated_at,created_at,conversation_id,part_type,author_id,author_type,"
    "assigned_to_id,assigned_to_type,body\n"
    "10,,2026-01-05 09:01:00,1,comment,b1,bot,,,\n"
    "11,,2026-01-05 09:05:00,1,assignment,70,admin,70,admin,\n"
    "12,,2026-01-05 09:10:00,1,note,70,admin,,,\n"
    "13,,2026-01-05 09:20:00,1,comment,p1,user,,,\n"
    "14,,2026-01-05 09:40:00,1,comment,70,admin,,,\n"
    "15,,2026-01-05 10:00:00,1,close,70,admin,,,\n"
    "16,,2026-01-05 11:00:00,1,comment,p1,user,,,\n"
    "17,,2026-01-05 11:30:00,1,assign_and_reopen,71,admin,71,admin,\n"
    "18,,2026-01-05 12:00:00,1,close,71,admin,,,\n"
    "19,,2026-01-05 12:01:00,1,close,71,admin,,,\n"
    "20,,2026-01-05 12:02:00,1,conversation_attribute_updated_by_admin,71,admin,,,\n",
    "article_history.csv": "id,updated_at,title,author_id,state,default_locale,workspace_id,created_at\n"
    "a1,2025-02-01 00:00:00,Old,70,draft,en,w,2025-01-01 00:00:00\n"
    "a1,2025-03-01 00:00:00,New,70,published,en,w,2025-01-01 00:00:00\n",
}


def test_one_row_a_conversation_with_the_only_company_of_its_contacts(folder: Folder) -> None:
    """The latest state counts; a contact of two companies leaves the company open; who wrote first may be an admin."""
    found = folder(LANDED)
    names = ("case_id", "account_id", "contact_id", "status", "priority", "channel", "group", "csat_score")
    assert rows_of(found, "cases", *names) == [
        ("1", "c1", "p1", "closed", "high", "chat", "", "4.0"),
        ("2", "", "p2", "on_hold", "normal", "email", "Tier 1", ""),
        ("3", "c1", "p1", "open", "normal", "chat", "", ""),
    ]
    several, begun = fault(found, "contacts of several companies"), fault(found, "were begun by the company")
    assert (several.action, several.count, several.examples) == ("noted", 1, ("2",))
    assert (begun.action, begun.count, begun.examples) == ("noted", 1, ("3",))
    cases = {each.table: each for each in found.rows}["cases"]
    assert (cases.read, cases.used, cases.folded) == (4, 4, 1)
    assert_rows_add_up(found)


def test_the_first_answer_is_an_admins_and_a_customer_opens_again_by_writing(folder: Folder) -> None:
    """Neither a bot, nor a note, nor the customer answers; a comment on what is closed opens it; one hand-off."""
    found = folder(LANDED)
    names = ("case_id", "first_response_at", "resolved_at", "touches_count", "handoffs_count", "reopens_count")
    assert rows_of(found, "cases", *names)[0] == ("1", "2026-01-05 09:40:00", "2026-01-05 12:00:00", "1", "1", "1")


def test_parts_are_events_row_by_row(folder: Folder) -> None:
    """Each part is an event or has the reason why it is none; what assigns and opens would be two."""
    found = folder(LANDED)
    names = ("at", "kind", "from_value", "to_value", "actor_id", "actor_role", "is_public")
    assert rows_of(found, "case_events", *names) == [
        ("2026-01-05 09:01:00", "reply", "", "", "b1", "system", "True"),
        ("2026-01-05 09:05:00", "owner", "", "70", "70", "agent", ""),
        ("2026-01-05 09:10:00", "note", "", "", "70", "agent", "False"),
        ("2026-01-05 09:20:00", "reply", "", "", "p1", "customer", "True"),
        ("2026-01-05 09:40:00", "reply", "", "", "70", "agent", "True"),
        ("2026-01-05 10:00:00", "status", "open", "closed", "70", "agent", ""),
        ("2026-01-05 11:00:00", "reply", "", "", "p1", "customer", "True"),
        ("2026-01-05 11:00:00", "status", "closed", "open", "p1", "customer", ""),
        ("2026-01-05 11:30:00", "owner", "", "71", "71", "agent", ""),
        ("2026-01-05 12:00:00", "status", "open", "closed", "71", "agent", ""),
    ]
    assert fault(found, "leave the conversation's state as it was").count == 1
    assert fault(found, "change nothing which is looked at").count == 1
    assert_rows_add_up(found)


def test_monthly_spend_is_a_line_for_each_state_of_a_company(folder: Folder) -> None:
    """From its beginning as the app knows it; twelve months of spend; a company without spend has no line."""
    found = folder(LANDED)
    assert rows_of(found, "accounts", "account_id", "name", "plan", "start_at") == [
        ("c1", "Acme", "Pro", "2024-01-15 00:00:00"),
        ("c2", "Zeta", "", "2025-04-01 10:00:00"),
    ]
    assert rows_of(found, "subscriptions", "account_id", "start_on", "end_on", "arr_amount") == [
        ("c1", "2024-01-15", "2025-09-10", "1200.0"),
        ("c1", "2025-09-10", "", "1800.0"),
    ]
    assert fault(found, "have no monthly spend").count == 1
    assert "times twelve" in fault(found, "tells Intercom as monthly spend").what


def test_an_article_has_its_latest_title(folder: Folder) -> None:
    """Two states of one article are one row."""
    assert rows_of(folder(LANDED), "articles", "article_id", "title", "language") == [("a1", "New", "en")]


def test_seconds_since_1970_are_times(folder: Folder) -> None:
    """The API writes times as numbers, and counts reopens itself: both are taken; office hours are not."""
    conversations = (
        "id,created_at,updated_at,state,waiting_since,snoozed_until,source_type,statistics.first_admin_reply_at,"
        "statistics.time_to_admin_reply,statistics.count_reopens\n"
        "1,1767603600,1767690000,closed,,,email,1767605400,10,2\n"
    )
    found = folder({"conversations.csv": conversations})
    names = ("case_id", "opened_at", "first_response_at", "reopens_count", "channel")
    assert rows_of(found, "cases", *names) == [("1", "2026-01-05 09:00:00", "2026-01-05 09:30:00", "2", "email")]
    assert "statistics_time_to_admin_reply" not in found.tables["cases"].columns
    assert "contact_company_history" in fault(found, "which contact belongs to which is not there").do


def test_the_export_of_conversations_is_known_by_its_headings(folder: Folder) -> None:
    """Times of the workspace's zone, a rating of 1 to 5, and no durations, names or teammates."""
    export = (
        "Conversation ID,Conversation started at,Conversation first replied at,Channel,Current conversation state,"
        "Conversation rating,Company ID,Teammate name,User email,Time to close\n"
        "41,2026-01-05 09:00:00,2026-01-05 09:30:00,Messenger,Closed,5,c1,Bob,ann@x.org,600\n"
        "42,2026-01-05 10:00:00,,Email,Snoozed,,c2,,cy@x.org,\n"
    )
    found = folder({"export-2026.csv": export})
    names = ("case_id", "account_id", "opened_at", "first_response_at", "status", "channel", "csat_score")
    assert rows_of(found, "cases", *names) == [
        ("41", "c1", "2026-01-05 09:00:00", "2026-01-05 09:30:00", "closed", "chat", "5.0"),
        ("42", "c2", "2026-01-05 10:00:00", "", "on_hold", "email", ""),
    ]
    assert "timezone" in fault(found, "in the zone of the workspace").do
    assert not {"teammate_name", "user_email", "time_to_close"} & set(found.tables["cases"].columns)


def test_the_landed_tables_that_fivetran_publishes_map_without_hand_work(shared: Path) -> None:
    """Nine states are two conversations; five of nine parts close what was open; nobody spends anything."""
    found = examine_tables(str(shared / "vendor_exports" / "fivetran_dbt_intercom"))
    rows = {each.table: (each.read, each.used, each.folded) for each in found.rows}
    assert rows == {
        "accounts": (9, 9, 0),
        "subscriptions": (9, 0, 0),
        "cases": (9, 9, 7),
        "case_events": (9, 0, 0),
        "articles": (4, 4, 0),
    }
    assert rows_of(found, "cases", "case_id", "status", "opened_at") == [
        ("156643300001311", "closed", "2020-10-28 23:59:37"),
        ("156643300001372", "closed", "2020-11-04 03:12:03"),
    ]
    assert (fault(found, "have no monthly spend").count, fault(found, "a case_id that cases does not have").count) == (
        9,
        6,
    )
    assert fault(found, "leave the conversation's state as it was").count == 3
    assert not [each for each in found.faults if each.action == "stops"]
    assert_rows_add_up(found)
