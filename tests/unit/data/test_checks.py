"""Checks: each kind of fault with its count, share, examples and what is done, worked out by hand on a few rows."""

from __future__ import annotations

import datetime

from tests.unit.data.conftest import ACCOUNTS, Company, assert_rows_add_up, fault, values

HEAD = "case_id,account_id,opened_at,resolved_at\n"


def test_a_clean_company_has_no_faults(company: Company) -> None:
    """The three accounts and three cases of these tests are sound: a fault here would be invented."""
    found = company()
    assert found.faults == ()
    assert [(each.table, each.read, each.used) for each in found.rows] == [("accounts", 3, 3), ("cases", 3, 3)]


def test_a_missing_key_sets_the_row_aside(company: Company) -> None:
    """A case without case_id, or with spaces for one, cannot be told from another."""
    found = company({"cases": f"{HEAD},A1,2025-01-01,\n  ,A1,2025-01-02,\n3,A1,2025-01-03,\n"})
    missing = fault(found, "have no case_id")
    assert (missing.count, missing.share, missing.action) == (2, 2 / 3, "set aside")
    assert values(found, "cases", "case_id") == [("3",)]
    assert_rows_add_up(found)


def test_of_repeated_keys_the_first_row_of_the_file_stays(company: Company) -> None:
    """Two of the three rows of case 7 are set aside: the later ones."""
    found = company({"cases": f"{HEAD}7,A1,2025-01-03,\n8,A1,2025-01-01,\n7,A2,2025-01-01,\n7,A3,2025-01-02,\n"})
    repeated = fault(found, "repeat a case_id")
    assert (repeated.count, repeated.examples, repeated.action) == (2, ("7 (3 times)",), "set aside")
    assert values(found, "cases", "case_id", "account_id") == [("7", "A1"), ("8", "A1")]
    assert_rows_add_up(found)


def test_a_row_set_aside_for_another_reason_is_not_the_first_of_its_key(company: Company) -> None:
    """The first row of case 7 has no date: the second one is used, and no row is counted twice."""
    found = company({"cases": f"{HEAD}7,A1,,\n7,A2,2025-01-01,\n"})
    assert values(found, "cases", "account_id") == [("A2",)]
    assert [each.what.split(":")[0] for each in found.faults] == ["have no opened_at"]
    assert_rows_add_up(found)


def test_orphan_cases_are_kept_for_volume_without_an_account(company: Company) -> None:
    """Cases of no account and of an unknown one stay, with an empty account_id; the two are told apart."""
    found = company({"cases": f"{HEAD}1,A1,2025-01-01,\n2,,2025-01-02,\n3,A9,2025-01-03,\n"})
    assert values(found, "cases", "case_id", "account_id") == [("1", "A1"), ("2", None), ("3", None)]
    unknown, none = fault(found, "that accounts does not have"), fault(found, "have no account:")
    assert (unknown.count, unknown.examples, none.count) == (1, ("3: A9",), 1)
    assert all("counted for volume, set aside for account metrics" in each.what for each in (unknown, none))


def test_orphans_of_other_tables_are_set_aside_only_where_the_account_is_needed(company: Company) -> None:
    """A subscription needs its account; a survey and a session do not, and lose only the unknown key."""
    found = company(
        {
            "subscriptions": "account_id,start_on,arr_amount\nA1,2024-01-01,100\nA9,2024-01-01,100\n",
            "surveys": "survey_id,account_id,answered_at,instrument,score\n1,A9,2025-01-01,nps,9\n",
            "article_sessions": "session_id,started_at,account_id\n1,2025-01-01,A9\n2,2025-01-01,\n",
        }
    )
    actions = {each.table: each.action for each in found.faults}
    assert actions == {"subscriptions": "set aside", "surveys": "noted", "article_sessions": "noted"}
    assert values(found, "surveys", "survey_id", "account_id") == [("1", None)]
    assert values(found, "subscriptions", "account_id") == [("A1",)]
    assert_rows_add_up(found)


def test_placeholder_dates_are_no_dates(company: Company) -> None:
    """1900-01-01, 1970-01-01 and 9999-12-31 are emptied, also where a time zone has moved them by hours."""
    found = company(
        {
            "accounts": "account_id,start_at,churned_at\nA1,2024-01-01,9999-12-31\nA2,2024-01-01,1970-01-01 00:00\n",
            "cases": f"{HEAD}1,A1,2025-01-01,1900-01-01 00:00\n2,A1,1970-01-01,\n",
        },
        '[sources.accounts]\ntimezone = "America/New_York"\n[sources.cases]\ntimezone = "Asia/Tokyo"\n',
    )
    assert [at for _, at in values(found, "accounts", "account_id", "churned_at")] == [None, None]
    assert fault(found, "placeholder in resolved_at").examples == ("1: 1900-01-01 00:00",)
    assert fault(found, "placeholder in opened_at").action == "set aside"
    assert [each.count for each in found.faults] == [2, 1, 1]
    assert_rows_add_up(found)


def test_times_after_the_extract_are_not_believed(company: Company) -> None:
    """The day of the extract itself still counts, in the source's own zone; a renewal may lie ahead."""
    found = company(
        {
            "accounts": "account_id,start_at,renewal_on\nA1,2024-01-01,2030-01-01\n",
            "cases": f"{HEAD}1,A1,2025-03-31 23:00,\n2,A1,2025-04-01 01:00,\n3,A1,2025-03-01,2025-05-01\n",
        },
        '[sources.cases]\nextracted_on = 2025-03-31\ntimezone = "Europe/Berlin"\n',
    )
    assert fault(found, "have an opened_at that lies after the day of the extract").examples == ("2: 2025-04-01 01:00",)
    assert fault(found, "have a resolved_at that lies after").action == "noted"
    assert values(found, "cases", "case_id", "resolved_at") == [("1", None), ("3", None)]
    assert values(found, "accounts", "renewal_on") == [(datetime.date(2030, 1, 1),)]


def test_a_case_resolved_before_it_was_opened_loses_that_time(company: Company) -> None:
    """The duration would be negative: resolved_at is emptied, the case stays."""
    found = company({"cases": f"{HEAD}1,A1,2025-01-02,2025-01-01\n2,A1,2025-01-02,2025-01-02\n"})
    assert fault(found, "have a resolved_at before their opened_at").count == 1
    assert values(found, "cases", "case_id", "resolved_at") == [("1", None), ("2", datetime.datetime(2025, 1, 2))]


def test_a_subscription_that_ends_before_it_starts_is_set_aside(company: Company) -> None:
    """Such a line has no length; a negative amount may be a credit and stays."""
    found = company(
        {
            "subscriptions": "account_id,start_on,end_on,arr_amount\n"
            "A1,2024-02-01,2024-01-01,9\nA1,2024-03-01,2024-04-01,-5\n"
        }
    )
    assert fault(found, "have an end_on before their start_on").action == "set aside"
    assert fault(found, "have a negative arr_amount").action == "noted"
    assert values(found, "subscriptions", "arr_amount") == [(-5.0,)]


def test_cases_before_their_account_began_are_counted_and_kept(company: Company) -> None:
    """Account A2 began on 2024-02-01: a case of the day itself is not before it, whatever the hour."""
    found = company({"cases": f"{HEAD}1,A2,2024-01-31,\n2,A2,2024-02-01,\n3,A1,2024-01-31,\n"})
    early = fault(found, "on a day before their account's start_at")
    assert (early.count, early.share, early.examples, early.action) == (1, 1 / 3, ("1: 2024-01-31",), "noted")
    assert found.tables["cases"].count().execute() == 3


def test_scores_are_held_to_their_own_scale(company: Company) -> None:
    """A survey's scale is its own columns', else its instrument's: 10 is fine for NPS and not for CSAT."""
    found = company(
        {
            "surveys": "survey_id,answered_at,instrument,score,scale_min,scale_max\n"
            "1,2025-01-01,nps,10,,\n2,2025-01-01,csat,10,,\n3,2025-01-01,csat,10,1,10\n4,2025-01-01,nps,-1,,\n"
            "5,2025-01-01,other,99,,\n"
        }
    )
    off = fault(found, "have a score outside its scale")
    assert (off.count, off.examples, off.action) == (2, ("2: 10", "4: -1"), "set aside")
    assert [key for (key,) in values(found, "surveys", "survey_id")] == ["1", "3", "5"]


def test_words_that_no_metric_knows_are_named(company: Company) -> None:
    """A cost category outside the list would silently feed nothing."""
    found = company({"costs": "month_on,category,amount\n2025-01-01,salaries,10\n2025-01-01,Wages,5\n"})
    assert fault(found, "have a category that no metric knows").examples == ("row 2: Wages",)
    assert found.tables["costs"].amount.sum().execute() == 15


def test_churn_is_held_against_subscriptions(company: Company) -> None:
    """A2 left while its line runs on, A3 stays though its only line ended a year ago; A1 agrees."""
    found = company(
        {
            "subscriptions": "account_id,start_on,end_on,arr_amount\n"
            "A1,2024-01-01,,10\nA2,2024-02-01,,10\nA3,2024-03-01,2024-06-01,10\n"
        }
    )
    differ = fault(found, "disagree: 1 have left while a subscription runs on")
    assert "1 have not left though their last subscription has ended" in differ.what
    assert (differ.table, differ.column, differ.count, differ.examples) == ("accounts", "churned_at", 2, ("A2", "A3"))


def test_gaps_and_overlaps_between_lines_are_counted(company: Company) -> None:
    """Ends are exclusive; one day between is the habit of writing the last day, and no gap."""
    lines = [
        ("A1", "2024-01-01", "2024-07-01"),
        ("A1", "2024-07-02", "2025-01-01"),
        ("A1", "2025-02-01", ""),
        ("A2", "2024-02-01", "2025-02-01"),
        ("A2", "2024-08-01", "2024-09-01"),
        ("A2", "2025-02-01", "2025-02-01"),
    ]
    text = "account_id,start_on,end_on,arr_amount\n" + "".join(f"{a},{b},{c},10\n" for a, b, c in lines)
    found = company({"subscriptions": text})
    assert (fault(found, "begin more than a day after").count, fault(found, "begin before another one").count) == (1, 1)
    assert fault(found, "begin before another one").examples == ("A2",)


def test_products_stand_side_by_side_without_overlapping(company: Company) -> None:
    """Two products of one account over the same time are no overlap."""
    text = "account_id,start_on,end_on,arr_amount,product\nA1,2024-01-01,,10,Atlas\nA1,2024-01-01,,10,Beacon\n"
    assert not [each for each in company({"subscriptions": text}).faults if "another one" in each.what]


def test_an_account_that_outweighs_the_rest_is_named(company: Company) -> None:
    """Of 12 accounts one has 9 of 20 cases; in a company of three, no account is called too heavy."""
    accounts = "account_id,start_at\n" + "".join(f"A{number},2024-01-01\n" for number in range(12))
    owners = ["A0"] * 9 + [f"A{number}" for number in range(1, 12)]
    cases = HEAD + "".join(f"{number},{owner},2025-01-01,\n" for number, owner in enumerate(owners))
    heavy = fault(
        company({"accounts": accounts, "cases": cases}), "belong to one account that carries 45% of all cases"
    )
    assert (heavy.count, heavy.share, heavy.examples) == (9, 9 / 20, ("A0",))
    assert company({"accounts": ACCOUNTS, "cases": HEAD + "1,A1,2025-01-01,\n"}).faults == ()


def test_a_faulty_parquet_file_is_read_like_a_faulty_csv(company: Company) -> None:
    """The same rows give the same faults and the same table from both, though one of them stays where it is."""
    import io

    import pandas as pd

    day = "2025-01-03 00:00:00"
    text = f"{HEAD}7,A1,{day},\n8,A9,{day},2024-01-01 00:00:00\n7,A2,{day},\n,A2,{day},\n"
    frame = pd.read_csv(io.StringIO(text), dtype={"case_id": "object"}, parse_dates=["opened_at", "resolved_at"])
    stream = io.BytesIO()
    frame.to_parquet(stream, index=False)
    from_csv = company({"cases": text})
    wanted = (
        values(from_csv, "cases", "case_id", "account_id", "opened_at", "resolved_at"),
        from_csv.faults,
        from_csv.rows,
    )
    from_parquet = company(
        {"tickets.parquet": stream.getvalue()}, '[sources.accounts]\n[sources.cases]\npath = "tickets.parquet"\n'
    )
    found = values(from_parquet, "cases", "case_id", "account_id", "opened_at", "resolved_at")
    assert (found, from_parquet.faults, from_parquet.rows) == wanted
    assert_rows_add_up(from_parquet)
