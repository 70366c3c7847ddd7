"""CSV files: any delimiter and encoding, no line lost, never a traceback."""

from __future__ import annotations

import codecs

import pytest
from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values

HEAD = "case_id,account_id,opened_at,status\n"
ROWS = "1,A1,2025-01-01,open\n2,A2,2025-01-02,Größe\n"
EXPECTED = [("1", "open"), ("2", "Größe")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_the_header(company: Company, delimiter: str) -> None:
    """A German Excel writes semicolons, others tabs: the header shows it."""
    found = company({"cases": (HEAD + ROWS).replace(",", delimiter)})
    assert values(found, "cases", "case_id", "status") == EXPECTED


def test_another_delimiter_is_said(company: Company) -> None:
    """A caret is read where the settings say so."""
    found = company({"cases": (HEAD + ROWS).replace(",", "^")}, '[sources.cases]\ndelimiter = "^"\n')
    assert values(found, "cases", "case_id", "status") == EXPECTED


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + (HEAD + ROWS).encode(),
        (HEAD + ROWS).encode("utf-16"),
        (HEAD + ROWS).replace("\n", "\r\n").encode(),
        (HEAD + ROWS).replace("\n", "\r").encode(),
        ("\n\n" + HEAD + ROWS).encode(),
        (HEAD.replace("\n", "\r\n") + ROWS).encode(),
        (HEAD + ROWS).rstrip("\n").encode(),
        ('"case_id","account_id","opened_at","status"\n' + ROWS).encode(),
    ],
    ids=["BOM", "UTF-16", "CRLF", "CR", "blank lines first", "mixed line ends", "no last line end", "quoted header"],
)
def test_files_of_every_make_give_the_same_rows(company: Company, data: bytes) -> None:
    """What programs put around the same rows does not change them."""
    found = company({"cases": data})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    assert_rows_add_up(found)


def test_a_stated_encoding_is_used(company: Company) -> None:
    """A Windows file is read by its own encoding."""
    found = company({"cases": (HEAD + ROWS).encode("cp1252")}, '[sources.cases]\nencoding = "cp1252"\n')
    assert values(found, "cases", "case_id", "status") == EXPECTED


@pytest.mark.parametrize("text", ["case_id,account_id,opened_ät\n", HEAD + "1,A1,2025-01-01,x\n" * 90_000 + "ä"])
def test_a_stated_encoding_that_is_wrong_is_refused(company: Company, text: str) -> None:
    """A byte that the stated encoding does not have, in the header or far behind it."""
    found = company({"cases": text.encode()}, '[sources.cases]\nencoding = "ascii"\n')
    assert fault(found, "is not in ascii").action == "stops"


def test_a_wrong_encoding_stops_where_many_lines_have_it(company: Company) -> None:
    """Half of the lines are not UTF-8: setting them aside would keep a biased half. The way out is said."""
    stop = fault(company({"cases": (HEAD + ROWS.replace("Größe", "piñón")).encode("cp1252")}), "not of the file's")
    assert (stop.action, stop.count) == ("stops", 1)
    assert "cp1252" in stop.do


def test_a_few_broken_lines_are_set_aside_with_their_numbers(company: Company) -> None:
    """One line short, one long, one not UTF-8 among 40: each is counted with its line, and the rest is used."""
    good = "".join(f"{number},A1,2025-01-01,open\n" for number in range(40))
    found = company(
        {"cases": HEAD.encode() + good.encode() + b"x,A1\ny,A1,2025-01-01,open,more\nz,A1,2025-01-01,\xff\n"}
    )
    assert fault(found, "fewer fields").examples == ("line 42: x,A1",)
    assert fault(found, "more fields").examples == ("line 43: y,A1,2025-01-01,open,more",)
    assert fault(found, "not of the file's encoding").action == "set aside"
    assert [(each.read, each.used, each.set_aside) for each in found.rows if each.table == "cases"] == [(43, 40, 3)]
    assert_rows_add_up(found)


def test_what_an_open_quote_swallows_is_counted(company: Company) -> None:
    """A file that was cut off inside a quote: the two lines behind it are not lost in silence."""
    found = company({"cases": HEAD + ROWS + '3,A1,2025-01-01,\n4,A1,2025-01-01,"op\n5,A1,2025-01-01,open\n'})
    assert fault(found, "quote that is not closed").count == 2
    assert_rows_add_up(found)


def test_quoted_line_ends_and_quotes_stay_in_their_field(company: Company) -> None:
    """A status of two lines with a quote in it is one field."""
    found = company({"cases": HEAD + '1,A1,2025-01-01,"on ""hold""\nsince May"\n'})
    assert values(found, "cases", "status") == [('on "hold"\nsince May',)]


def test_formulas_are_text(company: Company) -> None:
    """A cell that a spreadsheet would run is kept as it is written."""
    found = company({"cases": HEAD + '1,A1,2025-01-01,"=HYPERLINK(""x"")"\n2,=A1,2025-01-01,@SUM(1)\n'})
    assert values(found, "cases", "status") == [('=HYPERLINK("x")',), ("@SUM(1)",)]


def test_a_field_of_three_megabytes_is_read(company: Company) -> None:
    """A whole mail thread in one cell does not cost the row; nine megabytes do, and that is counted."""
    long, longer = "x" * 3_000_000, "x" * 9_000_000
    found = company({"cases": f"{HEAD}1,A1,2025-01-01,{long}\n2,A1,2025-01-01,{longer}\n3,A1,2025-01-01,\n"})
    assert fault(found, "lines longer than").count == 1
    assert [key for (key,) in values(found, "cases", "case_id")] == ["1", "3"]
    assert_rows_add_up(found)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "has no header"),
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"PAR1rest", "a Parquet file"),
        (b"\x1f\x8brest", "gzip"),
        (b"<html>", "HTML"),
        ("case_id,stätus\n1,x\n".encode("cp1252"), "is not in utf-8"),
        ((HEAD + ROWS).encode("utf-16-le"), "is not in utf-8"),
        (ROWS.encode(), "looks like data"),
    ],
)
def test_what_is_no_table_is_refused_by_name(company: Company, data: bytes, words: str) -> None:
    """A file that is not what its name says stops, with what it is and what to do."""
    stops = [each for each in company({"cases": data}).faults if words in each.what]
    assert stops
    assert all(each.action == "stops" and each.do for each in stops)


def test_a_workbook_under_the_name_of_a_csv_file_is_told(company: Company) -> None:
    """The name decides what a file is read as: the advice is the name that fits."""
    for data, name in ((b"PK\x03\x04rest", ".xlsx"), (b"\xd0\xcf\x11\xe0rest", ".xls")):
        assert f"call it {name}" in fault(company({"cases": data}), "Excel workbook").do


def test_a_header_without_rows_is_an_empty_table(company: Company) -> None:
    """No rows are no fault: there is nothing to say about them."""
    found = company({"cases": HEAD})
    assert found.tables["cases"].count().execute() == 0
    assert found.faults == ()


def test_a_broken_parquet_file_is_refused(company: Company) -> None:
    """Half a Parquet file cannot be read; the message says so."""
    found = company({"usage.parquet": b"PAR1 and no more"})
    assert fault(found, "cannot be read as Parquet").action == "stops"


def test_rows_are_read_in_file_order(company: Company) -> None:
    """Of 20,000 rows of one key in a large file, the first one of the file stays."""
    found = company({"cases": HEAD + "".join(f"1,A1,2025-01-01,s{number}\n" for number in range(20_000))})
    assert values(found, "cases", "status") == [("s0",)]
    assert_rows_add_up(found)
