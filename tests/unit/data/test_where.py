"""`where`: one part of the company, parsed and never run."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.data.conftest import ACCOUNTS, CASES, Company, fault, values

from valuestory.data import CompanyTables, examine_tables
from valuestory.data.restriction import restrict
from valuestory.errors import DataError


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> CompanyTables:
    """The small company of these tests, opened once: a condition is applied to what is open."""
    folder: Path = tmp_path_factory.mktemp("company")
    (folder / "accounts.csv").write_text(ACCOUNTS.lstrip())
    (folder / "cases.csv").write_text(CASES.lstrip())
    return examine_tables(str(folder))


@pytest.mark.parametrize(
    ("where", "accounts"),
    [
        ("region = 'EMEA'", "A1 A3"),
        ("region = 'EMEA' and segment <> 'SMB'", "A3"),
        ("region = 'APAC' or seats_count >= 300", "A2 A3"),
        ("not region = 'EMEA'", "A2"),
        ("segment in ('SMB', 'Mid-market')", "A1 A2"),
        ("segment not in ('SMB')", "A3"),
        ("name like '%eta'", "A2"),
        ("churned_at is null", "A1 A3"),
        ("churned_at is not null", "A2"),
        ("start_at < '2024-02-01'", "A1"),
        ("seats_count between 15 and 400 and not (region = 'EMEA')", "A2"),
        ("300 <= seats_count", "A3"),
        ("seats_count > -1 and start_at >= '2024-02-01 00:00'", "A2 A3"),
    ],
)
def test_a_condition_chooses_accounts_and_what_belongs_to_them(whole: CompanyTables, where: str, accounts: str) -> None:
    """The chosen accounts and their cases are left; each account of these tests has one case."""
    found, said = restrict(whole.tables, where)
    for table in ("accounts", "cases"):
        keys = found[table].select("account_id").order_by("account_id").to_pyarrow().to_pylist()
        assert [each["account_id"] for each in keys] == accounts.split()
    assert said == []


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("regoin = 'EMEA'", 'did you mean "region"'),
        ("region = ", "cannot be read"),
        ("region = 'Mars'", "no account fits"),
        ("region = 5", "does not fit"),
        ("seats_count = 'many'", "does not fit"),
        ("start_at > 'soon'", "is not a date"),
        ("region", "is not yes or no"),
        ("region = name", "does not fit"),
        ("region is 5", "something other than a comparison"),
        ("seats_count > -name", "does not fit"),
        ("lower(region) = 'emea'", "must begin with a column"),
        ("account_id in (select account_id from cases)", "something other than a comparison"),
        ("region = 'EMEA'; drop table cases", "more than one"),
        ("cases.status = 'open'", "must begin with a column"),
        ("read_csv('x') = 1", "must begin with a column"),
    ],
)
def test_anything_but_a_comparison_is_refused(whole: CompanyTables, where: str, words: str) -> None:
    """A misspelt column, a value of another type, a function, a subquery: one message that says what to write."""
    with pytest.raises(DataError) as caught:
        restrict(whole.tables, where)
    assert words in str(caught.value)


def test_rows_of_no_account_are_left_out_and_that_is_said(company: Company) -> None:
    """Two cases without an account cannot belong to EMEA: they are counted."""
    cases = "case_id,account_id,opened_at\n1,A1,2025-01-01\n2,,2025-01-01\n3,A9,2025-01-01\n"
    found = company({"cases": cases}, where="region = 'EMEA'")
    assert fault(found, "left out here").count == 2
    assert found.where == "region = 'EMEA'"
    assert found.whole["cases"].count().execute() == 3
    assert values(found, "cases", "case_id") == [("1",)]


def test_tables_of_cases_follow_their_cases(company: Company) -> None:
    """Events have no account of their own: those of EMEA's cases are left. Costs stay whole."""
    found = company(
        {
            "case_events": "case_id,at,kind\n001,2025-01-01,reply\n002,2025-01-01,reply\n",
            "costs": "month_on,category,amount\n2025-01-01,salaries,10\n",
        },
        where="region = 'EMEA'",
    )
    assert values(found, "case_events", "case_id") == [("001",)]
    assert found.tables["costs"].count().execute() == 1
