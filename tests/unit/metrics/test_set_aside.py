"""Rows set aside are counted on every result that they would have fed, and on no other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from valuestory.metrics import METRICS, Company, open_company
from valuestory.metrics.gaps.feeds import feeds
from valuestory.story import open_story
from valuestory.story.view import SlideView

ACCOUNTS = "account_id,start_at\n" + "".join(f"A{number},2025-01-01\n" for number in range(1, 7))
CASES = "case_id,account_id,opened_at,resolved_at,csat_score\n" + "".join(
    f"{number},A{1 + number % 6},2026-0{1 + number % 6}-10,2026-0{1 + number % 6}-12,{1 + number % 5}\n"
    for number in range(60)
)
DIRT = (
    "0,A1,2026-01-10,,\n"  # repeats a case_id
    ",A1,,,\n"  # no case_id, no opened_at
    "90,A1\n"  # too short
    "91,A1,2026-03-10,soon,5\n"  # no time of resolution
    "92,A1,2026-03-10,2026-03-01,5\n"  # solved before it was opened
    "93,,2026-03-10,2026-03-11,5\n"  # no account
    "94,A99,2026-03-10,2026-03-11,9\n"  # an account that nobody knows, a score off the scale
)
LINES = "account_id,start_on,end_on,arr_amount\n" + "".join(
    f"A{number},2025-01-01,,{100 * number}\n" for number in range(1, 7)
)


def opened(folder: Path, tables: Mapping[str, str]) -> Company:
    """Return a company of tables written to a folder, in the first half of 2026."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return open_company(str(folder), period="2026Q2")


def row(company: Company, metric: str, table: str) -> dict[str, object]:
    """Return the one row of a metric and a table."""
    found = company.set_aside()
    (record,) = found[(found["metric"] == metric) & (found["table"] == table)].to_dict("records")
    return {str(key): value for key, value in record.items()}


@pytest.fixture
def dirty(tmp_path: Path) -> Company:
    """Sixty sound cases and seven that are not, subscriptions of which one ends before it begins."""
    wrong = "A1,2025-06-01,2025-01-01,50\n"
    return opened(tmp_path, {"accounts": ACCOUNTS, "cases": CASES + DIRT, "subscriptions": LINES + wrong})


def test_every_metric_of_a_table_counts_the_rows_that_it_lost(dirty: Company) -> None:
    """Three of 67 cases are lost to whatever reads cases; the reasons name four, since one row has two."""
    found = row(dirty, "cases", "cases")
    assert (found["read"], found["set_aside"]) == (67, 3)
    assert found["share"] == pytest.approx(3 / 67)
    assert sorted(str(found["reasons"]).split("; ")) == [
        "1 have no case_id",
        "1 have no opened_at",
        "1 lines with fewer fields than the header",
        "1 repeat a case_id that an earlier row has",
    ]


def test_a_row_without_an_account_is_lost_to_figures_per_account(dirty: Company) -> None:
    """It counts as a case, and not in the contact rate: two more rows, 62 of 67 are used."""
    assert row(dirty, "cases", "cases")["set_aside"] == 3
    found = row(dirty, "contact_rate", "cases")
    assert found["set_aside"] == 5
    assert "2 belong to no known account" in str(found["reasons"])


def test_values_emptied_count_where_their_column_is_read(dirty: Company) -> None:
    """Two times of resolution are lost to the time it takes, and one score to satisfaction; volume loses none."""
    assert row(dirty, "time_to_smile", "cases")["emptied"] == 3
    assert row(dirty, "time_to_smile", "cases")["emptied_in"] == "account_id 1; resolved_at 2"
    assert row(dirty, "csat", "cases")["emptied_in"] == "account_id 1; resolved_at 2; csat_score 1"
    assert row(dirty, "cases", "cases")["emptied_in"] == "account_id 1"


def test_a_table_that_a_metric_does_not_read_is_not_in_its_rows(dirty: Company) -> None:
    """A subscription that was set aside is no loss to the number of cases."""
    found = dirty.set_aside()
    assert set(found[found["metric"] == "cases"]["table"]) == {"cases"}
    assert row(dirty, "net_revenue_retention", "subscriptions")["set_aside"] == 1


def test_rows_always_add_up(dirty: Company) -> None:
    """Read is used and set aside, for each metric and table, and a share is a share."""
    found = dirty.set_aside()
    counts = {each.table: each for each in dirty.rows}
    for record in found.to_dict("records"):
        rows = counts[str(record["table"])]
        assert record["read"] == rows.read
        assert rows.set_aside <= record["set_aside"] <= rows.read
    assert found["share"].between(0, 1).all()
    assert not found.duplicated(["metric", "table"]).any()
    assert set(found["metric"]) <= set(METRICS)


def test_the_results_carry_what_was_lost(dirty: Company) -> None:
    """Each row of the results has what all tables that its metric reads lost.

    The contact rate: five cases, and the subscription line that could have told when its account left.
    """
    results, lost = dirty.metrics(), dirty.set_aside()
    sums = lost.groupby("metric")[["set_aside", "emptied"]].sum()
    for name in ("set_aside", "emptied"):
        assert pd.api.types.is_integer_dtype(results[name])
        assert (results[name] == results["metric"].map(sums[name])).all()
    assert set(results[results["metric"] == "contact_rate"]["set_aside"]) == {5 + 1}


def test_what_another_table_tells_is_traced_to_it(tmp_path: Path) -> None:
    """Accounts do not say when they left: the subscriptions do, and one of them was set aside."""
    wrong = "A1,2025-06-01,2025-01-01,50\n"
    company = opened(tmp_path, {"accounts": ACCOUNTS, "cases": CASES, "subscriptions": LINES + wrong})
    assert row(company, "logo_retention", "subscriptions")["set_aside"] == 1
    (tmp_path / "own").mkdir()
    own = ACCOUNTS.replace("start_at", "start_at,churned_at").replace("2025-01-01\n", "2025-01-01,\n")
    company = opened(tmp_path / "own", {"accounts": own, "cases": CASES, "subscriptions": LINES + wrong})
    found = company.set_aside()
    assert set(found[found["metric"] == "logo_retention"]["table"]) == {"accounts"}


def test_accounts_derived_from_cases_are_traced_to_them(tmp_path: Path) -> None:
    """Of one file of cases, three rows lost: they may have held the only case of an account."""
    company = opened(tmp_path, {"cases": CASES + DIRT})
    assert {"accounts", "cases"} <= set(company.set_aside()["table"])
    assert row(company, "contact_rate", "accounts")["set_aside"] == 0


def test_clean_tables_say_nothing(tmp_path: Path) -> None:
    """No loss: zeros in the results, and no word on a slide."""
    company = opened(tmp_path, {"accounts": ACCOUNTS, "cases": CASES})
    assert (company.metrics()[["set_aside", "emptied"]] == 0).all(axis=None)
    slide = open_story(company).slide("cases", title="There were {{ cases }} cases")
    assert isinstance(slide, SlideView)
    assert slide.slide.source is not None
    assert "set aside" not in slide.slide.source.text


def test_a_slide_says_what_was_set_aside_behind_its_figures(dirty: Company) -> None:
    """At its foot, once for each table; the fact carries the same words, and those on emptied values."""
    view = open_story(dirty).slide("cases", title="{{ cases }} cases, {{ csat }} satisfied")
    assert isinstance(view, SlideView)
    assert view.slide.source is not None
    assert view.slide.source.text.count("3 of 67 cases set aside") == 1
    csat = next(each for each in view.slide.facts if each.name == "csat")
    assert csat.evidence.set_aside == ("3 of 67 cases set aside",)
    assert "2 values of resolved_at in cases emptied" in csat.evidence.emptied


def test_every_column_that_feeds_a_metric_is_in_a_table_that_is_counted(dirty: Company) -> None:
    """What the page of tables says a metric reads and what its losses are counted on are the same."""
    found = dirty.set_aside()
    there = {each.table for each in dirty.rows}
    for name in METRICS:
        read = {
            column.partition(".")[0] for column, each in feeds().items() if name in (*each.needed_by, *each.read_by)
        }
        assert read & there <= set(found[found["metric"] == name]["table"])
