"""Columns: which of theirs is which, what is kept, what is not read, and what stops."""

from __future__ import annotations

import pytest
from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values

from valuestory.data import TABLES, open_tables
from valuestory.data.files.headers import plain_name
from valuestory.data.personal.headers import is_personal
from valuestory.errors import DataError, ProjectError


def test_a_column_is_taken_by_its_own_name_however_it_is_written(company: Company) -> None:
    """`Case ID` is case_id and `Opened At` opened_at: letter case, spaces and punctuation do not matter."""
    found = company({"cases": "Case ID,ACCOUNT_ID,Opened At,Customer Tier\n1,A1,2025-01-01,Gold\n"})
    assert values(found, "cases", "case_id", "account_id", "customer_tier") == [("1", "A1", "Gold")]


def test_a_missing_needed_column_is_named_with_the_nearest_of_theirs(company: Company) -> None:
    """Nothing is taken by likeness; it is offered."""
    found = company({"cases": "case_id,account_id,opend_at\n1,A1,2025-01-01\n"})
    missing = fault(found, 'has no column "opened_at"')
    assert missing.action == "stops"
    assert 'did you mean "opend_at"?' in missing.do
    assert {each.table: (each.read, each.used) for each in found.rows}["cases"] == (1, 0)
    assert_rows_add_up(found)


def test_a_missing_needed_column_hides_nothing_that_is_wrong_in_the_others(company: Company) -> None:
    """One look tells all there is to mend: else each export that is mended would bring up the next fault."""
    found = company(
        {
            "cases": "case_id,account_id,opend_at,resolved_at,csat_score\n"
            "1,A1,2025-01-01,2025-01-02,5\n1,A9,2025-01-01,soon,4\n,A2,2025-01-01,9999-12-31,77\n"
        }
    )
    of_cases = [each for each in found.faults if each.table == "cases"]
    assert of_cases[0].what.startswith('has no column "opened_at"')
    told = {(each.column, each.count) for each in of_cases}
    assert told == {("opened_at", 0), ("case_id", 1), ("account_id", 1), ("resolved_at", 1), ("csat_score", 1)}
    assert [each.table for each in found.faults if each.action == "stops"] == ["cases"]
    assert "cases" not in found.tables
    assert {each.table: (each.read, each.used) for each in found.rows}["cases"] == (3, 0)


@pytest.mark.parametrize("place", range(4))
def test_any_needed_column_of_any_table_may_be_the_one_that_is_missing(company: Company, place: int) -> None:
    """The key, the account, the day: what cannot be told without it is not told, and the rest still is."""
    value = {"instant": "2025-01-01", "date": "2025-01-01", "key": "A1", "text": "x", "yes_no": "maybe"}
    lacking = {name: table.needed[place] for name, table in TABLES.items() if len(table.needed) > place}
    tables = {}
    for name, column in lacking.items():
        columns = {each.name: value.get(each.kind, "many") for each in TABLES[name].columns if each.name != column}
        tables[name] = f"{','.join(columns)}\n{','.join(columns.values())}\n"
    found = company(tables)
    for name, column in lacking.items():
        of_table = [each for each in found.faults if each.table == name]
        assert [each.column for each in of_table if each.what.startswith("has no column")] == [column]
        unread = {each.name for each in TABLES[name].columns if each.kind not in value and each.name != column}
        assert unread <= {each.column for each in of_table}, name
        assert name not in found.tables
    assert_rows_add_up(found)


def test_a_mapped_column_that_their_file_lacks_stops_with_a_hint(company: Company) -> None:
    """A header that was renamed by the vendor is named, with what it may be called now."""
    found = company(
        {"cases": "case_id,account_id,Created on\n1,A1,2025-01-01\n"},
        '[sources.cases.columns]\nopened_at = "Created at"\n',
    )
    assert 'did you mean "Created on"?' in fault(found, 'has no column "Created at"').do


def test_a_canonical_name_that_does_not_exist_is_an_error_of_the_settings(company: Company) -> None:
    """All mistyped names of tables and columns are named at once, each with the nearest right one."""
    settings = """
        [sources.cases.columns]
        opend_at = "Created"
        [sources.acounts]
        path = "accounts.csv"
        [sources.surveys.values.instrumnt]
        nps = ["NPS"]
        """
    with pytest.raises(ProjectError) as caught:
        company(settings=settings)
    message = str(caught.value)
    for hint in ('did you mean "opened_at"', 'did you mean "accounts"', 'did you mean "instrument"'):
        assert hint in message


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ('skip = ["Tier"]', 'has no column "Tier"'),
        ('keep = ["Tier"]', 'has no column "Tier"'),
        ('values.channel = { phone = ["Call"] }', "has values for channel, which no column gives"),
        ('minutes_after.closed_at = ["happy_at", "status"]', "minutes after happy_at, which no column gives"),
    ],
)
def test_a_setting_that_would_have_no_effect_stops(company: Company, settings: str, words: str) -> None:
    """What a setting is about is not there: it would be believed to have done something."""
    assert fault(company(settings=f"[sources.cases]\n{settings}\n"), words).action == "stops"


def test_a_canonical_column_is_given_once(company: Company) -> None:
    """A column that is mapped and looked up has two sources: which one counts is not guessed."""
    with pytest.raises(ProjectError, match="churned_at is given twice"):
        company(settings=LOOKUP + '[sources.accounts.columns]\nchurned_at = "start_at"\n')


def test_two_columns_that_read_alike_stop(company: Company) -> None:
    """`Tier` and `tier` would both be the slice tier; skip settles it."""
    table = {"cases": "case_id,account_id,opened_at,Tier,tier\n1,A1,2025-01-01,Gold,Silver\n"}
    assert fault(company(table), "read alike").action == "stops"
    settled = company(table, '[sources.cases]\nskip = ["tier"]\n')
    assert values(settled, "cases", "case_id", "tier") == [("1", "Gold")]


def test_a_slice_may_not_take_the_name_of_another_column(company: Company) -> None:
    """opened_at is mapped from Created; their own opened_at would hide behind the same name."""
    table = {"cases": "case_id,account_id,Created,opened_at\n1,A1,2025-01-01,2024-01-01\n"}
    settings = '[sources.cases]\nskip = {}\n[sources.cases.columns]\nopened_at = "Created"\n'
    assert fault(company(table, settings.format("[]")), "which is already another column").column == "opened_at"
    assert values(company(table, settings.format('["opened_at"]')), "cases", "case_id") == [("1",)]


def test_repeated_headers_are_numbered(company: Company) -> None:
    """Jira repeats Labels; each is kept as a slice of its own."""
    found = company({"cases": "case_id,account_id,opened_at,Labels,Labels\n1,A1,2025-01-01,a,b\n"})
    assert values(found, "cases", "labels", "labels_2") == [("a", "b")]


@pytest.mark.parametrize(
    "header",
    [
        "Email",
        "Requester email",
        "E-mail address",
        "First Name",
        "Assignee",
        "Reporter",
        "Requester name",
        "Phone",
        "contact",
        "Case Owner",
        "Ticket owner",
    ],
)
def test_personal_data_is_known_by_its_header(header: str) -> None:
    """Names, addresses and numbers of people are what nothing here needs."""
    assert is_personal(header)


@pytest.mark.parametrize(
    "header",
    [
        "Product name",
        "account_name",
        "Priority",
        "agent_count",
        "Group",
        "mailing_list_size",
        "contact_reason",
        "Account tier",
    ],
)
def test_ordinary_columns_are_not_taken_for_personal_data(header: str) -> None:
    """A slice that is no person stays."""
    assert not is_personal(header)


def test_personal_columns_are_not_read_and_that_is_said(company: Company) -> None:
    """Their values never reach the engine; the fault names the column and shows none of them."""
    table = {"cases": "case_id,account_id,opened_at,Requester email,Assignee\n1,A1,2025-01-01,ann@x.org,Ann\n"}
    found = company(table)
    assert found.tables["cases"].columns == ("case_id", "account_id", "opened_at")
    said = [each for each in found.faults if "personal data" in each.what]
    assert [(each.action, each.count, each.examples) for each in said] == [("noted", 1, ())] * 2
    kept = company(table, '[sources.cases]\nkeep = ["Assignee"]\n')
    assert values(kept, "cases", "assignee") == [("Ann",)]


def test_a_slice_that_holds_addresses_is_dropped_whatever_its_name(company: Company) -> None:
    """A column called cc is found out by its values, and the values are not shown."""
    found = company({"cases": "case_id,account_id,opened_at,In CC\n1,A1,2025-01-01,bo@x.org\n2,A1,2025-01-01,\n"})
    assert "in_cc" not in found.tables["cases"].columns
    assert fault(found, "hold an e-mail address").examples == ()
    assert 'skip = ["In CC"]' in fault(found, "hold an e-mail address").do


def test_canonical_columns_are_read_whatever_they_hold(company: Company) -> None:
    """The name of an account is allowed, and a contact_id may be an address: it was asked for."""
    found = company({"cases": "case_id,account_id,opened_at,contact_id\n1,A1,2025-01-01,bo@x.org\n"})
    assert values(found, "cases", "contact_id") == [("bo@x.org",)]
    assert ("Alpha",) in values(found, "accounts", "name")


EVENTS = "account,left,kind\nA1,2025-01-01,real\nA1,2025-03-01,real\nA3,2025-02-01,test\n"
LOOKUP = """
    [sources.accounts]
    skip = ["churned_at"]
    [sources.accounts.lookup.churned_at]
    path = "events.csv"
    on = "account"
    key = "account_id"
    take = "left"
    """


@pytest.mark.parametrize(("pick", "day"), [("first", 1), ("last", 3), ("least", 1), ("greatest", 3)])
def test_a_lookup_picks_one_of_several_values(company: Company, pick: str, day: int) -> None:
    """Account A1 has two events; which one counts is said, not guessed."""
    found = company({"events": EVENTS}, LOOKUP + f'pick = "{pick}"\nwhere = {{ kind = "real" }}\n')
    left = dict(values(found, "accounts", "account_id", "churned_at"))
    assert str(left["A1"]) == f"2025-0{day}-01 00:00:00"
    assert (left["A2"], left["A3"]) == (None, None)


def test_several_values_without_a_pick_stop(company: Company) -> None:
    """The fault says in how many keys, and what to write."""
    stop = fault(company({"events": EVENTS}, LOOKUP), 'have several "left"')
    assert (stop.action, "1 keys" in stop.what, "pick" in stop.do) == ("stops", True, True)


def test_values_of_a_lookup_that_cannot_be_read_are_counted(company: Company) -> None:
    """One of the four days is no day: it is not used, and not lost in silence."""
    found = company({"events": EVENTS + "A2,soon,real\n"}, LOOKUP + 'pick = "last"\n')
    assert fault(found, "cannot be read: not used").count == 1


def test_lines_of_a_lookup_that_are_no_rows_are_counted(company: Company) -> None:
    """A ragged line in the helper's file is not lost in silence."""
    found = company({"events": EVENTS + "A2\n"}, LOOKUP + 'pick = "last"\n')
    assert fault(found, "lines of events.csv are no rows").count == 1


def test_a_lookup_that_holds_something_else_stops(company: Company) -> None:
    """Two of three days cannot be read: the column is not a date at all, or its format is not said."""
    found = company({"events": "account,left\nA1,soon\nA2,later\nA3,2025-01-01\n"}, LOOKUP)
    assert fault(found, 'values of "left" in events.csv cannot be read').action == "stops"


def test_a_lookup_by_a_column_that_is_not_there_names_the_nearest(company: Company) -> None:
    """The helper's own headers are offered."""
    found = company({"events": "acount,left\nA1,2025-01-01\n"}, LOOKUP)
    assert 'did you mean "acount"?' in fault(found, 'the lookup in events.csv needs a column "account"').do


def test_a_lookup_in_a_file_that_is_not_there_stops_its_table_only(company: Company) -> None:
    """The file is named; the tables that do not need it are read."""
    found = company(settings=LOOKUP)
    assert fault(found, 'no file "events.csv" to look "left" up in').table == "accounts"
    assert set(found.tables) == {"cases"}


def test_open_tables_raises_all_that_stops_at_once(company: Company, tmp_path: object) -> None:
    """One message names every table that cannot be used, and no file's place on this machine."""
    company(
        {"cases": "case_id,account_id\n1,A1\n"},
        '[sources.accounts]\npath = "acounts.csv"\n[sources.cases]\n[sources.usage]\n',
    )
    with pytest.raises(DataError) as caught:
        open_tables(str(tmp_path))
    message = str(caught.value)
    for part in (
        'accounts: there is no file "acounts.csv"',
        "opened_at",
        'usage: there is no file "usage.csv"',
        "3 faults",
    ):
        assert part in message
    assert 'did you mean "accounts"?' in message
    assert str(tmp_path) not in message


@pytest.mark.parametrize(
    ("header", "name"), [("Customer Tier", "customer_tier"), ("1st reply (h)", "n_1st_reply_h"), ("§", "column")]
)
def test_slices_get_plain_names(header: str, name: str) -> None:
    """Any header becomes a name that can be typed."""
    assert plain_name(header) == name


def test_a_needed_column_under_a_name_that_vendors_use_is_offered(company: Company) -> None:
    """Nobody's export is guessed at, but what other exports call a column is a good first offer, ready to be pasted."""
    found = company({"cases": "Number,Company,Opened,Colour\n1,A1,2025-01-01,red\n"})
    for ours, theirs in (("case_id", "Number"), ("account_id", "Company"), ("opened_at", "Opened")):
        offer = f'if that is "{theirs}", write [sources.cases.columns] {ours} = "{theirs}"'
        assert fault(found, f'has no column "{ours}"').do == offer
