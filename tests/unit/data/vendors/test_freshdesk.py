"""Freshdesk: its CSV export of tickets and companies, and the tables of its API with numbers for states."""

from __future__ import annotations

from tests.unit.data.conftest import assert_rows_add_up, fault
from tests.unit.data.vendors.conftest import Folder, rows_of

TICKETS = (
    "Ticket ID,Subject,Status,Priority,Source,Type,Agent,Group,Created time,Due by Time,Resolved time,Closed time,"
    "Last update time,Initial response time,Time tracked,First response time (in hrs),Resolution time (in hrs),"
    "Agent interactions,Customer interactions,Resolution status,First response status,Tags,Survey results,Product,"
    "Full name,Email,Contact ID,Company Name,Region\n"
    "11,Help,Closed,Urgent,Email,Question,Bob,Desk,2026-01-05 09:00:00,2026-01-07 09:00:00,2026-01-05 12:00:00,"
    "2026-01-08 12:00:00,2026-01-08 12:00:00,2026-01-05 09:30:00,01:30:30,00:10:00,01:00:00,3,2,Within SLA,Within SLA,"
    "vip,Extremely Happy,App,Ann,ann@x.org,501,Acme,EMEA\n"
    '12,"Two\nlines",Waiting on Customer,Medium,Feedback Widget,,No Agent,No Group,2026-01-06 09:00:00,,,,,,00:00:00,'
    ",,0,1,,,,,,Cy,cy@x.org,502,zeta,\n"
    "13,Help,Open,Low,Chat,,Bob,Desk,2026-01-06 10:00:00,,,,,,half a day,,,1,1,,,,Unhappy,,Cy,cy@x.org,502,,\n"
    "14,Win,Spam,Low,Email,,Bob,Desk,2026-01-06 10:00:00,,,,,,,,,1,1,,,,,,Cy,cy@x.org,502,,\n"
)
COMPANIES = (
    "Company Name,Description,Notes,Domains for this company,Health score,Account tier,Renewal date,Industry\n"
    "Acme,d,n,acme.example,Happy,Premium,2026-12-01,Tech\nZeta,,,,,Basic,,\nQuiet,,,,,Basic,,\n"
)


def test_the_csv_export_gives_moments_minutes_and_words(folder: Folder) -> None:
    """Moments are taken, hours of business are not; a clock's hours are minutes; names of agents are not read."""
    found = folder({"export.csv": TICKETS})
    names = ("case_id", "opened_at", "first_response_at", "resolved_at", "closed_at", "work_minutes", "csat_score")
    assert rows_of(found, "cases", *names) == [
        (
            "11",
            "2026-01-05 09:00:00",
            "2026-01-05 09:30:00",
            "2026-01-05 12:00:00",
            "2026-01-08 12:00:00",
            "90.5",
            "5.0",
        ),
        ("12", "2026-01-06 09:00:00", "", "", "", "0.0", ""),
        ("13", "2026-01-06 10:00:00", "", "", "", "", "2.0"),
    ]
    names = ("case_id", "account_id", "contact_id", "status", "priority", "channel", "group", "touches_count", "region")
    assert rows_of(found, "cases", *names) == [
        ("11", "Acme", "501", "closed", "urgent", "email", "Desk", "3", "EMEA"),
        ("12", "zeta", "502", "pending", "normal", "portal", "", "0", ""),
        ("13", "", "502", "open", "low", "chat", "Desk", "1", ""),
    ]
    columns = set(found.tables["cases"].columns)
    assert not columns & {
        "agent",
        "subject",
        "email",
        "full_name",
        "tags",
        "first_response_time_in_hrs",
        "time_tracked",
    }
    assert_rows_add_up(found)


def test_what_is_not_a_duration_and_what_is_spam_is_counted(folder: Folder) -> None:
    """`half a day` is emptied and shown; spam is no case; the zone of the helpdesk is asked for."""
    found = folder({"export.csv": TICKETS})
    assert fault(found, "work_minutes that is not a number").examples == ("13: half a day",)
    assert fault(found, "are deleted or spam").count == 1
    assert "timezone" in fault(found, "in the zone of the helpdesk").do


def test_a_response_time_in_business_hours_alone_is_not_used(folder: Folder) -> None:
    """Without the moment of the first answer there is none, and the reason is said."""
    found = folder({"export.csv": TICKETS.replace("Initial response time", "Some other time")})
    assert "first_response_at" not in found.tables["cases"].columns
    assert "business hours only" in fault(found, "first response time in business hours").what


def test_companies_begin_with_their_first_ticket(folder: Folder) -> None:
    """The export of companies has no day of beginning: that of the first ticket counts, a company without is told."""
    found = folder({"export.csv": TICKETS, "companies.csv": COMPANIES.replace("Zeta", "zeta")})
    names = ("account_id", "segment", "start_at", "renewal_on")
    assert rows_of(found, "accounts", *names) == [
        ("Acme", "Premium", "2026-01-05 09:00:00", "2026-12-01"),
        ("zeta", "Basic", "2026-01-06 09:00:00", ""),
    ]
    assert "first ticket" in fault(found, "as their start").what
    assert fault(found, "have no start_at").count == 1
    assert rows_of(found, "cases", "case_id", "account_id") == [("11", "Acme"), ("12", "zeta"), ("13", "")]
    assert_rows_add_up(found)


def test_the_tables_of_the_api_have_numbers_for_states(folder: Folder) -> None:
    """Status 2 to 7, priority 1 to 4, source 1 to 13; ratings of 103 and -101 in JSON; deleted tickets are none."""
    tickets = (
        "id,subject,requester_id,responder_id,company_id,group_id,status,priority,source,type,created_at,updated_at,"
        "spam,deleted,is_escalated,stats__first_responded_at,stats__resolved_at,stats__closed_at\n"
        "21,Help,900,700,31,5,5,4,1,Bug,2026-01-05T09:00:00Z,,false,false,true,2026-01-05T09:30:00Z,"
        "2026-01-05T10:00:00Z,2026-01-07T10:00:00Z\n"
        "22,Help,901,,31,,6,1,7,,2026-01-06T09:00:00Z,,false,false,false,,,\n"
        "23,Help,901,,31,,2,1,9,,2026-01-06T09:00:00Z,,false,true,false,,,\n"
        "24,Help,901,,31,,2,2,3,,2026-01-06T09:00:00Z,,true,false,false,,,\n"
    )
    companies = "id,name,created_at,domains,account_tier\n31,Acme,2024-01-01T00:00:00Z,[],Premium\n"
    ratings = (
        "id,survey_id,user_id,agent_id,ticket_id,feedback,ratings,created_at\n"
        '71,1,900,700,21,thanks,"{""default_question"":103,""question_2"":-101}",2026-01-07T09:00:00Z\n'
        "72,1,901,700,22,,-101,2026-01-08T09:00:00Z\n"
    )
    groups = "id,name,escalate_to\n5,Tier 1,\n"
    files = {"tickets.csv": tickets, "companies.csv": companies, "satisfaction_ratings.csv": ratings}
    found = folder(files | {"groups.csv": groups})
    names = ("case_id", "account_id", "status", "priority", "channel", "group", "is_escalated", "first_response_at")
    assert rows_of(found, "cases", *names) == [
        ("21", "31", "closed", "urgent", "email", "Tier 1", "True", "2026-01-05 09:30:00"),
        ("22", "31", "pending", "low", "chat", "", "False", ""),
    ]
    names = ("survey_id", "case_id", "account_id", "instrument", "score")
    assert rows_of(found, "surveys", *names) == [("71", "21", "31", "csat", "5.0"), ("72", "22", "31", "csat", "2.0")]
    assert (fault(found, "are spam").count, fault(found, "marked as deleted").count) == (1, 1)
    assert_rows_add_up(found)
