"""Tables as companies keep them: every kind of dirt, zone and spelling is read alike wherever it lies."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.engines.same import assert_same_frame, assert_same_tables

from valuestory.data import CompanyTables, examine_tables
from valuestory.metrics import open_company

if TYPE_CHECKING:
    from tests.engines.conftest import Company

TABLES = """
    CREATE TABLE customers AS SELECT * FROM (VALUES
        ('A1', 'Alpha', 'SMB', TIMESTAMPTZ '2024-01-01 00:30:00+01', NULL, 10, true),
        ('A2', 'Beta', 'smb ', TIMESTAMPTZ '2024-02-01 12:00:00+00', DATE '2025-02-01', 20, false),
        ('A3', 'Gamma', 'Enterprise', TIMESTAMPTZ '2024-03-01 00:00:00+00', NULL, -3, NULL),
        ('A3', 'Gamma', 'Enterprise', TIMESTAMPTZ '2024-04-01 00:00:00+00', NULL, 4, NULL),
        ('A4', 'Delta', 'N/A', TIMESTAMPTZ '2024-03-01 00:00:00+00', DATE '9999-12-31', 30, NULL),
        (NULL, 'Nobody', 'SMB', TIMESTAMPTZ '2024-03-01 00:00:00+00', NULL, 30, NULL)
    ) AS t(id, name, segment, start_at, churned_at, seats_count, is_key);

    CREATE TABLE tickets AS SELECT * FROM (VALUES
        (1, 'Alpha', '2025-06-01 10:00', '2025-06-02T10:00:00.5+02:00', 'Closed', '5', 1.5, 90.0, '01.06.2025 12:00'),
        (2, ' Beta', '2025-06-01', '2025-06-01 09:00', 'open', '9', 'NaN'::DOUBLE, NULL, '31.02.2025 12:00'),
        (3, 'Gamma', '2025/7/1 8:05', '2025-07-01 08:00 UTC', 'Solved', 'great', 2.25, -5.0, '1.7.2025 9:05'),
        (4, 'Omega', '2025-12-30', NULL, 'weird', NULL, NULL, NULL, NULL),
        (5, NULL, '2025-12-31 23:59:59.999999', '2026-01-01 00:00 -0330', 'open', ' 4 ', NULL, NULL, '?'),
        (6, 'Alpha', '1900-01-01', NULL, 'open', '3', 0.5, 1e3, NULL),
        (7, 'Alpha', '2999-01-01 00:00', NULL, 'open', '1', 0.0, NULL, NULL),
        (7, 'Alpha', '2025-03-30 02:30', NULL, 'open', '1', 0.0, NULL, NULL),
        (8, 'Delta', 'last week', NULL, 'open', '0', 0.0, NULL, NULL),
        (9, 'Alpha', NULL, '2025-10-26 02:30', 'open', 'N/A', 0.0, NULL, NULL)
    ) AS t(number, customer, opened, solved, state, score, hours_worked, reply_minutes, first_answer);

    CREATE TABLE answers AS SELECT * FROM (VALUES
        (1751356800000, 'A1', '1', 'csat', 5), (1751356800001, 'A1', '2', 'csat', 4), (-1, 'A2', '3', 'csat', 11),
        (NULL, 'A2', '4', 'nps', 10), (1751360400000, 'A2', '5', 'nps', 6), (1751360400000, 'A9', '99', 'nps', 0)
    ) AS t(at_ms, account_id, case_number, instrument, score);

    CREATE TABLE contracts AS SELECT * FROM (VALUES
        ('A1', '15.01.2024', '15.01.2025', 1200.50::DECIMAL(12, 2), 'EUR', 'Base'),
        ('A1', '20.01.2025', '20.01.2027', 1300::DECIMAL(12, 2), 'EUR', 'Base'),
        ('A2', '01.02.2024', '01.02.2025', 800::DECIMAL(12, 2), 'USD', 'Base'),
        ('A3', '01.03.2024', '01.02.2024', 700::DECIMAL(12, 2), 'USD', 'Base'),
        ('A4', '01.03.2024', NULL, -50::DECIMAL(12, 2), 'USD', 'Plus')
    ) AS t(account_id, start_on, end_on, arr_amount, currency, product);

    CREATE TABLE exchange_rates AS SELECT * FROM (VALUES
        ('EUR', DATE '2024-06-01', 1.08), ('EUR', DATE '2025-01-01', 1.04)
    ) AS t(currency, on_date, rate);

    CREATE TABLE ledger AS SELECT * FROM (VALUES
        ('2025-04-01', 'salaries', '1000.10'), ('2025-05-01', 'salaries', '1e3'), ('2025-06-01', 'salaries', '.5'),
        ('2025-06-01', 'tools', '12,5'), ('2025-07-01', 'salaries', '+7')
    ) AS t(month, category, amount);
"""
SETTINGS = """
    [company]
    name = "Testers"
    currency = "USD"

    [sources.accounts]
    table = "customers"
    columns = { account_id = "id" }
    missing = ["", "N/A"]
    extracted_on = "2026-01-15"

    [sources.cases]
    table = "tickets"
    account_named = "customer"
    timezone = "Europe/Berlin"
    missing = ["", "?", "N/A"]
    extracted_on = "2026-01-15"
    minutes_after = { first_response_at = ["opened_at", "reply_minutes"] }
    units = { work_minutes = "hours" }

    [sources.cases.columns]
    case_id = "number"
    opened_at = "opened"
    resolved_at = "solved"
    status = "state"
    csat_score = "score"
    work_minutes = "hours_worked"

    [sources.cases.values.status]
    closed = ["Closed"]
    solved = ["Solved"]

    [sources.surveys]
    table = "answers"
    columns = { answered_at = "at_ms", case_id = "case_number", survey_id = "case_number" }
    date_format = "unix_ms"
    extracted_on = "2026-01-15"

    [sources.subscriptions]
    table = "contracts"
    date_format = "%d.%m.%Y"
    extracted_on = "2026-01-15"

    [sources.exchange_rates]
    columns = { on = "on_date" }

    [sources.costs]
    table = "ledger"
    columns = { month_on = "month" }
"""
FORMATTED = """
    [company]
    name = "Testers"

    [sources.accounts]
    table = "customers"
    columns = { account_id = "id" }

    [sources.cases]
    table = "tickets"
    timezone = "America/New_York"
    date_format = "%d.%m.%Y %H:%M"
    columns = { case_id = "number", account_id = "customer", opened_at = "first_answer" }
    skip = ["opened", "solved"]
"""
Make = Callable[..., "Company"]


@pytest.fixture(scope="module")
def found(company: Make) -> tuple[CompanyTables, CompanyTables, Company]:
    """The messy company, examined in both engines."""
    made = company("messy", TABLES, SETTINGS)
    return examine_tables(made.in_duckdb), examine_tables(made.elsewhere), made


def test_dirt_is_found_alike(found: tuple[CompanyTables, CompanyTables, Company]) -> None:
    """Faults with counts and examples, rows set aside, and every value of every table."""
    assert {each.action for each in found[0].faults} >= {"noted", "set aside"}
    assert_same_tables(found[0], found[1])


def test_times_in_text_are_the_instants_that_were_meant(found: tuple[CompanyTables, CompanyTables, Company]) -> None:
    """In Berlin ten o'clock in June is eight in UTC; a text with an offset has its own: in one engine, so in both."""
    cases = {row["case_id"]: row for row in found[0].tables["cases"].to_pyarrow().to_pylist()}
    at = datetime.datetime
    assert cases["1"]["opened_at"] == at(2025, 6, 1, 8)
    assert cases["1"]["resolved_at"] == at(2025, 6, 2, 8, 0, 0, 500_000)
    assert cases["1"]["first_response_at"] == at(2025, 6, 1, 9, 30)
    assert cases["1"]["work_minutes"] == 90.0
    assert cases["2"]["opened_at"] == at(2025, 5, 31, 22)
    assert cases["5"]["resolved_at"] == at(2026, 1, 1, 3, 30)


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)  # the sample company's figures are asked of Spark
def test_figures_are_the_same(found: tuple[CompanyTables, CompanyTables, Company]) -> None:
    """From dirt to metrics, money converted."""
    one, other = (open_company(each, period="2025Q2") for each in (found[2].in_duckdb, found[2].elsewhere))
    assert_same_frame(one.account_quarters(), other.account_quarters())
    assert_same_frame(one.metrics(), other.metrics())
    assert_same_frame(one.gaps(), other.gaps())


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)  # Spark is asked in the same words, for minutes
def test_a_stated_format_is_read_alike(company: Make) -> None:
    """DuckDB reads it by `strptime`; an engine without it reads the same texts, and finds the same ones unreadable."""
    made = company("formatted", TABLES, FORMATTED)
    one, other = examine_tables(made.in_duckdb), examine_tables(made.elsewhere)
    assert_same_tables(one, other)
    opened = {row["case_id"]: row["opened_at"] for row in other.tables["cases"].to_pyarrow().to_pylist()}
    assert opened == {"1": datetime.datetime(2025, 6, 1, 16), "3": datetime.datetime(2025, 7, 1, 13, 5)}
