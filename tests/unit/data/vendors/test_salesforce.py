"""Salesforce: its objects as CSV, its reports, and the tables of a loader, with what each leaves out and why."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import duckdb
import ibis
import pytest
from tests.unit.data.conftest import assert_rows_add_up, fault, values

from valuestory.data import CompanyTables, examine_tables
from valuestory.data.canonical.tables import TABLES
from valuestory.data.engines.engine import open_engine
from valuestory.data.sources.discovery import discover
from valuestory.data.sources.sources import find_project
from valuestory.data.steps.salesforce import full_id

ACME, BETA, DELTA = "001A0000006Vm9rIAC", "001a0000006Vm9rAAC", "001A0000006Vm9wIAC"
ACCOUNTS = """Id,IsDeleted,Name,Type,ParentId,Industry,BillingCountry,OwnerId,CreatedDate,Tier__c
001A0000006Vm9rIAC,0,Acme,Customer - Direct,,Energy,DE,005A00000000001,2024-01-01T09:00:00.000+0000,Gold
001a0000006Vm9rAAC,0,Beta,Customer - Direct,001A0000006Vm9rIAC,Retail,US,005A00000000001,2024-02-01T09:00:00.000+0000,
001A0000006Vm9v,0,Gamma,Prospect,,Retail,US,005A00000000001,2024-02-01T09:00:00.000+0000,
001A0000006Vm9w,0,Delta,Prospect,,Retail,US,005A00000000001,2024-02-01T09:00:00.000+0000,
001A0000006Vm9x,1,Gone,Customer - Direct,,Retail,US,005A00000000001,2024-02-01T09:00:00.000+0000,
"""
CASES = """Id,IsDeleted,CaseNumber,AccountId,ContactId,Type,Status,Reason,Origin,Subject,Priority,IsClosed,ClosedDate,\
IsEscalated,OwnerId,CreatedDate
500A00000000001,0,00001001,001A0000006Vm9r,003A00000000001,Question,Done,Setup,Email,Help,Medium,1,\
2025-01-03T10:00:00.000+0000,,005A00000000002,2025-01-01T08:00:00.000+0000
500A00000000002,0,00001002,001a0000006Vm9r,,Problem,Waiting on Customer,,Phone,Help,High,,,1,00GA00000000001,\
2025-01-02T08:00:00.000+0000
500A00000000003,1,00001003,001A0000006Vm9r,,Problem,New,,Web,Help,Low,,,,005A00000000001,2025-01-02T08:00:00.000+0000
"""
HISTORY = """Id,IsDeleted,CaseId,CreatedById,CreatedDate,Field,OldValue,NewValue
017A,0,500A00000000001IAA,005A00000000001,2025-01-01T08:00:00.000+0000,created,,
017B,0,500A00000000001,005A00000000001,2025-01-01T08:30:00.000+0000,ownerAccepted,First Line,Ann Lee
017C,0,500A00000000001,005A00000000001,2025-01-01T08:30:00.000+0000,ownerAccepted,00GA00000000001,005A00000000001
017D,0,500A00000000001,005A00000000001,2025-01-01T09:00:00.000+0000,Status,New,Working
017E,0,500A00000000001,005A00000000001,2025-01-01T10:00:00.000+0000,Owner,Ann Lee,Bo Day
017F,0,500A00000000001,005A00000000001,2025-01-01T10:00:00.000+0000,Owner,005A00000000001,005A00000000002
017G,0,500A00000000001,005A00000000002,2025-01-01T11:00:00.000+0000,Status,Working,Waiting on Customer
017H,0,500A00000000001,005A00000000002,2025-01-01T12:00:00.000+0000,Status,Waiting on Customer,Done
017I,0,500A00000000001,005A00000000002,2025-01-02T12:00:00.000+0000,Status,Done,Reopened
017J,0,500A00000000001,005A00000000002,2025-01-03T10:00:00.000+0000,Status,Reopened,Done
017K,0,500A00000000001,005A00000000002,2025-01-03T10:00:00.000+0000,Description,,
017L,0,500A00000000002,005A00000000001,2025-01-02T09:00:00.000+0000,Owner,Ann Lee,First Line
"""
EMAILS = """Id,IsDeleted,ParentId,CreatedById,CreatedDate,MessageDate,Incoming,Status,FromAddress,Subject,TextBody
02sA,0,500A00000000001,005A00000000009,2025-01-01T08:00:01.000+0000,2025-01-01T08:00:00.000+0000,1,0,c@x.org,Help,Hi
02sB,0,500A00000000001,005A00000000009,2025-01-01T08:00:02.000+0000,2025-01-01T08:00:02.000+0000,,3,s@y.org,Got it,Hi
02sC,0,500A00000000001,005A00000000001,2025-01-01T08:45:00.000+0000,2025-01-01T08:45:00.000+0000,,3,s@y.org,Re,Answer
02sD,0,500A00000000001,005A00000000001,2025-01-01T08:40:00.000+0000,2025-01-01T08:40:00.000+0000,,5,s@y.org,Re,Draft
02sE,0,,005A00000000001,2025-01-01T08:40:00.000+0000,2025-01-01T08:40:00.000+0000,,3,s@y.org,Re,Sales
"""
COMMENTS = """Id,IsDeleted,ParentId,IsPublished,CommentBody,CreatedById,CreatedDate
00aA,0,500A00000000002,,internal,005A00000000001,2025-01-02T08:10:00.000+0000
00aB,0,500A00000000002,1,hello?,005A00000000003,2025-01-02T08:20:00.000+0000
00aC,0,500A00000000002,1,hello,005A00000000001,2025-01-02T08:30:00.000+0000
"""
USERS = """Id,Username,LastName,UserType,Department,IsActive
005A00000000001,a@y.org,Lee,Standard,Support,1
005A00000000002,b@y.org,Day,Standard,Customer Success,1
005A00000000003,c@x.org,Customer,CspLitePortal,,1
005A00000000009,auto,Process,AutomatedProcess,,1
"""
GROUPS = "Id,Name,DeveloperName,Type\n00GA00000000001MAA,First Line,First_Line,Queue\n"
LINKS = """Id,CaseId,KnowledgeArticleId,ArticleVersionNumber,IsSharedByEmail,CreatedById,CreatedDate,IsDeleted
0aA,500A00000000001,kA0A00000000001,1,1,005A00000000001,2025-01-01T08:45:00.000+0000,0
0aB,500A00000000002,kA0A00000000002,1,0,005A00000000001,2025-01-02T08:45:00.000+0000,0
"""
ARTICLES = """Id,KnowledgeArticleId,VersionNumber,Title,CreatedDate,FirstPublishedDate,PublishStatus,Language,OwnerId,\
IsVisibleInPkb,IsVisibleInCsp,IsVisibleInPrm,SourceId,Answer__c
ka0A,kA0A00000000001,9,Set up,2024-06-01T08:00:00.000+0000,2024-06-02T08:00:00.000+0000,Archived,en_US,\
005A00000000001,,,,,x
ka0B,kA0A00000000001,10,Set up mail,2024-07-01T08:00:00.000+0000,2024-06-02T08:00:00.000+0000,Online,en_US,\
005A00000000001,1,1,,,x
ka0C,kA0A00000000002,1,Error 7,2025-01-02T09:00:00.000+0000,,Draft,en_US,005A00000000001,,,,500A00000000002,x
"""
OPPORTUNITIES = """Id,IsDeleted,AccountId,StageName,Amount,CloseDate,IsClosed,IsWon
006A,0,001A0000006Vm9r,Closed Won,100,2024-03-01,1,1
006B,0,001A0000006Vm9r,Closed Won,100,2023-11-01,1,1
006C,0,001A0000006Vm9r,Closed Lost,100,2023-01-01,1,
006D,0,001A0000006Vm9w,Closed Won,100,2024-05-01,1,1
006E,1,001A0000006Vm9w,Closed Won,100,2024-04-01,1,1
"""


def opened(folder: Path, files: Mapping[str, str], bom: bool = True) -> CompanyTables:
    """Return what is read from a folder with these files, each beginning with a byte order mark."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8-sig" if bom else "utf-8")
    return examine_tables(str(folder))


def told(company: CompanyTables, table: str, *columns: str) -> list[tuple[str, ...]]:
    """Return columns of a canonical table as texts, ordered by the first."""
    return [tuple(map(str, row)) for row in values(company, table, *columns)]


def left_out(company: CompanyTables, table: str) -> dict[str, int]:
    """Return how many rows of a table are set aside, by reason."""
    return {each.what: each.count for each in company.faults if each.table == table and each.action == "set aside"}


def test_an_id_in_full_means_the_same_everywhere(shared: Path) -> None:
    """The 15 characters of every id of a real table become the 18 that stand there; what is no such id stays."""
    found: set[str] = set()
    for path in sorted((shared / "vendor_exports" / "fivetran_dbt_salesforce").glob("*.csv")):
        with path.open(newline="", encoding="utf-8-sig") as file:
            found |= {value for row in csv.DictReader(file) for key, value in row.items() if key and key.endswith("id")}
    real = sorted(each for each in found if len(each) == 18 and each.isalnum() and each[0] == "0")
    assert len(real) > 100
    table = ibis.memtable({"id": [each[:15] for each in real]})
    full = table.mutate(full=full_id(table.id)).to_pandas()["full"]
    assert list(full) == real
    stays = ibis.memtable({"id": [ACME, "tqs6UXPA/Lm7W+0dX0+syw==", "00001001"]})
    assert list(stays.mutate(full=full_id(stays.id)).to_pandas()["full"]) == [
        ACME,
        "tqs6UXPA/Lm7W+0dX0+syw==",
        "00001001",
    ]


def test_a_company_is_read_from_its_exported_objects(tmp_path: Path) -> None:
    """Accounts of which only the letter case differs are two; a case finds its own by 15 characters or by 18."""
    found = opened(tmp_path, {"Account": ACCOUNTS, "Case": CASES, "Opportunity": OPPORTUNITIES, "Group": GROUPS})
    assert told(found, "accounts", "account_id", "name", "parent_id", "start_at", "tier_c") == [
        (ACME, "Acme", "None", "2023-11-01 00:00:00", "Gold"),
        (DELTA, "Delta", "None", "2024-05-01 00:00:00", "None"),
        (BETA, "Beta", ACME, "2024-02-01 09:00:00", "None"),
    ]
    assert left_out(found, "accounts") == {
        "are no customers by their Type: set aside": 1,
        "lie in Salesforce's recycle bin: set aside": 1,
    }
    columns = ("case_id", "account_id", "opened_at", "closed_at", "status", "priority", "channel", "reason")
    assert told(found, "cases", *columns) == [
        (
            "500A00000000001IAA",
            ACME,
            "2025-01-01 08:00:00",
            "2025-01-03 10:00:00",
            "closed",
            "normal",
            "email",
            "Setup",
        ),
        ("500A00000000002IAA", BETA, "2025-01-02 08:00:00", "None", "pending", "high", "phone", "None"),
    ]
    assert told(found, "cases", "case_id", "owner_id", "group", "is_escalated", "contact_id") == [
        ("500A00000000001IAA", "005A00000000002IAA", "None", "False", "003A00000000001IAA"),
        ("500A00000000002IAA", "None", "First Line", "True", "None"),
    ]
    assert {note.vendor for note in found.sources.values()} == {"Salesforce"}
    assert not {"subject", "iscased", "ownerid", "casenumber"} & set(found.tables["cases"].columns)
    assert told(found, "cases", "case_id", "resolved_at")[0][1] == "2025-01-03 10:00:00"
    assert fault(found, "are taken as solved when they were closed").action == "noted"
    entered = fault(found, "the day on which they were entered in Salesforce as their start")
    assert (entered.count, entered.examples) == (1, (BETA,))
    assert_rows_add_up(found)


def test_a_contract_begins_before_its_deal_was_closed(tmp_path: Path) -> None:
    """The earlier of the two is the start; a contract that was never activated is none."""
    contracts = (
        "Id,IsDeleted,AccountId,StartDate,ContractTerm,Status,ActivatedDate\n"
        "800A,0,001A0000006Vm9r,2023-10-01,12,Activated,2023-09-01T10:00:00.000Z\n"
        "800B,0,001a0000006Vm9r,2020-01-01,12,Draft,\n"
        "800C,0,001A0000006Vm9v,2025-01-01,12,Activated,2024-12-01T10:00:00.000Z\n"
    )
    files = {"Account": ACCOUNTS, "Case": CASES, "Opportunity": OPPORTUNITIES, "Contract": contracts}
    found = opened(tmp_path, files)
    assert told(found, "accounts", "name", "start_at") == [
        ("Acme", "2023-10-01 00:00:00"),
        ("Beta", "2024-02-01 09:00:00"),
        ("Delta", "2024-05-01 00:00:00"),
        ("Gamma", "2025-01-01 00:00:00"),
    ]


def test_what_happened_to_a_case_is_told_by_history_and_messages(tmp_path: Path) -> None:
    """Worked by hand from the export.

    Case 1: answered at 08:45 (the receipt at 08:00:02 came from a process, the draft was never sent). Ann took it from
    the queue, which hands nothing over; Ann to Bo does. It went back to the customer once, and was "Done" (a status
    that only closed cases have) until it was reopened; done again at 10:00 two days later. Case 2 was first answered
    by the comment of an agent that the customer sees, at 08:30.
    """
    files = {"CaseHistory": HISTORY, "EmailMessage": EMAILS, "CaseComment": COMMENTS, "User": USERS}
    found = opened(tmp_path, {"Account": ACCOUNTS, "Case": CASES} | files)
    derived = ("first_response_at", "handoffs_count", "returns_count", "reopens_count", "touches_count", "resolved_at")
    assert told(found, "cases", "case_id", *derived) == [
        ("500A00000000001IAA", "2025-01-01 08:45:00", "1", "1", "1", "1", "2025-01-03 10:00:00"),
        ("500A00000000002IAA", "2025-01-02 08:30:00", "0", "0", "0", "1", "None"),
    ]
    assert left_out(found, "case_events") == {
        "are changes of fields that nothing here looks at: set aside": 2,
        "say in names of people what the row beside them says in ids: set aside": 2,
        "tell a change of the owner by names of people alone, which are not read: set aside": 1,
        "are e-mails that were never sent: set aside": 1,
        "are messages that belong to no case: set aside": 1,
    }
    owners = [row for row in told(found, "case_events", "at", "kind", "from_value", "to_value") if row[1] == "owner"]
    assert owners == [
        ("2025-01-01 08:30:00", "owner", "None", "005A00000000001IAA"),
        ("2025-01-01 10:00:00", "owner", "005A00000000001IAA", "005A00000000002IAA"),
    ]
    assert not [each for each in found.faults if "solved when they were closed" in each.what], "the history tells it"
    assert "Ann" not in found.tables["case_events"].to_pandas().to_string()
    assert_rows_add_up(found)


OWNERS = {
    "a case that goes back to a queue and on to another person": (
        [("005A00000000001", "00GA00000000002"), ("00GA00000000002", "005A00000000002")],
        1,
    ),
    "a case that goes back to a queue and to the same person": (
        [("005A00000000001", "00GA00000000002"), ("00GA00000000002", "005A00000000001")],
        0,
    ),
    "a case that one queue gives to the next": (
        [("00GA00000000001", "00GA00000000002"), ("00GA00000000002", "005A00000000001")],
        1,
    ),
}


@pytest.mark.parametrize("name", OWNERS)
def test_hand_offs_are_told_from_assignments(tmp_path: Path, name: str) -> None:
    """A person to a person, or a queue to a queue, hands over; the first person to take it from a queue does not."""
    changes, expected = OWNERS[name]
    rows = [
        f"017{n},0,500A00000000001,005A00000000001,2025-01-01T{10 + n}:00:00.000+0000,Owner,{old},{new}"
        for n, (old, new) in enumerate(changes)
    ]
    found = opened(tmp_path, {"Case": CASES, "CaseHistory": "\n".join([HISTORY.splitlines()[0], *rows]) + "\n"})
    assert told(found, "cases", "case_id", "handoffs_count")[0] == ("500A00000000001IAA", str(expected))


def test_messages_alone_tell_the_first_answer(tmp_path: Path) -> None:
    """Where the field history was not exported, e-mails and comments are the events: hand-offs stay unknown."""
    found = opened(tmp_path, {"Case": CASES, "EmailMessage": EMAILS, "CaseComment": COMMENTS, "User": USERS})
    assert told(found, "cases", "case_id", "first_response_at") == [
        ("500A00000000001IAA", "2025-01-01 08:45:00"),
        ("500A00000000002IAA", "2025-01-02 08:30:00"),
    ]
    assert "handoffs_count" not in found.tables["cases"].columns
    assert {row.table: (row.read, row.used) for row in found.rows}["case_events"] == (8, 6)
    assert_rows_add_up(found)


def test_comments_alone_are_read_once(tmp_path: Path) -> None:
    """The comments are the events, and are not added to themselves."""
    found = opened(tmp_path, {"Case": CASES, "CaseComment": COMMENTS, "User": USERS})
    assert told(found, "case_events", "at", "kind", "actor_role") == [
        ("2025-01-02 08:10:00", "note", "agent"),
        ("2025-01-02 08:20:00", "reply", "customer"),
        ("2025-01-02 08:30:00", "reply", "agent"),
    ]


def test_links_say_what_was_done_with_an_article(tmp_path: Path) -> None:
    """Article 2 was written from the case that it is linked to; version 10 is later than version 9."""
    found = opened(tmp_path, {"Case": CASES, "CaseArticle": LINKS, "Knowledge__kav": ARTICLES})
    assert told(found, "case_articles", "case_id", "article_id", "link_type") == [
        ("500A00000000001IAA", "kA0A00000000001KAA", "reused"),
        ("500A00000000002IAA", "kA0A00000000002KAA", "created"),
    ]
    assert told(found, "articles", "article_id", "title", "created_at", "published_at", "audience") == [
        ("kA0A00000000001KAA", "Set up mail", "2024-06-01 08:00:00", "2024-06-02 08:00:00", "public"),
        ("kA0A00000000002KAA", "Error 7", "2025-01-02 09:00:00", "None", "internal"),
    ]
    assert_rows_add_up(found)


def test_links_without_versions_do_not_say_it(tmp_path: Path) -> None:
    """Nothing tells reuse from creation: the column stays empty."""
    found = opened(tmp_path, {"Case": CASES, "CaseArticle": LINKS})
    assert {link for _, link in told(found, "case_articles", "case_id", "link_type")} == {"None"}


def test_deals_with_a_recurring_amount_are_subscriptions(tmp_path: Path) -> None:
    """The contract's last day is part of it; a deal that was lost, or that holds no recurring amount, is none."""
    deals = (
        "Id,IsDeleted,AccountId,StageName,CloseDate,IsWon,ARR__c,Contract_Start_Date__c,Contract_End_Date__c\n"
        "1,0,001A0000006Vm9r,Closed Won,2024-12-20,1,1200,2025-01-01,2025-12-31\n"
        "2,0,001A0000006Vm9r,Closed Lost,2024-12-20,,900,2025-01-01,2025-12-31\n"
        "3,0,001A0000006Vm9r,Closed Won,2024-12-20,1,,,\n"
    )
    found = opened(tmp_path, {"Account": ACCOUNTS, "Case": CASES, "Opportunity": deals})
    assert told(found, "subscriptions", "account_id", "start_on", "end_on", "arr_amount") == [
        (ACME, "2025-01-01", "2026-01-01", "1200.0")
    ]
    assert left_out(found, "subscriptions") == {
        "are deals that were not won: set aside": 1,
        "hold no recurring amount: set aside": 1,
    }
    without = opened(tmp_path, {"Opportunity": OPPORTUNITIES})
    assert "subscriptions" not in without.tables, "amounts of deals are not taken for recurring ones"


def test_assets_with_a_monthly_amount_are_subscriptions(tmp_path: Path) -> None:
    """Twelve months make the year."""
    assets = (
        "Id,IsDeleted,AccountId,Product2Id,PurchaseDate,UsageEndDate,CurrentMrr,LifecycleStartDate,LifecycleEndDate\n"
        "02iA,0,001A0000006Vm9r,01tA,2025-01-01,,50.5,2025-01-01T00:00:00.000Z,2025-06-30T23:59:59.000Z\n"
    )
    found = opened(tmp_path, {"Account": ACCOUNTS, "Asset": assets})
    assert told(found, "subscriptions", "account_id", "start_on", "end_on", "arr_amount") == [
        (ACME, "2025-01-01", "2025-07-01", "606.0")
    ]


def test_touches_are_other_teams_work(tmp_path: Path) -> None:
    """What is about an opportunity is sales', else the owner's department says it; a case's tasks are Support's own."""
    tasks = (
        "Id,IsDeleted,AccountId,OwnerId,WhatId,ActivityDate,CompletedDateTime,IsClosed\n"
        "00TA,0,001A0000006Vm9r,005A00000000002,006A00000000001,2025-01-05,2025-01-06T10:00:00.000Z,1\n"
        "00TB,0,001A0000006Vm9r,005A00000000002,,2025-01-07,,1\n"
        "00TC,0,001A0000006Vm9r,005A00000000001,500A00000000001,2025-01-08,,1\n"
        "00TD,0,001A0000006Vm9r,005A00000000002,,2025-02-07,,0\n"
    )
    meetings = (
        "Id,IsDeleted,AccountId,OwnerId,WhatId,StartDateTime,EndDateTime\n"
        "00UA,0,001a0000006Vm9r,005A00000000002,,2025-01-09T10:00:00.000Z,2025-01-09T11:00:00.000Z\n"
    )
    found = opened(tmp_path, {"Account": ACCOUNTS, "Task": tasks, "Event": meetings, "User": USERS})
    assert told(found, "touches", "at", "account_id", "team") == [
        ("2025-01-06 10:00:00", ACME, "sales"),
        ("2025-01-07 00:00:00", ACME, "Customer Success"),
        ("2025-01-09 10:00:00", BETA, "Customer Success"),
    ]
    assert left_out(found, "touches") == {
        "are about a case, and so Support's own work: set aside": 1,
        "are tasks that are not done: set aside": 1,
    }
    assert_rows_add_up(found)


def test_a_mistyped_header_is_offered_by_its_usual_name(tmp_path: Path) -> None:
    """The settings say whose file it is; what it lacks is named with what it is usually called."""
    (tmp_path / "valuestory.toml").write_text(
        '[company]\nname = "T"\n[sources.cases]\npath = "Case.csv"\nvendor = "salesforce-export"\n'
    )
    found = opened(tmp_path, {"Case": CASES.replace("CreatedDate", "CreatedDte")}, bom=False)
    missing = fault(found, 'has no column "opened_at"')
    assert 'usually called "CreatedDate"; did you mean "CreatedDte"' in missing.do


REPORT = """"Case Number","Account Name","Case Owner","Date/Time Opened","Date/Time Closed","Status","Case Origin",\
"Escalated","Closed"
"00001001","Acme","Ann Lee","2026-01-01 08:00","2026-01-02 08:00","Done","Email","0","1"
"00001002","Twin","Ann Lee","2026-01-01 08:00","","New","Web","1","0"
"00001003","Nobody","Ann Lee","2026-01-01 08:00","","New","Web","0","0"
"00001004","Acme","Ann Lee","2026-01-01 08:00","","Working","Phone","0","0"
"00001005","Acme","Ann Lee","2026-01-01 08:00","","Working","Phone","0","0"


"Confidential Information - Do Not Distribute"
"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
"""
ACCOUNT_REPORT = """"Account ID","Account Name","Type","Created Date"
"001A0000006Vm9r","Acme","Customer","2025-01-01"
"001A0000006Vm9s","Twin","Customer","2025-01-01"
"001A0000006Vm9t","twin ","Customer","2025-01-01"
"""


def test_a_report_is_joined_by_the_accounts_name(tmp_path: Path) -> None:
    """A name that two accounts share joins neither; the lines at the report's foot are no cases, and are counted."""
    found = opened(tmp_path, {"report1": REPORT, "report2": ACCOUNT_REPORT})
    assert told(found, "cases", "case_id", "account_id", "status", "channel", "is_escalated") == [
        ("00001001", ACME, "closed", "email", "False"),
        ("00001002", "None", "new", "web", "True"),
        ("00001003", "None", "new", "web", "False"),
        ("00001004", ACME, "open", "phone", "False"),
        ("00001005", ACME, "open", "phone", "False"),
    ]
    assert fault(found, "that several accounts share").examples == ("00001002: Twin",)
    assert fault(found, "an account name that accounts does not have").examples == ("00001003: Nobody",)
    assert "add Account ID" in fault(found, "name their account only").do
    assert "case_owner" not in found.tables["cases"].columns
    assert fault(found, 'have "Case Owner", which looks like personal data: not read').action == "noted"
    assert fault(found, "lines below the last row").action == "set aside"
    assert [(each.read, each.used) for each in found.rows if each.table == "cases"] == [(7, 5)]
    assert_rows_add_up(found)


def test_a_report_with_the_accounts_id_is_joined_by_it(tmp_path: Path) -> None:
    """Its 15 characters find the 18 of an exported Account."""
    report = REPORT.partition("\n\n")[0].replace('"Account Name"', '"Account ID","Account Name"')
    report = report.replace('"Acme"', '"001A0000006Vm9r","Acme"').replace('"Twin"', '"001a0000006Vm9r","Twin"')
    found = opened(tmp_path, {"report1": report.replace('"Nobody"', '"","Nobody"') + "\n", "Account": ACCOUNTS})
    assert told(found, "cases", "case_id", "account_id") == [
        ("00001001", ACME),
        ("00001002", BETA),
        ("00001003", "None"),
        ("00001004", ACME),
        ("00001005", ACME),
    ]


def test_a_loaders_tables_are_read_without_hand_work(shared: Path) -> None:
    """The published sample has no cases, but one account that is neither deleted nor an earlier state of another.

    Its tasks belong to accounts that it does not hold, so every one is set aside, and is said to be.
    """
    found = examine_tables(str(shared / "vendor_exports" / "fivetran_dbt_salesforce"))
    assert told(found, "accounts", "account_id", "name", "start_at") == [
        ("0015500000Xyy06AAB", "Eric's Test", "2019-10-17 21:10:19")
    ]
    assert left_out(found, "accounts") == {
        "are earlier states of a record: set aside": 3,
        "lie in Salesforce's recycle bin: set aside": 6,
    }
    assert {row.table: (row.read, row.used) for row in found.rows} == {"accounts": (10, 1), "touches": (20, 0)}
    assert fault(found, "have no team").count == 12
    assert fault(found, "have the day on which the loader first held them").count == 1
    assert {note.vendor for note in found.sources.values()} == {"Salesforce"}
    assert not [each for each in found.faults if each.action == "stops"]
    assert_rows_add_up(found)


def test_a_loaders_cases_are_read_as_the_export_is(tmp_path: Path) -> None:
    """The same records under a loader's names give the same cases, and what the loader marks as deleted is left out."""
    cases = (
        "id,_fivetran_deleted,is_deleted,case_number,account_id,status,origin,priority,is_closed,closed_date,"
        "is_escalated,owner_id,created_date,severity_c\n"
        "500A00000000001IAA,false,false,1,001A0000006Vm9rIAC,Done,Email,Medium,true,2025-01-03 10:00:00,false,"
        "005A00000000002IAA,2025-01-01 08:00:00,S2\n"
        "500A00000000002IAA,true,false,2,001A0000006Vm9rIAC,New,Email,Medium,false,,false,"
        "005A00000000002IAA,2025-01-01 08:00:00,S2\n"
    )
    history = (
        "id,_fivetran_deleted,is_deleted,case_id,created_by_id,created_date,field,old_value,new_value\n"
        "1,false,false,500A00000000001IAA,005A00000000001IAA,2025-01-01 10:00:00,Owner,Ann,Bo\n"
        "2,false,false,500A00000000001IAA,005A00000000001IAA,2025-01-01 10:00:00,Owner,005A00000000001IAA,"
        "005A00000000002IAA\n"
        "3,false,false,500A00000000001IAA,005A00000000001IAA,2025-01-03 10:00:00,Status,New,Done\n"
    )
    found = opened(tmp_path, {"case": cases, "case_history": history}, bom=False)
    columns = ("case_id", "account_id", "status", "channel", "priority", "handoffs_count", "resolved_at", "severity_c")
    assert told(found, "cases", *columns) == [
        ("500A00000000001IAA", ACME, "closed", "email", "normal", "1", "2025-01-03 10:00:00", "S2")
    ]
    assert left_out(found, "cases") == {"are marked as deleted in the source: set aside": 1}
    assert fault(found, "Salesforce's tables in a warehouse (case.csv)").action == "noted"


def test_a_loaders_typed_tables_tell_the_same_as_the_export(tmp_path: Path) -> None:
    """A DuckDB file with the same records under a loader's names: times and numbers are typed, the answers the same."""
    named = {
        "account": ACCOUNTS,
        "case": CASES,
        "case_history": HISTORY,
        "email_message": EMAILS,
        "case_comment": COMMENTS,
        "user": USERS,
        "group": GROUPS,
        "case_article": LINKS,
        "knowledge_article_version": ARTICLES,
        "opportunity": OPPORTUNITIES,
    }
    exported = {"Account": ACCOUNTS, "Case": CASES, "CaseHistory": HISTORY, "EmailMessage": EMAILS, "User": USERS}
    exported |= {"CaseComment": COMMENTS, "Group": GROUPS, "CaseArticle": LINKS, "Knowledge__kav": ARTICLES}
    (tmp_path / "export").mkdir()
    export = opened(tmp_path / "export", exported | {"Opportunity": OPPORTUNITIES})
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        for name, text in named.items():
            header, _, rows = text.partition("\n")
            (tmp_path / "table.csv").write_text(f"{_as_a_loader_writes(header)}\n{rows}")
            connection.sql(f"CREATE TABLE \"{name}\" AS FROM read_csv('{tmp_path / 'table.csv'}')")
        assert connection.sql('SELECT typeof(created_date) FROM "case" LIMIT 1').fetchall() != [("VARCHAR",)]
    landed = examine_tables(str(tmp_path / "warehouse.duckdb"))
    for table in ("accounts", "cases", "case_events", "case_articles", "articles"):
        ours = {*landed.tables[table].columns} & {*export.tables[table].columns} & {*TABLES[table].names}
        columns = sorted(ours, key=TABLES[table].names.index)
        assert len(columns) >= 4
        assert sorted(told(landed, table, *columns)) == sorted(told(export, table, *columns)), table
        reasons = [{why.casefold(): n for why, n in left_out(each, table).items()} for each in (landed, export)]
        assert reasons[0] == reasons[1], table
    assert_rows_add_up(landed)


def _as_a_loader_writes(header: str) -> str:
    """Return a header in a loader's letters: `CreatedDate` as created_date, `Answer__c` as answer_c."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", header).replace("__c", "_c").lower()


@pytest.mark.parametrize(
    "vendor", ["zendesk", "hubspot", "intercom", "jira", "servicenow", "qualtrics", "pendo", "salesforce"]
)
def test_only_its_own_folder_is_salesforces(shared: Path, vendor: str) -> None:
    """No table of another vendor is taken for one of Salesforce's."""
    project = find_project(str(shared / "vendor_exports" / f"fivetran_dbt_{vendor}"))
    found = discover(project, open_engine(project), {})
    names = {each.vendor.mapping.vendor for each in found.sources.values() if each.vendor}
    assert ("Salesforce" in names) == (vendor == "salesforce"), names
