"""What a cell's value is as text: that of a CSV file of the same table, with nothing left to doubt."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import xlsxwriter
from tests.unit.data.workbooks.conftest import read, workbook


def cells(path: Path, values: list[tuple[object, str | None]], **options: object) -> list[str | None]:
    """Return the texts of values that are written with number formats, each in a row behind its number."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, **options}) as book:
        sheet = book.add_worksheet("Tickets")
        sheet.write_row(0, 0, ["row", "value"])
        for number, (value, form) in enumerate(values, 1):
            sheet.write(number, 0, f"r{number}")
            sheet.write(number, 1, value, book.add_format({"num_format": form}) if form else None)
    return [row[1] for row in read(path)[1]]


def test_dates_are_iso_whatever_their_format(tmp_path: Path) -> None:
    """4 March 2025 is shown month-first, day-first, in words or by the reader's own setting: one date, no doubt."""
    day = datetime.date(2025, 3, 4)
    forms = ["m/d/yy", "dd/mm/yyyy", "d mmmm yyyy", "[$-409]dddd, mmmm d, yyyy;@", "m/d/yyyy"]
    assert cells(tmp_path / "x.xlsx", [(day, form) for form in forms]) == ["2025-03-04"] * len(forms)


@pytest.mark.parametrize("is_1904", [False, True])
def test_both_calendars_of_excel(tmp_path: Path, is_1904: bool) -> None:
    """Excel for Mac once counted from 1904: 1 March 1904 and half past five on 28 February 2025 are the same there."""
    values = [
        (datetime.datetime(2025, 2, 28, 17, 30), "yyyy-mm-dd hh:mm"),
        (datetime.date(1904, 3, 1), "yyyy-mm-dd"),
    ]
    found = cells(tmp_path / "x.xlsx", values, date_1904=is_1904)
    assert found == ["2025-02-28 17:30:00", "1904-03-01"]


def test_a_date_is_the_day_that_excel_numbers(tmp_path: Path) -> None:
    """Microsoft's own example: 39448 is 1 January 2008, and a fraction is the part of the day (0.75 is 18:00)."""
    assert cells(tmp_path / "x.xlsx", [(39448, "m/d/yyyy"), (39448.75, "m/d/yyyy h:mm")]) == [
        "2008-01-01",
        "2008-01-01 18:00:00",
    ]


def test_durations_count_on_beyond_a_day(tmp_path: Path) -> None:
    """30 hours and 15 minutes in [h]:mm are no date, and a quarter of an hour is no time of day."""
    found = cells(
        tmp_path / "x.xlsx",
        [
            (datetime.timedelta(hours=30, minutes=15), "[h]:mm"),
            (datetime.timedelta(minutes=15), "[h]:mm:ss"),
            (datetime.time(8, 15), "hh:mm"),
            (-0.5, "[h]:mm"),
        ],
    )
    assert found == ["30:15:00", "00:15:00", "08:15:00", "-12:00:00"]


def test_the_value_counts_and_not_how_it_is_shown(tmp_path: Path) -> None:
    """85 % is 0.85, an id is written without a decimal point, a yes is TRUE as in Excel, long ids have no exponent."""
    found = cells(
        tmp_path / "x.xlsx",
        [
            (0.85, "0%"),
            (12345, None),
            (12345.0, "0.00"),
            (12345.5, "#,##0"),
            (True, None),
            (123456789012345, None),
            (0.1, None),
            (1e-7, None),
        ],
    )
    assert found == ["0.85", "12345", "12345", "12345.5", "TRUE", "123456789012345", "0.1", "1e-07"]


def test_text_stays_text(tmp_path: Path) -> None:
    """Leading zeros, a number or a date kept as text, what looks like a formula, an apostrophe, lines of an address."""
    texts = ["00123", "04/03/2025", "=1+1", "'quoted", "a\nb", " x ", "TRUE"]
    assert cells(tmp_path / "x.xlsx", [(each, "@") for each in texts]) == texts


def test_numbers_beyond_fifteen_digits_are_said(tmp_path: Path) -> None:
    """Excel keeps 15 digits: an id of 17 that was opened there once has lost two, and nobody can tell which it was."""
    (tmp_path / "x.xlsx").write_bytes(workbook({"Tickets": [["id", "n"], [12345678901234567, 1], [1, 2]]}))
    (remark,) = read(tmp_path / "x.xlsx")[0].remarks
    assert (remark.count, remark.examples) == (1, ("Tickets!A2",))
    assert '"id"' in remark.what
