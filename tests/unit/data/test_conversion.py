"""Values: each kind of column is read by one rule, and what cannot be read is counted, never guessed."""

from __future__ import annotations

import datetime

import pytest
from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values

HEAD = "case_id,account_id,opened_at,resolved_at\n"


def test_keys_keep_their_leading_zeros(company: Company) -> None:
    """`001` stays `001`: keys are text, compared exactly."""
    assert [key for (key,) in values(company(), "cases", "case_id")] == ["001", "002", "003"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-06-30", "2025-06-30 00:00:00"),
        ("2025-06-30 10:15", "2025-06-30 10:15:00"),
        ("2025-06-30T10:15:20Z", "2025-06-30 10:15:20"),
        ("2025-06-30T10:15:20.5+02:00", "2025-06-30 08:15:20.500000"),
        ("2025-06-30 10:15:20+0530", "2025-06-30 04:45:20"),
        ("2025-06-30 10:15:20 UTC", "2025-06-30 10:15:20"),
        ("2025/6/3 1:05", "2025-06-03 01:05:00"),
    ],
)
def test_iso_times_are_read_whatever_their_offset(company: Company, written: str, expected: str) -> None:
    """An offset that a time carries is applied; the result is UTC without a zone."""
    found = company({"cases": f"{HEAD}1,A1,{written},\n"})
    assert str(values(found, "cases", "opened_at")[0][0]) == expected


def test_times_without_an_offset_are_of_the_stated_zone(company: Company) -> None:
    """Berlin is two hours ahead of UTC in June and one in January; a time that says its offset keeps it."""
    found = company(
        {"cases": f"{HEAD}1,A1,2025-06-30 10:00,\n2,A1,2025-01-30 10:00,\n3,A1,2025-06-30 10:00Z,\n"},
        '[sources.cases]\ntimezone = "Europe/Berlin"\n',
    )
    assert [str(at) for _, at in values(found, "cases", "case_id", "opened_at")] == [
        "2025-06-30 08:00:00",
        "2025-01-30 09:00:00",
        "2025-06-30 10:00:00",
    ]


def test_dates_that_could_be_day_or_month_first_stop_with_the_evidence(company: Company) -> None:
    """Nothing is guessed: the fault shows values, says what to write, and the table is not given."""
    found = company({"cases": f"{HEAD}1,A1,03/04/2025,\n2,A1,05/04/2025 09:00,\n"})
    stop = fault(found, "could be the day or the month")
    assert (stop.action, stop.count, stop.share) == ("stops", 2, 1.0)
    assert stop.examples == ("1: 03/04/2025", "2: 05/04/2025 09:00")
    assert "date_format" in stop.do
    assert "cases" not in found.tables
    assert_rows_add_up(found)


def test_a_stated_format_settles_day_and_month(company: Company) -> None:
    """UCI's dates are day-first without zero padding; a date alone is read by the date part of the format."""
    found = company(
        {"cases": f"{HEAD}1,A1,29/2/2024 01:16,\n2,A1,3/4/2025,\n3,A1,2025-05-06 07:00,\n"},
        '[sources.cases]\ndate_format = "%d/%m/%Y %H:%M"\n',
    )
    assert [str(at) for _, at in values(found, "cases", "case_id", "opened_at")] == [
        "2024-02-29 01:16:00",
        "2025-04-03 00:00:00",
        "2025-05-06 07:00:00",
    ]


def test_evidence_for_one_order_is_shown(company: Company) -> None:
    """Where a first number is over 12, the fault says so: the reader need not search for it."""
    found = company({"cases": f"{HEAD}1,A1,25/04/2025,\n2,A1,05/04/2025,\n"})
    stop = fault(found, "could be the day or the month")
    assert "first number is over 12 in 1" in stop.what
    assert "second number is over 12 in 0" in stop.what


def test_epoch_numbers_are_read_only_where_that_is_said(company: Company) -> None:
    """1751278520 is 2025-06-30 10:15:20 UTC, and not a time at all without `date_format = "unix"`."""
    table = {"cases": f"{HEAD}1,A1,1751278520,\n"}
    assert fault(company(table), "that is not a time").action == "stops"
    found = company(table, '[sources.cases]\ndate_format = "unix"\n')
    assert values(found, "cases", "opened_at") == [(datetime.datetime(2025, 6, 30, 10, 15, 20),)]


def test_a_value_that_cannot_be_read_is_emptied_or_its_row_set_aside(company: Company) -> None:
    """A needed column costs the row, another one only its value; both are counted with the text as it was."""
    found = company(
        {"cases": f"{HEAD}1,A1,2025-02-31,\n2,A1,2025-02-03,soon\n3,A1,2025-02-03,2025-02-04\n4,A1,2025-02-03,\n"}
    )
    lost = fault(found, "have an opened_at that is not a time")
    assert (lost.count, lost.action, lost.examples) == (1, "set aside", ("1: 2025-02-31",))
    emptied = fault(found, "have a resolved_at that is not a time")
    assert (emptied.count, emptied.action, emptied.examples) == (1, "noted", ("2: soon",))
    assert [key for (key,) in values(found, "cases", "case_id")] == ["2", "3", "4"]
    assert_rows_add_up(found)


def test_numbers_are_numbers_and_counts_are_whole(company: Company) -> None:
    """`1,200`, `nan` and `3.5` seats are not taken for whole numbers; `1e3` and `7.0` are."""
    rows = [
        ("a", "1e3"),
        ("b", "7.0"),
        ("c", "12"),
        ("d", "3.5"),
        ("e", '"1,200"'),
        ("f", "nan"),
        ("g", "8"),
        ("h", "9"),
    ]
    text = "account_id,start_at,seats_count\n" + "".join(f"{key},2024-01-01,{count}\n" for key, count in rows)
    found = company({"accounts": text})
    assert dict(values(found, "accounts", "account_id", "seats_count")) == {
        "a": 1000, "b": 7, "c": 12, "d": None, "e": None, "f": None, "g": 8, "h": 9,
    }  # fmt: skip
    assert fault(found, "that is not a whole number").count == 3


def test_yes_and_no_are_read_in_the_usual_spellings(company: Company) -> None:
    """TRUE, y, 1, No and f are read; "maybe" is not."""
    written = ["TRUE", "y", "1", "No", "f", "maybe", ""]
    text = "case_id,account_id,opened_at,is_escalated\n" + "".join(
        f"{number},A1,2025-01-01,{word}\n" for number, word in enumerate(written)
    )
    found = company({"cases": text})
    assert [value for _, value in values(found, "cases", "case_id", "is_escalated")] == [
        True, True, True, False, False, None, None,
    ]  # fmt: skip
    assert fault(found, "that is not yes or no").examples == ("5: maybe",)


def test_a_column_that_holds_something_else_is_not_used(company: Company) -> None:
    """Where over half of an optional column cannot be read, the rest of it would be a biased remainder."""
    found = company(
        {
            "cases": "case_id,account_id,opened_at,csat_score\n"
            "1,A1,2025-01-01,good\n2,A1,2025-01-02,bad\n3,A1,2025-01-03,5\n"
        }
    )
    assert fault(found, "so many that the column is not used").count == 2
    assert "csat_score" not in found.tables["cases"].columns


def test_their_words_become_canonical_ones(company: Company) -> None:
    """`values` maps words, also to numbers and to yes or no; what is not listed stays."""
    found = company(
        {"cases": "case_id,account_id,opened_at,status,csat_score,is_escalated\n"
         "1,A1,2025-01-01,Closed,Good,Tier 2\n2,A1,2025-01-01,Pending,Bad,Tier 1\n"
         "3,A1,2025-01-02,Solved,Offered,Tier 1\n"},
        """
        [sources.cases]
        missing = ["", "Offered"]
        [sources.cases.values]
        status = { solved = ["Closed", "Solved"] }
        csat_score = { 5 = ["Good"], 1 = ["Bad"] }
        is_escalated = { true = ["Tier 2"], false = ["Tier 1"] }
        """,
    )  # fmt: skip
    assert values(found, "cases", "case_id", "status", "csat_score", "is_escalated") == [
        ("1", "solved", 5.0, True),
        ("2", "Pending", 1.0, False),
        ("3", "solved", None, False),
    ]
    assert [each for each in found.faults if each.column == "csat_score"] == []
