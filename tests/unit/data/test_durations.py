"""Durations that cannot be, and times outside an account's life, each worked out on a few rows."""

from __future__ import annotations

from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values

HEAD = "case_id,account_id,opened_at,first_response_at,resolved_at,closed_at\n"


def test_times_of_a_case_that_contradict_each_other(company: Company) -> None:
    """Case by case: what is wrong with it, and which of its times are left."""
    rows = [
        "1 sound,A1,2014-01-01,2014-01-02,2014-01-03,2014-01-04",
        "2 answered before opened,A1,2014-01-02,2014-01-01,2014-01-03,2014-01-04",
        "3 answered after closed,A1,2014-01-01,2014-01-05,2014-01-03,2014-01-04",
        "4 solved after ten years,A1,2014-01-01,2014-01-02,2024-01-03,2024-01-03",
        "5 solved in ten years,A1,2014-01-01,2014-01-02,2023-12-31,2023-12-31",
        "6 closed before solved,A1,2014-01-01,2014-01-02,2014-01-04,2014-01-03",
        "7 closed before opened,A1,2014-01-02,2014-01-03,2014-01-04,2014-01-01",
        "8 open for ten years,A1,2015-06-29,,,",
        "9 open for nearly ten years,A1,2015-07-02,,,",
    ]
    found = company(
        {"accounts": "account_id,start_at\nA1,2010-01-01\n", "cases": HEAD + "\n".join(rows) + "\n"},
        "[sources.accounts]\n[sources.cases]\nextracted_on = 2025-06-30\n",
    )
    said = {each.what.partition(":")[0]: [example[0] for example in each.examples] for each in found.faults}
    assert said == {
        "have a first_response_at before their opened_at": ["2"],
        "have a closed_at before their opened_at": ["7"],
        "have a resolved_at over ten years after their opened_at": ["4"],
        "have a closed_at over ten years after their opened_at": ["4"],
        "have a first_response_at after their closed_at": ["3"],
        "have a closed_at before their resolved_at": ["6"],
        "have been open for over ten years": ["8"],
    }
    left = {
        str(key)[0]: "".join(letter for letter, at in zip("frc", times, strict=True) if at is not None)
        for key, *times in values(found, "cases", "case_id", "first_response_at", "resolved_at", "closed_at")
    }
    assert left == {
        "1": "frc", "2": "rc", "3": "rc", "4": "f", "5": "frc", "6": "frc", "7": "fr", "8": "", "9": "",
    }  # fmt: skip
    assert all((each.count, each.action) == (1, "noted") for each in found.faults)
    assert_rows_add_up(found)


def test_a_month_of_work_at_a_stretch_is_another_unit(company: Company) -> None:
    """44,640 minutes are 31 days; a log of more is set aside, a case of more loses its effort. Seconds can be said."""
    cases = "case_id,account_id,opened_at,work_minutes\n1,A1,2025-01-01,44640\n2,A1,2025-01-01,44641\n"
    logs = "on,minutes\n2025-01-01,60\n2025-01-01,90000\n"
    found = company({"cases": cases, "worklogs": logs})
    effort, log = fault(found, "have over 44,640 work_minutes"), fault(found, "have over 44,640 minutes")
    assert (effort.count, effort.examples, effort.action) == (1, ("2: 44641",), "noted")
    assert (log.count, log.examples, log.action) == (1, ("row 2: 90000",), "set aside")
    assert values(found, "cases", "case_id", "work_minutes") == [("1", 44640.0), ("2", None)]
    assert_rows_add_up(found)
    seconds = company(
        {"cases": cases}, '[sources.accounts]\n[sources.cases.units]\nwork_minutes = "seconds"\n[sources.worklogs]\n'
    )
    assert not [each for each in seconds.faults if each.column == "work_minutes"]


def test_a_column_that_counts_seconds_is_not_used(company: Company) -> None:
    """Where most cases would have a month of work, the column is no count of minutes."""
    cases = "case_id,account_id,opened_at,work_minutes\n1,A1,2025-01-01,90000\n2,A1,2025-01-01,90000\n"
    found = company({"cases": cases})
    assert "so many that the column is not used" in fault(found, "have over 44,640 work_minutes").what
    assert "work_minutes" not in found.tables["cases"].columns


def test_times_outside_an_accounts_life_are_counted_and_kept(company: Company) -> None:
    """A2 was a customer from 2024-02-01 to 2025-02-01: the day that it left still counts; A1 has no end."""
    cases = (
        "case_id,account_id,opened_at\n1,A2,2024-01-31\n2,A2,2025-02-01 18:00\n3,A2,2025-02-02\n4,A1,2025-02-02\n"
        "5,,2025-02-02\n"
    )
    usage = "account_id,at,events_count\nA2,2025-03-01,1\nA2,2025-01-01,1\n"
    found = company({"cases": cases, "usage": usage})
    late = [each for each in found.faults if "on a day after their account's churned_at" in each.what]
    assert [(each.table, each.count, each.examples, each.action) for each in late] == [
        ("usage", 1, ("row 1: 2025-03-01",), "noted"),
        ("cases", 1, ("3: 2025-02-02",), "noted"),
    ]
    assert fault(found, "on a day before their account's start_at").examples == ("1: 2024-01-31",)
    assert found.tables["cases"].count().execute() == 5


def test_counts_are_whole_and_not_negative(company: Company) -> None:
    """Half a reopening and minus one are emptied, and seconds on a page are not negative; zero is a count."""
    cases = "case_id,account_id,opened_at,reopens_count\n1,A1,2025-01-01,0.5\n2,A1,2025-01-01,-1\n3,A1,2025-01-01,0\n"
    sessions = "session_id,started_at,dwell_seconds\n1,2025-01-01,-5\n2,2025-01-01,0.5\n"
    found = company({"cases": cases, "article_sessions": sessions})
    assert fault(found, "have a reopens_count that is not a whole number").examples == ("1: 0.5",)
    assert fault(found, "have a reopens_count below zero").examples == ("2: -1",)
    assert fault(found, "have a dwell_seconds below zero").examples == ("1: -5",)
    assert values(found, "cases", "case_id", "reopens_count") == [("1", None), ("2", None), ("3", 0)]


def test_a_rate_of_zero_converts_nothing(company: Company) -> None:
    """Amounts times zero would vanish: the rate is set aside, and the currency then has none."""
    rates = "currency,on,rate\nEUR,2024-01-01,0\n"
    lines = "account_id,start_on,arr_amount,currency\nA1,2024-01-01,100,EUR\n"
    found = company({"exchange_rates": rates, "subscriptions": lines})
    assert fault(found, "have a rate of zero or less").action == "set aside"
    assert fault(found, "are in a currency that has no rate").action == "stops"
