"""From tables to the long table of results: slices, periods, what is withheld, what the data does not cover."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from tests.spec.random_company import random_tables
from tests.spec.tables import SEEN, answer, company_from, company_of, figure, read_table

from valuestory.data import Fault
from valuestory.errors import DataError, MetricError
from valuestory.metrics import METRICS, Company, open_company
from valuestory.metrics.fold.churn import with_churn

COLUMNS = "metric period_start period_end slice numerator denominator value low high n evidence set_aside emptied"
ACCOUNTS = """
account_id | start_at   | segment    | tier
A          | 2025-01-01 | SMB        | gold
B          | 2025-01-01 | SMB        | gold
C          | 2025-01-01 | SMB        | gold
D          | 2025-01-01 | SMB        | gold
E          | 2025-01-01 | SMB        |
F          | 2025-01-01 | Enterprise | gold
H          | 2025-01-01 | Enterprise | gold
I          | 2025-01-01 | Enterprise | gold
J          | 2025-01-01 | Enterprise | gold
G          | 2027-01-01 | Later      | gold
"""
CASES = """
case_id | account_id | opened_at  | resolved_at | csat_score
1       | A          | 2026-04-01 | 2026-04-02  | 5
2       | A          | 2026-05-01 | 2026-05-02  | 4
3       | B          | 2026-05-20 | 2026-05-21  | 3
4       | F          | 2026-06-01 | 2026-06-02  | 4
5       |            | 2026-06-29 | 2026-06-30  | 5
"""


def evidence(company: Company, name: str, slice_: str) -> list[str]:
    """Return what the evidence of a slice says; empty where there is no row."""
    table = company.metrics(name)
    return list(table[table["slice"] == slice_]["evidence"])


def said(company: Company, table: str) -> list[str]:
    """Return what the company says of one of its tables."""
    return [fault.what for fault in company.faults if fault.table == table]


def test_the_results_have_their_published_columns() -> None:
    """One long table: keys, both sums, the figure with its interval, n, the kind of evidence, and what was lost."""
    table = company_of(accounts=ACCOUNTS, cases=CASES).metrics()
    assert list(table.columns) == COLUMNS.split()
    assert pd.api.types.is_datetime64_any_dtype(table["period_start"])
    assert str(table["n"].dtype) == "Int64"
    assert not table.duplicated(["metric", "period_start", "slice"]).any()


def test_only_the_metrics_asked_for_are_returned() -> None:
    """And an unknown one is an error that knows the nearest."""
    company = company_of(accounts=ACCOUNTS, cases=CASES)
    assert set(company.metrics("cases", "csat")["metric"]) == {"cases", "csat"}
    with pytest.raises(MetricError, match="contact_rate"):
        company.metrics("contact_rat")


def test_a_slice_of_fewer_than_five_accounts_is_withheld_and_said_to_be() -> None:
    """Four enterprise customers could be told apart; five of SMB are a group."""
    company = company_of(accounts=ACCOUNTS, cases=CASES)
    assert evidence(company, "cases", "segment=Enterprise") == ["withheld: fewer than 5 accounts"]
    assert evidence(company, "cases", "segment=SMB") == ["counted"]
    assert figure(company, "cases", "segment=SMB")[2] == 3


def test_a_ratio_is_withheld_where_fewer_than_five_accounts_stand_in_its_denominator() -> None:
    """Of five SMB customers two answered the survey: the share satisfied would be theirs."""
    company = company_of(accounts=ACCOUNTS, cases=CASES)
    assert evidence(company, "csat", "segment=SMB") == ["withheld: fewer than 5 accounts"]
    assert evidence(company, "csat", "all") == ["survey"]


def test_a_slice_in_which_nothing_happened_has_no_row_at_all() -> None:
    """Nothing is withheld where there is nothing."""
    assert evidence(company_of(accounts=ACCOUNTS, cases=CASES), "cases", "segment=Later") == []


def test_any_text_column_of_accounts_is_a_slice_and_missing_values_are_in_none() -> None:
    """E has no tier: it belongs to the whole only."""
    company = company_of(accounts=ACCOUNTS, cases=CASES)
    table = company.metrics("contact_rate", slices=["tier"])
    assert dict(zip(table["slice"], table["denominator"], strict=True)) == {"all": 9, "tier=gold": 8}


def test_a_slice_that_accounts_do_not_have_is_an_error_that_knows_the_nearest() -> None:
    """A slip of the pen is answered with the column that was meant."""
    with pytest.raises(MetricError, match="segment"):
        company_of(accounts=ACCOUNTS, cases=CASES).metrics(slices=["segmnt"])


def test_a_column_of_accounts_with_a_name_of_ours_is_no_slice_and_breaks_nothing() -> None:
    """A column "cases" or "period" in the CRM's export is left alone."""
    accounts = ACCOUNTS.replace("| tier", "| period").replace("| segment", "| cases")
    company = company_of(accounts=accounts, cases=CASES)
    assert company.dimensions == ()
    assert answer(company, "cases") == pytest.approx((5, 1, 5, 5))


def test_slices_that_are_computed_once_are_not_computed_again() -> None:
    """A notebook asks for the same results in many cells."""
    company = company_of(accounts=ACCOUNTS, cases=CASES)
    assert company.cells() is company.cells(["segment"])


# ---- periods -------------------------------------------------------------------------------------------------------


def test_a_fiscal_year_from_february_moves_the_quarters() -> None:
    """January 2026 is in the fourth quarter of fiscal 2026, February in the first of 2027."""
    cases = """
    case_id | account_id | opened_at
    1       | A          | 2025-11-01
    2       | A          | 2026-01-31
    3       | A          | 2026-02-01
    4       | A          | 2026-04-30
    """
    company = company_of(period="2027Q1", fiscal_year_start=2, accounts=ACCOUNTS, cases=cases)
    assert figure(company, "cases", period="2026Q4")[2] == 2
    assert figure(company, "cases")[2] == 2


def test_a_next_case_is_looked_for_within_the_company_s_own_quarter() -> None:
    """In a fiscal year from February a visit on 28 April and a case on 2 May lie in different quarters."""
    tables = {
        "accounts": ACCOUNTS,
        "cases": "case_id | account_id | opened_at | resolved_at\n1 | | 2026-02-01 |\n2 | A | 2026-05-02 |",
        "article_sessions": "session_id | account_id | started_at | is_consumed | is_success\n"
        "1 | B | 2026-02-02 | no |\n2 | A | 2026-04-28 | yes |",
    }
    fiscal = company_of(period="2027Q1", fiscal_year_start=2, **tables)
    assert answer(fiscal, "answers_without_case") == pytest.approx((1, 1, 1, 1))
    assert answer(company_of(period="2026Q2", **tables), "answers_without_case") is None


@pytest.mark.parametrize(("period", "count"), [("2026-05", 2), ("2026Q2", 5), ("2026", 5)])
def test_results_come_by_month_quarter_or_year(period: str, count: int) -> None:
    """The grain is that of the story's period. Of 2026 the data holds a part, and the story's own period is shown."""
    assert figure(company_of(period=period, accounts=ACCOUNTS, cases=CASES), "cases")[2] == count


def test_a_first_quarter_that_the_data_covers_in_part_is_left_out() -> None:
    """Cases from 20 February on would make of the first quarter a quarter of a quarter."""
    days = pd.date_range("2026-02-20", "2026-06-30").strftime("%Y-%m-%d")
    cases = "case_id | account_id | opened_at\n" + "\n".join(f"{day} | A | {day}" for day in days)
    company = company_of(accounts=ACCOUNTS, cases=cases)
    assert [each.name for each in company.periods] == ["2026Q2"]
    assert company.changes().empty


def test_where_cases_are_rare_a_quiet_month_is_not_missing_data() -> None:
    """A case a month: that the first came on the 20th and the last on the 5th says nothing."""
    days = [f"2026-{month:02d}-{day}" for month, day in ((1, 20), (2, 18), (3, 22), (4, 20), (5, 19), (6, "05"))]
    cases = "case_id | account_id | opened_at\n" + "\n".join(f"{day} | A | {day}" for day in days)
    company = company_of(accounts=ACCOUNTS, cases=cases)
    assert [each.name for each in company.periods] == ["2026Q1", "2026Q2"]
    assert said(company, "cases") == []


def test_an_unfinished_period_is_shown_but_not_compared() -> None:
    """Half a quarter would look like a fall by half; who stays to its end is not known. Both are said."""
    days = pd.date_range("2026-01-01", "2026-05-15").strftime("%Y-%m-%d")
    cases = "case_id | account_id | opened_at\n" + "\n".join(f"{day} | A | {day}" for day in days)
    company = company_of(accounts=ACCOUNTS.replace("| tier", "| churned_at").replace("gold", ""), cases=cases)
    assert figure(company, "cases")[2] == 45
    assert figure(company, "cases", period="2026Q1")[2] == 90
    assert figure(company, "logo_retention") is None
    assert figure(company, "logo_retention", period="2026Q1")[2] == 1
    assert company.changes().empty
    assert any("47 days before 2026Q2 does" in what for what in said(company, "cases"))


@pytest.mark.parametrize(
    ("first", "last", "covered"), [("2026-04-01", "2026-06-30", ["2026Q2"]), ("2026-01-01", "2026-05-01", ["2026Q1"])]
)
def test_what_needs_sessions_is_left_out_where_they_do_not_cover_a_period(
    first: str, last: str, covered: list[str]
) -> None:
    """A help centre recorded from April on would look like a leap; one that ends in May like a fall."""

    def daily(begin: str, end: str, key: str, more: str = "", values: str = "") -> str:
        days = pd.date_range(begin, end).strftime("%Y-%m-%d")
        name = "opened_at" if key == "case_id" else "started_at"
        return f"{key} | account_id | {name}{more}\n" + "\n".join(f"{day} | A | {day}{values}" for day in days)

    sessions = daily(first, last, "session_id", " | is_consumed", " | yes")
    cases = daily("2026-01-01", "2026-06-30", "case_id")
    company = company_of(accounts=ACCOUNTS, cases=cases, article_sessions=sessions)
    reached = company.metrics("answers_reached", slices=[])
    assert list(reached["period_start"].dt.to_period("Q").astype(str)) == covered
    assert len(company.metrics("cases", slices=[])) == 2
    assert any(f"run from {first} to {last} only" in what for what in said(company, "article_sessions"))


def test_months_that_the_ledger_lacks_are_said() -> None:
    """No cost for the period, and a remark that names it."""
    costs = "month_on | amount\n2026-04-01 | 10\n2026-05-01 | 10\n2026-05-20 | 10"
    company = company_of(accounts=ACCOUNTS, cases=CASES, costs=costs)
    assert figure(company, "cost_per_resolution") is None
    (fault,) = [each for each in company.faults if each.table == "costs"]
    assert (fault.column, fault.examples, fault.action) == ("month_on", ("2026Q2",), "noted")


def test_changes_are_against_the_previous_period_and_a_year_ago() -> None:
    """Each change is the difference of two figures of the results, with an interval around it."""
    company = company_from(random_tables(3), period="2026Q2")
    changes, results = company.changes(), company.metrics()
    value = results.set_index(["metric", "slice", "period_start"])["value"]
    assert list(changes.columns) == [
        "metric",
        "period_start",
        "slice",
        "against",
        "against_start",
        "change",
        "low",
        "high",
    ]
    assert set(changes["against"]) == {"previous", "year_ago"}  # the data covers five quarters
    for row in changes.itertuples():
        now = value[row.metric, row.slice, row.period_start]
        assert row.change == pytest.approx(now - value[row.metric, row.slice, row.against_start])
        assert not row.low > row.change
        assert not row.high < row.change
    yearly = company_of(
        period="2026",
        accounts=ACCOUNTS,
        cases="case_id | account_id | opened_at\n1 | A | 2025-01-01\n2 | A | 2025-07-01\n3 | A | 2026-12-31",
    ).changes(slices=[])
    assert set(yearly["against"]) == {"previous", "year_ago"}


# ---- accounts ------------------------------------------------------------------------------------------------------


def test_an_account_that_left_before_it_came_was_never_a_customer() -> None:
    """Dates the wrong way round (the data room says so) make nobody a customer in between."""
    accounts = "account_id | start_at | churned_at\nA | 2026-05-20 | 2026-05-10\nB | 2025-01-01 |"
    assert answer(company_of(accounts=accounts, cases=SEEN), "contact_rate")[1] == 1


def test_when_customers_left_is_derived_from_their_subscriptions_where_accounts_do_not_say() -> None:
    """On the end of the last line; one with an open line, or none, stays. That it was derived is said."""
    accounts = "account_id | start_at\nleft | 2025-01-01\nstays | 2025-01-01\nno lines | 2025-01-01"
    lines = """
    account_id | start_on   | end_on     | arr_amount
    left       | 2025-01-01 | 2026-01-01 | 10
    left       | 2026-01-01 | 2026-05-15 | 10
    stays      | 2025-01-01 | 2026-01-01 | 10
    stays      | 2026-01-01 |            | 10
    """
    company = company_of(accounts=accounts, subscriptions=lines, cases=SEEN)
    tables, remarks = with_churn(company.tables)
    derived = replace(company, tables=tables, notes=remarks)
    assert answer(derived, "logo_retention") == pytest.approx((2, 3, 2 / 3, 3))
    assert "derived from the end of each account's last subscription" in said(derived, "accounts")[0]
    assert derived.doubts() == {}, "what we derived ourselves is no contradiction"
    again, nothing = with_churn(tables)
    assert again is tables
    assert nothing == ()


def test_what_the_company_s_own_sources_contradict_is_in_doubt() -> None:
    """A fault on a twentieth of the rows or more, of a column that the metric rests on."""
    company = company_of(accounts=ACCOUNTS.replace("| tier", "| churned_at").replace("gold", ""), cases=CASES)
    doubted = {name for name, each in METRICS.items() if "accounts.churned_at" in each.doubted_by}
    assert doubted >= {"logo_retention", "annual_logo_retention"}
    for share, expected in ((0.04, set()), (0.06, doubted)):
        fault = Fault("accounts", "churned_at", "disagree", 1, share, (), "noted", "settle it")
        assert set(replace(company, tables=replace(company.tables, faults=(fault,))).doubts()) == expected


def test_a_part_of_the_company_bears_its_share_of_the_ledger() -> None:
    """SMB worked 30 of the company's 120 minutes: a quarter of the cost, which for a part is an estimate."""
    costs = read_table("costs", "month_on | amount\n2026-04-01 | 100\n2026-05-01 | 200\n2026-06-01 | 300")
    cases = """
    case_id | account_id | opened_at  | work_minutes
    1       | A          | 2026-04-01 | 10
    2       | B          | 2026-05-01 | 20
    3       | F          | 2026-06-30 | 90
    """
    whole = {"accounts": read_table("accounts", ACCOUNTS), "cases": read_table("cases", cases), "costs": costs}
    own = pa.array(["A", "B", "C", "D", "E"])
    part = {
        name: table if name == "costs" else table.filter(pa.compute.is_in(table["account_id"], own))
        for name, table in whole.items()
    }
    found = figure(company_from(part, whole=whole), "fully_loaded_cost")
    assert found.value == pytest.approx(150)
    assert found.low < 150 < found.high
    assert figure(company_from(whole), "fully_loaded_cost")[2:5] == pytest.approx((600, 600, 600))


def test_how_far_the_data_reaches_is_that_of_the_whole_company() -> None:
    """A small part whose last case was in April is not unfinished."""
    days = pd.date_range("2026-01-01", "2026-06-30").strftime("%Y-%m-%d")
    everybody = "case_id | account_id | opened_at\n" + "\n".join(f"{day} | B | {day}" for day in days)
    few = "case_id | account_id | opened_at\n1 | A | 2026-01-10\n2 | A | 2026-01-11\n3 | A | 2026-04-12"
    accounts = read_table("accounts", "account_id | start_at | churned_at\nA | 2025-01-01 |\nB | 2025-01-01 |")
    part = {"accounts": accounts.slice(0, 1), "cases": read_table("cases", few)}
    whole = {"accounts": accounts, "cases": read_table("cases", everybody + "\n" + few.partition("\n")[2])}
    company = company_from(part, whole=whole)
    assert said(company, "cases") == []
    assert answer(company, "logo_retention") == pytest.approx((1, 1, 1, 1))


def test_tables_without_rows_give_no_results_and_no_error() -> None:
    """An export of nothing is not a zero: cases alone are not the answers reached."""
    empty = {"article_sessions": "session_id | account_id | started_at | is_consumed | is_success"}
    company = company_of(
        accounts=ACCOUNTS, cases=CASES, surveys="survey_id | answered_at | instrument | score", **empty
    )
    assert set(company.metrics()["metric"]) == {
        *("cases", "contact_rate", "time_to_smile", "time_to_answer", "time_to_resolution", "csat", "dsat"),
    }
    assert figure(company, "nps") is None


def test_accounts_and_their_lines_alone_give_what_they_can() -> None:
    """Without a case the subscriptions say how far the data reaches; a part without work has no cost, not none."""
    lines = """
    account_id | start_on   | end_on     | arr_amount
    A          | 2026-04-01 |            | 10
    B          | 2026-04-01 | 2026-06-01 | 30
    C          | 2026-06-30 |            | 5
    """
    costs = "month_on | amount\n2026-04-01 | 100\n2026-05-01 | 200\n2026-06-01 | 300"
    tables = {
        "accounts": read_table("accounts", ACCOUNTS),
        "subscriptions": read_table("subscriptions", lines),
        "costs": read_table("costs", costs),
    }
    assert answer(company_from(tables), "gross_revenue_retention") == pytest.approx((10, 40, 0.25, 2))
    assert answer(company_from(tables), "fully_loaded_cost") == pytest.approx((600, 1, 600, 3))
    assert answer(company_from(tables, whole=tables), "fully_loaded_cost") is None


def test_tables_that_hold_no_date_are_an_error_that_says_what_to_supply() -> None:
    """A list of customers alone is no story."""
    with pytest.raises(DataError, match="supply cases or another fact table"):
        company_of(accounts=ACCOUNTS).metrics()


# ---- opening -------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A company of two small files."""
    for name, text in (("accounts", ACCOUNTS), ("cases", CASES)):
        rows = [",".join(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines()]
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def test_without_a_period_the_story_is_about_the_last_whole_quarter(folder: Path) -> None:
    """Cases from April to June 2026."""
    company = open_company(str(folder))
    assert company.period.name == "2026Q2"
    assert answer(company, "cases") == pytest.approx((5, 1, 5, 5))


@pytest.mark.parametrize("period", ["2026Q1", "2026Q3", "2031"])
def test_a_period_without_data_is_an_error_that_says_how_far_the_data_reaches(folder: Path, period: str) -> None:
    """And not a deck of nothing."""
    with pytest.raises(DataError, match="from 2026-04-01 to 2026-06-29"):
        open_company(str(folder), period=period)


def test_a_company_shows_itself_in_a_notebook_without_trusting_its_name(folder: Path) -> None:
    """Name, period, rows read, remarks, gaps; markup in a name stays text."""
    (folder / "valuestory.toml").write_text('[company]\nname = "A <b>&</b> B"\n', encoding="utf-8")
    shown = open_company(str(folder))._repr_html_()
    assert "A &lt;b&gt;&amp;&lt;/b&gt; B" in shown
    assert "2026Q2" in shown
    assert ">cases</td>" in shown


@pytest.mark.parametrize(("earlier", "is_doubted"), [("", True), ("2025-11-02", False)])
def test_departures_that_all_lie_in_the_last_quarter_prove_nothing(earlier: str, is_doubted: bool) -> None:
    """Five of nineteen leave in the fourth quarter, none before: (19/76)^5 is under one in a thousand.

    So looks an extract of who is a customer now and who has just left. One departure before it, and there is no doubt.
    """
    leave = dict.fromkeys(["A0", "A1", "A2", "A3", "A4"], "2026-05-05") | ({"A9": earlier} if earlier else {})
    names = [f"A{number}" for number in range(19)]
    accounts = "account_id | start_at | churned_at\n" + "\n".join(
        f"{each} | 2025-01-01 | {leave.get(each, '')}" for each in names
    )
    cases = "case_id | account_id | opened_at\n1 | A5 | 2025-07-01\n2 | A5 | 2026-06-30"
    doubts = company_of(accounts=accounts, cases=cases).doubts()
    assert ("logo_retention" in doubts) is is_doubted
    if is_doubted:
        assert "5 departures in 2026Q2, of 19 customers, and none before" in doubts["annual_logo_retention"].what


def test_what_is_kept_of_a_figure_does_not_grow_with_the_accounts() -> None:
    """Sums over accounts, an entry a period, and what two periods have in common: the accounts are let go."""
    company = company_of(accounts=ACCOUNTS, cases=CASES)
    periods, found = len(company.periods), company.cells()
    assert periods < 10, "there must be more accounts than periods for this to say anything"
    assert len(found) > 20
    for each in found:
        sums = (each.numerator, each.denominator, each.observations, each.withheld, each.comparable)
        bounds = (each.estimate.value, each.estimate.low, each.estimate.high)
        assert {array.shape for array in (*sums, *bounds)} == {(periods,)}
        assert each.estimate.shared.shape == (periods, periods)
