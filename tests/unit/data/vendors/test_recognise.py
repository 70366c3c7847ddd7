"""Whose files these are: by their headers, whatever they are called."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values

from valuestory.data import examine_tables, open_tables
from valuestory.data.vendors import exports_of, mappings
from valuestory.data.vendors.recognise import Candidate, recognise
from valuestory.errors import DataError, ProjectError

TICKETS = (
    "Id,Requester,Requester id,Requester email,Assignee,Group,Subject,Status,Priority,Via,Created at,Solved at,"
    "Organization,Satisfaction Score,Reopens,Replies,First reply time in minutes,Resolution time\n"
    "35,Ann Lee,900,ann@example.com,Bob,Desk,Help me,Solved,Normal,Mail,2026-01-02 08:00,2026-01-02 12:00,"
    "Acme,5,1,3,30,6.5\n"
    "36,Cy Day,901,cy@example.com,Bob,Desk,Help us,Open,High,Phone,2026-01-03 08:00,,Acme,Offered,0,0,,\n"
)


def test_a_folder_of_exports_needs_no_settings(tmp_path: Path) -> None:
    """Tickets under any name are Zendesk's by their headers; that is said, and the file that nobody knows as well."""
    (tmp_path / "download (3).csv").write_text(TICKETS)
    (tmp_path / "lunch.csv").write_text("day,dish\n1,soup\n")
    found = open_tables(str(tmp_path))
    said = fault(found, "are read as Zendesk's own export (download (3).csv)")
    assert (said.table, said.action) == ("cases", "noted")
    assert found.unread == ("lunch.csv",)
    assert found.sources["cases"].vendor == "Zendesk"
    assert_rows_add_up(found)


def test_one_file_of_tickets_is_enough(tmp_path: Path) -> None:
    """The accounts are derived from the names in its account column; minutes are after the ticket was opened."""
    (tmp_path / "tickets.csv").write_text(TICKETS)
    found = open_tables(str(tmp_path / "tickets.csv"))
    assert values(found, "accounts", "account_id") == [("Acme",)]
    told = values(found, "cases", "case_id", "account_id", "first_response_at", "resolved_at", "csat_score", "channel")
    assert [tuple(map(str, row)) for row in told] == [
        ("35", "Acme", "2026-01-02 08:30:00", "2026-01-02 12:00:00", "5.0", "email"),
        ("36", "Acme", "None", "None", "None", "phone"),
    ]
    everything = set(found.tables["cases"].columns)
    assert not {"subject", "requester", "requester_email", "assignee"} & everything


def test_files_of_one_header_are_one_table(tmp_path: Path) -> None:
    """A yearly export is a table in parts."""
    (tmp_path / "tickets-2025.csv").write_text(TICKETS)
    (tmp_path / "tickets-2026.csv").write_text(TICKETS.replace("\n35,", "\n45,").replace("\n36,", "\n46,"))
    found = open_tables(str(tmp_path))
    assert [case for (case,) in values(found, "cases", "case_id")] == ["35", "36", "45", "46"]
    assert found.unread == ()


def test_a_table_with_our_own_names_is_nobodys(company: Company) -> None:
    """Where every needed column is there by its own name, no mapping is looked for."""
    found = company()
    assert not [each for each in found.faults if "known by the headers" in each.what]
    assert {note.vendor for note in found.sources.values()} == {""}


def test_the_settings_go_before_the_mapping(company: Company) -> None:
    """A column, a word or a vendor that valuestory.toml names counts; the rest is still the mapping's."""
    settings = """
        [sources.cases]
        vendor = "zendesk-export"
        [sources.cases.columns]
        account_id = "Requester id"
        [sources.cases.values.channel]
        email = ["Mail"]
        """
    accounts = "account_id,start_at\n900,2025-01-01\n901,2025-01-01\n"
    found = company({"cases": TICKETS, "accounts": accounts}, settings)
    told = values(found, "cases", "case_id", "account_id", "channel")
    assert told == [("35", "900", "email"), ("36", "901", "Phone")]
    assert not [each for each in found.faults if "known by the headers" in each.what], "it was said, not recognised"


def test_nothing_is_recognised_where_that_is_not_wanted(company: Company) -> None:
    """`vendor = "none"` reads the columns by our names alone."""
    found = company({"cases": TICKETS}, '[sources.cases]\nvendor = "none"\n')
    assert fault(found, 'has no column "case_id"').action == "stops"


def test_a_renamed_header_is_offered_by_its_usual_name(company: Company) -> None:
    """The export says `Created`: the mapping knows what it is usually called, and the nearest of theirs is offered."""
    renamed = TICKETS.replace("Created at", "Createdat")
    found = company({"cases": renamed}, '[sources.cases]\nvendor = "zendesk-export"\n')
    missing = fault(found, 'has no column "opened_at"')
    assert missing.action == "stops"
    assert 'usually called "Created at"; did you mean "Createdat"?' in missing.do


def test_a_vendor_that_does_not_exist_is_named_with_the_nearest(company: Company) -> None:
    """A mistyped mapping is an error of the settings; so is a table that the mapping does not make."""
    with pytest.raises(ProjectError, match='did you mean "zendesk-export"'):
        company(settings='[sources.cases]\nvendor = "zendesk-exprt"\n')
    with pytest.raises(ProjectError, match="zendesk-export has no usage"):
        company(settings='[sources.usage]\nvendor = "zendesk-export"\n')


def test_an_account_is_found_by_its_name_and_never_guessed(company: Company) -> None:
    """A name that two accounts share joins neither, a name that nobody has joins nothing: both are counted."""
    accounts = "account_id,name,start_at\n1,Acme,2025-01-01\n2,Zeta ,2025-01-01\n3,Twin,2025-01-01\n4,twin,2025-01-01\n"
    cases = "case_id,opened_at,Customer\na,2026-01-01,ACME\nb,2026-01-01,Zeta\nc,2026-01-01,Twin\nd,2026-01-01,Nobody\n"
    found = company({"cases": cases, "accounts": accounts}, '[sources.cases]\naccount_named = "Customer"\n')
    told = values(found, "cases", "case_id", "account_id")
    assert told == [("a", "1"), ("b", "2"), ("c", None), ("d", None)]
    shared, unknown = fault(found, "that several accounts share"), fault(found, "that accounts does not have")
    assert (shared.count, shared.examples, unknown.count, unknown.examples) == (1, ("c: Twin",), 1, ("d: Nobody",))
    assert_rows_add_up(found)


def test_an_empty_folder_says_what_could_be_put_there(tmp_path: Path) -> None:
    """Files that tell nothing by their headers are named."""
    (tmp_path / "lunch.csv").write_text("day,dish\n1,soup\n")
    with pytest.raises(DataError, match=r"there are no tables .*lunch\.csv"):
        examine_tables(str(tmp_path))


@pytest.mark.parametrize("name", mappings())
def test_every_file_of_a_mapping_is_known_by_its_own_headers(name: str) -> None:
    """A file with just the headers that it needs, under the first of its names, is that mapping's and no other's."""
    for file in mappings()[name].files.values():
        found = recognise([Candidate(file.names[0], (Path(f"{file.names[0]}.csv"),), tuple(file.needs))])
        assert {each.name for each in found} <= {name}, (file.names[0], found)


@pytest.mark.parametrize("name", mappings())
def test_every_table_of_a_mapping_has_what_is_needed(name: str) -> None:
    """What a canonical table cannot do without is given by columns, lookups, minutes, or the account's name."""
    from valuestory.data.canonical.tables import TABLES

    for table, mapped in mappings()[name].tables.items():
        given = {*mapped.columns, *mapped.lookup, *mapped.minutes_after}
        given |= {"account_id"} if mapped.account_named else set()
        assert set(TABLES[table].needed) <= given, table


def test_what_is_missing_is_brought_by_an_export() -> None:
    """Cases come from every help desk; each export says in one sentence where it is found."""
    assert {each.vendor for each in exports_of("cases")} >= {"Zendesk"}
    assert all(each.how for each in exports_of("cases"))
    assert exports_of("cases", "no_such_column") == ()
