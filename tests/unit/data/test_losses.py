"""What a table lost: rows set aside with their reasons, values emptied, rows without an account."""

from __future__ import annotations

from tests.unit.data.conftest import ACCOUNTS, Company, assert_rows_add_up

from valuestory.data import CompanyTables, RowCount

HEAD = "case_id,account_id,opened_at,resolved_at,csat_score\n"


def rows_of(found: CompanyTables, table: str) -> RowCount:
    """Return the rows of one table."""
    return next(each for each in found.rows if each.table == table)


def test_a_row_that_several_checks_set_aside_is_lost_once(company: Company) -> None:
    """One row has neither an id nor a day, one repeats an id, one is too short: four reasons, three rows."""
    bad = ",A1,,,\n1,A2,2025-01-05,,\n3,A1\n"
    found = company({"cases": f"{HEAD}1,A1,2025-01-01,,5\n2,A2,2025-01-02,,4\n4,A1,2025-01-03,,\n{bad}"})
    rows = rows_of(found, "cases")
    assert (rows.read, rows.used, rows.set_aside) == (6, 3, 3)
    assert sorted((what.split(":")[0], count) for what, count in rows.reasons) == [
        ("have no case_id", 1),
        ("have no opened_at", 1),
        ("lines with fewer fields than the header", 1),
        ("repeat a case_id that an earlier row has", 1),
    ]
    assert_rows_add_up(found)


def test_a_value_that_several_checks_empty_is_lost_once(company: Company) -> None:
    """Four of five resolution times are no use: unread, a placeholder, and two before the case was opened."""
    rows = (
        "1,A1,2025-01-05,soon,5\n2,A1,2025-01-05,1900-01-01,5\n3,A1,2025-01-05,2025-01-04,5\n"
        "4,A1,2025-01-05,2025-01-03,5\n5,A1,2025-01-05,2025-01-06,5\n6,A1,2025-01-05,2025-01-07,5\n"
        "7,A1,2025-01-05,2025-01-06,5\n8,A1,2025-01-05,2025-01-06,5\n9,A1,2025-01-05,2025-01-06,5\n"
    )
    assert rows_of(company({"cases": HEAD + rows}), "cases").emptied == (("resolved_at", 4),)


def test_a_value_of_a_row_set_aside_is_lost_with_its_row(company: Company) -> None:
    """The row has no id and a resolution time that cannot be read: it is one row set aside, and no value emptied."""
    rows = "".join(f"{number},A1,2025-01-05,2025-01-06,5\n" for number in range(1, 5))
    lost = rows_of(company({"cases": f"{HEAD}{rows},A1,2025-01-05,soon,5\n"}), "cases")
    assert (lost.set_aside, lost.emptied) == (1, ())


def test_rows_of_no_known_account_are_counted(company: Company) -> None:
    """One case names no account, one an account that nobody knows, one says N/A: three of five."""
    rows = "1,,2025-01-01,,\n2,A9,2025-01-01,,\n3,N/A,2025-01-01,,\n4,A1,2025-01-01,,\n5,A2,2025-01-01,,\n"
    lost = rows_of(company({"cases": HEAD + rows}), "cases")
    assert (lost.used, lost.without_account) == (5, 3)
    assert lost.emptied == (("account_id", 2),)
    again = "1,,2025-01-01,,\n"
    assert rows_of(company({"cases": HEAD + rows + again}), "cases").without_account == 3


def test_a_table_that_stops_is_set_aside_whole_with_the_reason(company: Company) -> None:
    """No row has an account's beginning: nothing of the table is used, and why is said."""
    found = company({"accounts": ACCOUNTS.replace("start_at", "x").replace("churned_at", "y")})
    rows = rows_of(found, "accounts")
    assert (rows.read, rows.used, rows.set_aside) == (3, 0, 3)
    assert [count for _, count in rows.reasons] == [3]


def test_a_clean_table_loses_nothing(company: Company) -> None:
    """The tables of the fixture: no reason, no value, no row."""
    for rows in company().rows:
        assert (rows.set_aside, rows.reasons, rows.emptied, rows.without_account) == (0, (), (), 0)
