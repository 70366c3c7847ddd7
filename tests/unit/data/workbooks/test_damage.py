"""What is no workbook, is broken, or would lead astray: an error that says what it is, and never a traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.unit.data.workbooks.conftest import CASES, Rows, changed, read, workbook

from valuestory.errors import DataError

BOOK = workbook({"Tickets": CASES})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in parts.items():
            opened.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "what", "do"),
    [
        (b"", "is empty", "export it again"),
        (BOOK[:2000], "damaged or cut off", "export it again"),
        (b"PK\x03\x04rest", "damaged or cut off", "export it again"),
        (
            OLE + bytes(4096) + "EncryptedPackage".encode("utf-16-le") + bytes(900),
            "has a password",
            "take the password",
        ),
        (OLE + bytes(4096), "damaged or cut off", "export it again"),
        (b"\xef\xbb\xbf\n<html><body><table>", "HTML or XML", "save it as a workbook"),
        ("<html>".encode("utf-16"), "HTML or XML", "save it as a workbook"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "HTML or XML", "save it as a workbook"),
        (b"case_id\taccount_id\n1\tA1\n", "is text", "call it .csv"),
        (bytes(100), "is not a workbook", "export it again"),
        (archive({"cases.csv": b"case_id\n1\n"}), "is a zip archive", "unpack it"),
        (archive({"xl/sheet.xml": b"", "_rels/.rels": b"<a/>"}), "damaged or cut off", "export it again"),
    ],
)
@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_what_is_no_workbook_is_told_by_what_it_is(
    tmp_path: Path, data: bytes, what: str, do: str, suffix: str
) -> None:
    """Cut off, with a password, a web page, text, an archive: each by its name and with the way out."""
    (tmp_path / f"cases{suffix}").write_bytes(data)
    with pytest.raises(DataError) as error:
        read(tmp_path / f"cases{suffix}")
    assert what in error.value.what
    assert do in error.value.do


def test_what_the_file_holds_decides_and_not_its_name(tmp_path: Path) -> None:
    """A workbook of today under the suffix of an old one, or the other way round, is read as what it is."""
    (tmp_path / "cases.xls").write_bytes(BOOK)
    assert len(read(tmp_path / "cases.xls")[1]) == 2


def test_a_sheet_that_does_not_exist(tmp_path: Path) -> None:
    """A mistyped sheet is offered the nearest; letter case does not matter."""
    (tmp_path / "x.xlsx").write_bytes(workbook({"Tickets": CASES, "Notes": [["a"]]}))
    assert len(read(tmp_path / "x.xlsx#tickets")[1]) == 2
    with pytest.raises(DataError, match='has no sheet "Tikets"') as error:
        read(tmp_path / "x.xlsx#Tikets")
    assert 'did you mean "Tickets"?' in error.value.do
    assert '"Notes"' in error.value.do


def test_several_sheets_are_listed_and_blank_ones_do_not_count(tmp_path: Path) -> None:
    """Old Excel makes three sheets of which two stay blank; of two that are filled none is guessed."""
    (tmp_path / "x.xlsx").write_bytes(workbook({"Sheet1": CASES, "Sheet2": [], "Sheet3": []}))
    assert len(read(tmp_path / "x.xlsx")[1]) == 2
    (tmp_path / "y.xlsx").write_bytes(workbook({"Jan": CASES, "Feb": CASES}))
    with pytest.raises(DataError, match='2 sheets that could be meant: "Jan", "Feb"') as error:
        read(tmp_path / "y.xlsx")
    assert 'sheet = "Jan"' in error.value.do


@pytest.mark.parametrize("rows", [[], [["", " "]], [["", ""], ["1", "2"]]])
def test_a_blank_sheet_is_told(tmp_path: Path, rows: Rows) -> None:
    """A workbook without a cell, or without the name of a column."""
    (tmp_path / "x.xlsx").write_bytes(workbook({"Tickets": rows}))
    if rows and len(rows) > 1:
        assert read(tmp_path / "x.xlsx")[0].columns  # a row of data as a header is told when columns are taken
    else:
        with pytest.raises(DataError, match=r"x.xlsx \(Tickets\) is empty"):
            read(tmp_path / "x.xlsx")


def test_a_workbook_of_charts_alone_is_told(tmp_path: Path) -> None:
    """A chart has its own sheet, which has no rows."""
    with xlsxwriter.Workbook(tmp_path / "x.xlsx") as book:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Chart!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)
    with pytest.raises(DataError, match="only charts"):
        read(tmp_path / "x.xlsx")


def test_an_archive_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    """Ten kilobytes that unpack to more than 100 MB are no workbook that anyone exported."""
    made = io.BytesIO(BOOK)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as opened, opened.open("xl/more.xml", "w") as part:
        for _ in range(128):
            part.write(bytes(2**20))
    (tmp_path / "x.xlsx").write_bytes(made.getvalue())
    with pytest.raises(DataError, match="unpacks to 128 MB"):
        read(tmp_path / "x.xlsx")


def test_a_cell_far_from_the_table_is_told(tmp_path: Path) -> None:
    """A stray blank in the last cell of a sheet would make 17 thousand million cells: refused, with how to find it."""
    stray = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row></sheetData>'
    extent = ('<dimension ref="A1:D3"/>', '<dimension ref="A1:XFD1048576"/>')
    change = {"sheet1.xml": lambda text: text.replace("</sheetData>", stray).replace(*extent)}
    (tmp_path / "x.xlsx").write_bytes(changed(BOOK, change))
    with pytest.raises(DataError, match="lies far from the table") as error:
        read(tmp_path / "x.xlsx")
    assert "Ctrl+End" in error.value.do


def outcome(path: Path, data: bytes) -> int | None:
    """Return how many rows are read of a workbook, or nothing where an error of ours refuses it."""
    path.write_bytes(data)
    try:
        return len(read(path)[1])
    except DataError:
        return None


QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(cut=st.floats(0, 1, exclude_max=True))
def test_a_workbook_cut_off_anywhere_is_refused(tmp_path: Path, cut: float) -> None:
    """Its list of parts stands at its end: without it nothing is read, and no part of it by halves."""
    assert outcome(tmp_path / "x.xlsx", BOOK[: int(len(BOOK) * cut)]) is None


@QUICK
@given(place=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255))
def test_a_flipped_byte_changes_no_value(tmp_path: Path, place: float, bits: int) -> None:
    """One byte of a workbook is another: it is refused, or the byte was of no account and both rows are there."""
    data = bytearray(BOOK)
    data[int(len(data) * place)] ^= bits
    assert outcome(tmp_path / "x.xlsx", bytes(data)) in (None, 2)


@QUICK
@given(part=st.sampled_from(["sheet1.xml", "workbook.xml", "sharedStrings.xml", "styles.xml"]), cut=st.floats(0, 1))
def test_a_part_cut_off_anywhere_never_gives_a_traceback(tmp_path: Path, part: str, cut: float) -> None:
    """A program that wrote half a part and closed the archive well: rows are those that are whole, or none."""
    data = changed(BOOK, {part: lambda text: text[: int(len(text) * cut)]})
    assert outcome(tmp_path / "x.xlsx", data) in (None, 0, 1, 2)
