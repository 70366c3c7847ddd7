"""Where a sheet's table begins and ends, and that every row of it is a row or is counted as none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from tests.unit.data.workbooks.conftest import CASES, HEADER, Rows, changed, read, workbook

from valuestory.data.engines.staged import FOOT, HEADER as REPEATED, TITLE
from valuestory.errors import DataError

EXPECTED = [("C1", "A1", "2025-01-01 08:00:00", "open"), ("C2", "A2", "2025-01-02 17:30:00", "solved")]


def written(path: Path, rows: Rows) -> Path:
    """Return the path of a workbook with one sheet of these rows."""
    path.write_bytes(workbook({"Tickets": rows}))
    return path


def test_titles_blanks_and_last_lines_surround_a_table(tmp_path: Path) -> None:
    """A report: two lines above, blank rows and columns around, the header again, two lines below; each is counted."""
    rows = [
        [],
        ["Cases of the quarter"],
        ["Exported by us"],
        [],
        *([None, *row] for row in CASES[:2]),
        [],
        [None, *HEADER],
        [None, *CASES[2]],
        [],
        [None, "Total: 2"],
        [None, "Confidential"],
    ]
    staged, found = read(written(tmp_path / "x.xlsx", rows))
    assert found == EXPECTED
    assert staged.rejected == {
        TITLE: (2, ("Cases of the quarter", "Exported by us")),
        REPEATED: (1, ("row 8: case_id, account_id, opened_at, status",)),
        FOOT: (2, ("row 11: Total: 2", "row 12: Confidential")),
    }


def test_a_sparse_row_within_a_table_is_a_row(tmp_path: Path) -> None:
    """Only at the end is a row with one cell a line of the report: before a fuller one it is a row like any other."""
    staged, found = read(written(tmp_path / "x.xlsx", [*CASES[:2], ["C9"], CASES[2]]))
    assert found == [EXPECTED[0], ("C9", None, None, None), EXPECTED[1]]
    assert staged.rejected == {}


def test_a_hundred_and_one_sparse_rows_are_rows(tmp_path: Path) -> None:
    """No report ends in so many lines: a table that holds little more than keys is not thrown away."""
    sparse = [[f"S{number}"] for number in range(101)]
    staged, found = read(written(tmp_path / "x.xlsx", [*CASES, *sparse]))
    assert (len(found), staged.rejected) == (103, {})


def test_columns_without_a_name_are_numbered_and_repeated_ones_too(tmp_path: Path) -> None:
    """As in a CSV file: a column that holds values is one, whatever its header."""
    rows = [["id", "date", "", "date"], ["1", "a", "b", "c"]]
    staged, found = read(written(tmp_path / "x.xlsx", rows))
    assert list(staged.columns) == ["id", "date", "column 3", "date (2)"]
    assert found == [("1", "a", "b", "c")]


def test_values_far_below_a_column_without_a_name_are_said(tmp_path: Path) -> None:
    """A note to the right of row 60 is not read, and that is said with its place."""
    rows = [["id", "status"], *([str(number), "open"] for number in range(60))]
    rows[60] = [*rows[60], None, "see mail"]
    (remark,) = read(written(tmp_path / "x.xlsx", rows))[0].remarks
    assert (remark.count, remark.examples) == (1, ("Tickets!D61",))


def test_merged_cells_belong_to_all_their_rows(tmp_path: Path) -> None:
    """A header of two lines is named by its last, beside cells merged downwards; an account merged over two cases."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Tickets")
        sheet.merge_range("A1:E1", "Cases")
        sheet.merge_range("A2:A3", "account_id")
        sheet.merge_range("B2:B3", "case_id")
        sheet.merge_range("C2:D2", "Reply")
        sheet.write_row("C3", ["first", "last"])
        sheet.merge_range("E2:E3", "status")
        sheet.merge_range("A4:A5", "A1")
        sheet.write_row("B4", ["C1", "1", "2", "open"])
        sheet.write_row("B5", ["C2", "3", "4", "open"])
        sheet.write_row("B6", ["C3", "5", "6", "open"])
    (tmp_path / "x.xlsx").write_bytes(made.getvalue())
    staged, found = read(tmp_path / "x.xlsx")
    assert list(staged.columns) == ["account_id", "case_id", "first", "last", "status"]
    assert [row[:2] for row in found] == [("A1", "C1"), ("A1", "C2"), (None, "C3")]
    (remark,) = staged.remarks
    assert (remark.count, remark.examples) == (1, ("Tickets!A5",))


def test_hidden_rows_are_read_and_said(tmp_path: Path) -> None:
    """A filter that was left on hides rows; whoever exported them meant all."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Tickets")
        for number, row in enumerate([["id", "status"], ["1", "open"], ["2", "open"]]):
            sheet.write_row(number, 0, row)
        sheet.set_row(1, None, None, {"hidden": True})
    (tmp_path / "x.xlsx").write_bytes(made.getvalue())
    staged, found = read(tmp_path / "x.xlsx")
    assert len(found) == 2
    assert [(each.count, "hidden" in each.what) for each in staged.remarks] == [(1, True)]


def test_several_files_of_one_header_go_together(tmp_path: Path) -> None:
    """A workbook a month, and two sheets of one of them: rows follow each other in the order of the files."""
    (tmp_path / "a.xlsx").write_bytes(workbook({"Jan": CASES[:2], "Feb": [HEADER, ["C5", "A1", "", "open"]]}))
    (tmp_path / "b.xlsx").write_bytes(workbook({"Mar": [HEADER, CASES[2]]}))
    found = read(*(tmp_path / name for name in ("a.xlsx#Jan", "a.xlsx#Feb", "b.xlsx")))[1]
    assert [row[0] for row in found] == ["C1", "C5", "C2"]
    (tmp_path / "b.xlsx").write_bytes(workbook({"Mar": [HEADER[:3], CASES[2][:3]]}))
    with pytest.raises(DataError, match="do not have the same header"):
        read(*(tmp_path / name for name in ("a.xlsx#Jan", "b.xlsx")))


def test_a_full_sheet_may_be_cut_off(tmp_path: Path) -> None:
    """1,048,576 rows are all that a sheet has: an export that fills it to the last may have had more."""
    last = '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>C9</t></is></c><c r="B1048576"><v>1</v></c></row>'
    book = workbook({"Tickets": [row[:2] for row in CASES]})
    changes = {"sheet1.xml": lambda text: text.replace("</sheetData>", f"{last}</sheetData>")}
    (tmp_path / "x.xlsx").write_bytes(changed(book, changes))
    staged, found = read(tmp_path / "x.xlsx")
    assert found[-1] == ("C9", "1")
    (remark,) = staged.remarks
    assert "may be cut off" in remark.what
