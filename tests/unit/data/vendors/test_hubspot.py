"""HubSpot: the export of a view, and the tables of a loader, each to rows worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.data.conftest import assert_rows_add_up, fault
from tests.unit.data.vendors.conftest import Folder, rows_of

from valuestory.data import CompanyTables, examine_tables
from valuestory.data.engines.engine import open_engine
from valuestory.data.sources.discovery import discover
from valuestory.data.sources.sources import find_project

TICKETS = (
    '"Record ID","Ticket name","Pipeline","Ticket status","Create date","Priority","Ticket owner","Source",'
    '"Close date","First agent email response date","Category","HubSpot team","Associated Contact",'
    '"Associated Contact IDs","Associated Company","Associated Company IDs","Product area"\n'
    '"901","Help","Support","Closed (Support)","2026-01-05 09:00","HIGH","Bo Day","EMAIL","2026-01-06 10:00",'
    '"2026-01-05 09:30","Billing","Tier 1","Ann Lee","51","Acme","11","Sync"\n'
    '"902","Help","Support","Waiting on contact (Support)","2026-01-05 10:00","","","CHAT","","","","","","",'
    '"Acme;Zeta","11;12","Sync"\n'
    '"903","Help","Onboarding","Paperwork done","2026-01-06 10:00","MEDIUM","","PHONE","2026-01-07 10:00","","",'
    '"","","","Zeta","12",""\n'
    '"904","Help","Support","New (Support)","2026-01-06 11:00","LOW","","FORM","","","","","","","","",""\n'
)
COMPANIES = (
    '"Record ID","Company name","Create Date","Became a Customer Date","Lifecycle Stage","Industry","Country/Region",'
    '"Company owner","Phone Number","Segment"\n'
    '"11","Acme","2025-01-01 08:00","2025-03-01 08:00","Customer","Energy","Germany","Bo Day","123","Large"\n'
    '"12","Zeta","2025-02-01 08:00","","Customer","Retail","France","Bo Day","123","Small"\n'
    '"13","Hopeful","2025-02-01 08:00","","Lead","Retail","France","Bo Day","123","Small"\n'
)


def left_out(company: CompanyTables, table: str) -> dict[str, int]:
    """Return how many rows of a table are set aside, by reason."""
    return {each.what: each.count for each in company.faults if each.table == table and each.action == "set aside"}


def test_a_companys_view_is_read_without_hand_work(folder: Folder) -> None:
    """The pipeline behind a status is no part of it; a ticket of two companies has no account that is certain."""
    found = folder({"hubspot-crm-exports-all-tickets.csv": "\ufeff" + TICKETS, "all-companies.csv": COMPANIES})
    columns = ("case_id", "account_id", "contact_id", "opened_at", "first_response_at", "resolved_at", "closed_at")
    closed = "2026-01-06 10:00:00"
    assert rows_of(found, "cases", *columns) == [
        ("901", "11", "51", "2026-01-05 09:00:00", "2026-01-05 09:30:00", closed, closed),
        ("902", "", "", "2026-01-05 10:00:00", "", "", ""),
        ("903", "12", "", "2026-01-06 10:00:00", "", "2026-01-07 10:00:00", "2026-01-07 10:00:00"),
        ("904", "", "", "2026-01-06 11:00:00", "", "", ""),
    ]
    assert rows_of(found, "cases", "case_id", "status", "priority", "channel", "reason", "group", "product_area") == [
        ("901", "closed", "high", "email", "Billing", "Tier 1", "Sync"),
        ("902", "pending", "", "chat", "", "", "Sync"),
        ("903", "closed", "normal", "phone", "", "", ""),
        ("904", "new", "low", "web", "", "", ""),
    ]
    assert rows_of(found, "accounts", "account_id", "name", "start_at", "segment", "region") == [
        ("11", "Acme", "2025-03-01 08:00:00", "Large", "Germany"),
        ("12", "Zeta", "2025-02-01 08:00:00", "Small", "France"),
    ]
    assert left_out(found, "accounts") == {"are no customers yet by their lifecycle stage: set aside": 1}
    several = fault(found, "belong to several companies, and none is their primary one")
    assert (several.count, several.examples, several.action) == (1, ("902",), "noted")
    assert fault(found, "the day on which they were entered in HubSpot").examples == ("12",)
    assert fault(found, "are taken as solved when they were closed").action == "noted"
    assert {note.vendor for note in found.sources.values()} == {"HubSpot"}
    text = found.tables["cases"].to_pandas().to_string() + found.tables["accounts"].to_pandas().to_string()
    assert not [each for each in ("Ann Lee", "Bo Day", "Help", "123") if each in text]
    assert_rows_add_up(found)


def test_the_primary_company_is_taken(folder: Folder) -> None:
    """Where the export has the primary company, the list beside it does not matter."""
    tickets = (
        "Record ID,Ticket name,Ticket status,Create date,Associated Company IDs,Associated Company IDs (Primary)\n"
        "901,Help,New,2026-01-05 09:00,11;12,12\n"
        "902,Help,New,2026-01-05 09:00,11,\n"
        "903,Help,New,2026-01-05 09:00,,\n"
    )
    found = folder({"tickets.csv": tickets, "companies.csv": COMPANIES})
    assert rows_of(found, "cases", "case_id", "account_id") == [("901", "12"), ("902", "11"), ("903", "")]
    assert not [each for each in found.faults if "several companies" in each.what]


def test_an_older_export_names_its_companies(folder: Folder) -> None:
    """Its key is called Ticket ID, and it has no ids of companies: a name that two share joins neither."""
    tickets = (
        "Ticket ID,Ticket name,Ticket status,Create date,Close date,Associated Company\n"
        "901,Help,Closed,2026-01-05 09:00,2026-01-06 10:00,acme\n"
        "902,Help,New,2026-01-05 10:00,,Twin\n"
        "903,Help,New,2026-01-05 10:00,,Nobody\n"
    )
    companies = "Company ID,Company name,Create Date\n11,Acme,2025-01-01\n12,Twin,2025-01-01\n13,Twin,2025-01-01\n"
    found = folder({"tickets.csv": tickets, "companies.csv": companies})
    assert rows_of(found, "cases", "case_id", "account_id") == [("901", "11"), ("902", ""), ("903", "")]
    assert fault(found, "that several accounts share").examples == ("902: Twin",)
    assert fault(found, "an account name that accounts does not have").examples == ("903: Nobody",)
    assert "Associated Company IDs" in fault(found, "name their company only").do
    assert_rows_add_up(found)


def test_tickets_alone_are_enough(folder: Folder) -> None:
    """Accounts are derived from the companies that tickets belong to."""
    found = folder({"tickets.csv": TICKETS})
    assert rows_of(found, "accounts", "account_id") == [("11",), ("12",)]


def test_a_renamed_property_is_offered_by_its_usual_label(folder: Folder) -> None:
    """What the export lacks is named with its usual label, and with what is nearest to it."""
    settings = '[sources.cases]\npath = "tickets.csv"\nvendor = "hubspot-export"\n'
    found = folder({"tickets.csv": TICKETS.replace("Create date", "Creat date")}, settings)
    missing = fault(found, 'has no column "opened_at"')
    assert 'usually called "Create date"; did you mean "Creat date"' in missing.do


def test_deals_with_a_recurring_amount_are_subscriptions(folder: Folder) -> None:
    """Annual recurring revenue from the contract's first day to the day after its last; a lost deal is none."""
    deals = (
        '"Record ID","Deal Name","Deal Stage","Close Date","Amount","Annual recurring revenue","Contract Start Date",'
        '"Contract End Date","Is Closed Won","Associated Company IDs","Currency"\n'
        '"1","A","Closed won","2025-01-10 10:00","9000","1200","2025-02-01","2026-01-31","true","11","USD"\n'
        '"2","B","Closed lost","2025-01-10 10:00","9000","900","2025-02-01","2026-01-31","false","11","USD"\n'
        '"3","C","Closed won","2025-01-10 10:00","500","","2025-02-01","2026-01-31","true","12","USD"\n'
    )
    found = folder({"tickets.csv": TICKETS, "companies.csv": COMPANIES, "deals.csv": deals})
    assert rows_of(found, "subscriptions", "account_id", "start_on", "end_on", "arr_amount") == [
        ("11", "2025-02-01", "2026-02-01", "1200.0")
    ]
    assert left_out(found, "subscriptions") == {
        "are deals that were not won: set aside": 1,
        "hold no recurring amount: set aside": 1,
    }
    assert_rows_add_up(found)


def test_deals_without_a_recurring_amount_are_none(folder: Folder) -> None:
    """The amount of a deal may be a project's: it is not taken for revenue that recurs."""
    deals = '"Record ID","Deal Name","Deal Stage","Close Date","Amount"\n"1","A","Closed won","2025-01-10","9000"\n'
    assert "subscriptions" not in folder({"tickets.csv": TICKETS, "deals.csv": deals}).tables


LANDED = {
    "company.csv": (
        "id,is_deleted,property_name,property_createdate,property_lifecyclestage,property_tier\n"
        "11,false,Acme,2025-01-01 08:00:00,customer,Gold\n"
        "12,false,Zeta,2025-01-01 08:00:00,,\n"
        "13,true,Gone,2025-01-01 08:00:00,customer,\n"
    ),
    "ticket.csv": (
        "id,_fivetran_deleted,property_createdate,property_closed_date,property_first_agent_reply_date,"
        "property_hs_pipeline,property_hs_pipeline_stage,property_hs_ticket_priority,property_hubspot_owner_id,"
        "property_hubspot_team_id,property_source_type,property_subject\n"
        "1,false,2026-01-01 08:00:00,2026-01-03 08:00:00,2026-01-01 08:30:00,0,4,HIGH,71,81,EMAIL,Help\n"
        "2,false,2026-01-02 08:00:00,,,0,2,LOW,,,CHAT,Help\n"
        "3,false,2026-01-02 09:00:00,2026-01-02 10:00:00,,9,77,,,,PHONE,Help\n"
        "4,true,2026-01-02 09:00:00,,,0,1,,,,PHONE,Help\n"
    ),
    "ticket_company.csv": (
        "ticket_id,company_id,type_id,category,_fivetran_deleted\n"
        "1,12,339,HUBSPOT_DEFINED,false\n1,11,339,HUBSPOT_DEFINED,false\n1,11,26,HUBSPOT_DEFINED,false\n"
        "2,12,339,HUBSPOT_DEFINED,false\n2,11,339,HUBSPOT_DEFINED,true\n"
        "3,11,339,HUBSPOT_DEFINED,false\n3,12,339,HUBSPOT_DEFINED,false\n"
    ),
    "ticket_contact.csv": "ticket_id,contact_id,type_id\n1,51,16\n",
    "ticket_pipeline_stage.csv": (
        "stage_id,pipeline_id,label,is_closed,ticket_state\n"
        "1,0,New,false,OPEN\n2,0,Waiting on contact,false,OPEN\n3,0,Waiting on us,false,OPEN\n4,0,Done,true,CLOSED\n"
    ),
    "team.csv": "id,name\n81,Tier 1\n82,Tier 2\n",
    "ticket_property_history.csv": (
        "ticket_id,name,source,value,timestamp_instant\n"
        "1,hs_pipeline_stage,FORM,1,2026-01-01 08:00:00\n"
        "1,hubspot_owner_id,AUTOMATION_PLATFORM,70,2026-01-01 08:00:10\n"
        "1,hubspot_team_id,AUTOMATION_PLATFORM,81,2026-01-01 08:00:10\n"
        "1,hubspot_owner_id,CRM_UI,71,2026-01-01 09:00:00\n"
        "1,hs_pipeline_stage,CRM_UI,2,2026-01-01 10:00:00\n"
        "1,hs_pipeline_stage,CRM_UI,4,2026-01-01 12:00:00\n"
        "1,hs_pipeline_stage,CRM_UI,3,2026-01-02 12:00:00\n"
        "1,hs_pipeline_stage,CRM_UI,4,2026-01-03 08:00:00\n"
        "1,subject,CRM_UI,Help,2026-01-03 08:00:00\n"
        "2,hs_pipeline_stage,FORM,2,2026-01-02 08:00:00\n"
    ),
}


def test_a_loaders_tables_are_read_to_hand_worked_rows(folder: Folder) -> None:
    """The primary company before others, the only one that is left, and none where two are meant alike.

    Ticket 1 changed hands once (71 took it from 70), went back to the customer once, was opened again once and done for
    the last time on 3 January. Ticket 3 is in a stage that the loader does not know: it is closed, since it has a day.
    """
    found = folder(LANDED)
    assert rows_of(found, "cases", "case_id", "account_id", "contact_id", "status", "channel", "group", "owner_id") == [
        ("1", "11", "51", "closed", "email", "Tier 1", "71"),
        ("2", "12", "", "pending", "chat", "", ""),
        ("3", "", "", "closed", "phone", "", ""),
    ]
    names = ("case_id", "first_response_at", "handoffs_count", "returns_count", "reopens_count", "resolved_at")
    assert rows_of(found, "cases", *names) == [
        ("1", "2026-01-01 08:30:00", "1", "1", "1", "2026-01-03 08:00:00"),
        ("2", "", "0", "1", "0", ""),
        ("3", "", "", "", "", "2026-01-02 10:00:00"),
    ]
    assert rows_of(found, "accounts", "account_id", "property_tier") == [("11", "Gold"), ("12", "")]
    assert left_out(found, "cases") == {"are marked as deleted in the source: set aside": 1}
    assert left_out(found, "case_events") == {"are changes of properties that nothing here looks at: set aside": 1}
    assert fault(found, "belong to several companies").examples == ("3",)
    assert fault(found, "have no history of their status").count == 1
    owners = rows_of(found, "case_events", "at", "kind", "from_value", "to_value", "actor_role")
    assert ("2026-01-01 09:00:00", "owner", "70", "71", "agent") in owners
    assert ("2026-01-01 12:00:00", "status", "pending", "closed", "agent") in owners
    assert_rows_add_up(found)


def test_without_a_history_the_closing_is_the_end(folder: Folder) -> None:
    """The time of closing stands for that of solving, which is said; nothing is told of hand-offs."""
    found = folder({name: text for name, text in LANDED.items() if "history" not in name})
    assert [row[1] for row in rows_of(found, "cases", "case_id", "resolved_at")] == [
        "2026-01-03 08:00:00",
        "",
        "2026-01-02 10:00:00",
    ]
    assert fault(found, "are taken as solved when they were closed").action == "noted"
    assert "handoffs_count" not in found.tables["cases"].columns


def test_the_published_sample_is_read_without_hand_work(shared: Path) -> None:
    """25 tickets and 24 companies; its associations are of tickets that it does not hold, so no ticket has an account.

    One ticket was closed before it was created. One has a history: it went through two stages of the same name.
    """
    found = examine_tables(str(shared / "vendor_exports" / "fivetran_dbt_hubspot"))
    used = {row.table: (row.read, row.used, row.set_aside) for row in found.rows}
    assert used == {"accounts": (24, 24, 0), "cases": (25, 25, 0), "case_events": (15, 2, 13)}
    names = ("case_id", "opened_at", "first_response_at", "closed_at", "owner_id")
    rows = rows_of(found, "cases", *names)
    assert rows[-1] == ("350123456", "2021-02-25 08:15:00", "2021-02-25 09:02:17", "2025-07-25 08:15:00", "90700234")
    assert ("238832209", "2020-11-10 14:54:50", "", "2020-11-10 14:54:50", "") in rows
    assert sum(status == "closed" for _, status in rows_of(found, "cases", "case_id", "status")) == 22
    assert ("2050238876", "2019-05-23 12:37:25", "United States") in rows_of(
        found, "accounts", "account_id", "start_at", "region"
    )
    assert fault(found, "have no account: counted for volume").count == 25
    assert fault(found, "have a closed_at before their opened_at").count == 1
    assert not [each for each in found.faults if each.action == "stops"]
    assert {note.vendor for note in found.sources.values()} == {"HubSpot"}
    assert_rows_add_up(found)


@pytest.mark.parametrize(
    "vendor", ["zendesk", "hubspot", "intercom", "jira", "servicenow", "qualtrics", "pendo", "salesforce"]
)
def test_only_its_own_folder_is_hubspots(shared: Path, vendor: str) -> None:
    """No table of another vendor is taken for one of HubSpot's."""
    project = find_project(str(shared / "vendor_exports" / f"fivetran_dbt_{vendor}"))
    found = discover(project, open_engine(project), {})
    names = {each.vendor.mapping.vendor for each in found.sources.values() if each.vendor}
    assert ("HubSpot" in names) == (vendor == "hubspot"), names
