"""CSV as programs really write it: titles above it, the header again, packed, in the encoding of an old Windows."""

from __future__ import annotations

import gzip

import pytest
from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values

HEAD = "case_id,account_id,opened_at,status\n"
ROWS = "1,A1,2025-01-01,open\n2,A2,2025-01-02,Größe\n"
EXPECTED = [("1", "open"), ("2", "Größe")]


def counts(found: object, table: str = "cases") -> tuple[int, int, int]:
    """Return rows read, used and set aside."""
    (rows,) = (each for each in found.rows if each.table == table)  # type: ignore[attr-defined]
    return rows.read, rows.used, rows.set_aside


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"'])
def test_excels_first_line_says_the_delimiter(company: Company, first: str) -> None:
    """Excel writes and reads a first line `sep=;`: it is neither header nor row."""
    found = company({"cases": first + "\r\n" + (HEAD + ROWS).replace(",", ";").replace("\n", "\r\n")})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    assert counts(found) == (2, 2, 0)


def test_a_delimiter_that_is_said_may_be_any(company: Company) -> None:
    """The header holds more commas than carets, and the caret is what the first line says."""
    found = company({"cases": "sep=^\n" + HEAD.replace(",", "^") + "1^A1^2025-01-01^a,b,c,d,e,f\n"})
    assert values(found, "cases", "status") == [("a,b,c,d,e,f",)]


def test_titles_above_the_header_are_counted(company: Company) -> None:
    """A report's title, its day and a blank line stand above the header; below the rows stands who made it."""
    report = f"Cases of all teams\nAs of,2025-02-01\n\n{HEAD}{ROWS}Grand Total\nConfidential - Do Not Distribute\n"
    found = company({"cases": report})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    assert fault(found, "above the header").examples == ("Cases of all teams", "As of,2025-02-01")
    assert fault(found, "below the last row").examples == (
        "line 7: Grand Total",
        "line 8: Confidential - Do Not Distribute",
    )
    assert counts(found) == (6, 2, 4)


def test_titles_padded_with_delimiters_are_titles_too(company: Company) -> None:
    """A spreadsheet saved as CSV fills every line up."""
    found = company({"cases": f"All cases,,,\n,,,\n{HEAD}{ROWS}"})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    assert fault(found, "above the header").count == 1


def test_a_header_that_comes_again_is_no_row(company: Company) -> None:
    """Exports put behind each other bring their headers, and a byte order mark, along: counted and said, not read."""
    found = company({"cases": f"{HEAD}{ROWS}{HEAD}3,A3,2025-01-03,open\n\ufeff{HEAD}4,A3,2025-01-04,open\n"})
    assert values(found, "cases", "case_id") == [("1",), ("2",), ("3",), ("4",)]
    again = fault(found, "repeat the header")
    assert (again.count, again.action) == (2, "set aside")
    assert again.examples[0].startswith("row 3: case_id,account_id")
    assert counts(found) == (6, 4, 2)


def test_a_row_with_one_word_of_the_header_stays(company: Company) -> None:
    """Only a row that is the header throughout is one."""
    found = company({"cases": HEAD + "1,A1,2025-01-01,status\n"})
    assert values(found, "cases", "status") == [("status",)]


def test_a_packed_file_is_unpacked(company: Company) -> None:
    """A gzip archive is known by its first bytes, whatever it is called."""
    found = company({"cases.csv": gzip.compress((HEAD + ROWS).encode())})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    assert_rows_add_up(found)


@pytest.mark.parametrize("cut", [12, 40, -9, -1])
def test_a_packed_file_that_is_cut_off_is_refused(company: Company, cut: int) -> None:
    """What of an archive can still be unpacked is not taken for the whole."""
    rows = "".join(f"{number},A1,2025-01-01,open\n" for number in range(500))
    found = company({"cases": gzip.compress((HEAD + rows).encode())[:cut]})
    assert fault(found, "gzip archive that is damaged").action == "stops"


def test_a_delimiter_behind_every_row_is_no_column_too_many(company: Company) -> None:
    """Rows that end in a comma while the header does not, and the other way round."""
    found = company({"cases": HEAD + ROWS.replace("\n", ",\n")})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    found = company({"cases": HEAD.replace("\n", ",\n") + ROWS})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    found = company({"cases": (HEAD + ROWS).replace("\n", ",\n")})
    assert values(found, "cases", "case_id", "status") == EXPECTED


def test_names_that_repeat_are_numbered(company: Company) -> None:
    """Jira gives a column to every label: each is another column, and none hides the others."""
    head, row = "case_id,account_id,opened_at,Labels,Labels,Labels\n", "1,A1,2025-01-01,a,b,c\n"
    found = company({"cases": head + row}, '[sources.cases.columns]\nstatus = "Labels (2)"\n')
    assert values(found, "cases", "status") == [("b",)]


def test_blank_lines_are_no_rows(company: Company) -> None:
    """Lines with nothing on them, or only blanks, stand between rows: there is nothing on them to lose."""
    found = company({"cases": HEAD + "\n" + ROWS + "\n\n   \n"})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    assert counts(found) == (2, 2, 0)


def test_a_german_windows_file_is_read_and_said(company: Company) -> None:
    """The letters leave no doubt: the file is read, the evidence is shown, and nothing of its words is."""
    found = company({"cases": (HEAD + ROWS).encode("cp1252")})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    noted = fault(found, "not UTF-8")
    assert noted.action == "noted"
    assert "ö ß" in noted.what
    assert "cp1252" in noted.do


def test_a_late_letter_of_windows_is_found_too(company: Company) -> None:
    """The first megabyte is plain ASCII; the letter that is not UTF-8 comes behind it."""
    rows = "".join(f"{number},A1,2025-01-01,open\n" for number in range(50_000))
    found = company({"cases": (HEAD + rows + "x,A1,2025-01-01,Größe\n").encode("cp1252")})
    assert counts(found) == (50_001, 50_001, 0)
    assert ("x", "Größe") in values(found, "cases", "case_id", "status")
    assert fault(found, "not UTF-8").action == "noted"


def test_letters_in_doubt_are_not_guessed(company: Company) -> None:
    """Spanish by its letters could be Czech in another encoding: the file stops, and both readings are shown."""
    rows = "1,A1,2025-01-01,razón\n2,A2,2025-01-02,mañana\n"
    found = company({"cases": (HEAD + rows).encode("cp1252")})
    assert "cp1252: ó ñ; cp1250: ó ń" in fault(found, "several ways").what
    assert fault(found, "not of the file's encoding").action == "stops"
    assert values(
        company({"cases": (HEAD + rows).encode("cp1252")}, '[sources.cases]\nencoding = "cp1252"\n'),
        "cases",
        "case_id",
        "status",
    ) == [("1", "razón"), ("2", "mañana")]


def test_a_header_in_doubt_is_refused_with_its_readings(company: Company) -> None:
    """A header that cannot be read stops: what its letters could be is said."""
    found = company(
        {"cases": (HEAD.replace("status", "situaçãõ") + ROWS).replace("ö", "o").replace("ß", "s").encode("cp1252")}
    )
    assert "cp1252: ç ã õ" in fault(found, "is not in utf-8").what


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_by_its_mark(company: Company, encoding: str) -> None:
    """Excel's "Unicode text": UTF-16 either way round, with tabs."""
    found = company({"cases": ("\ufeff" + HEAD + ROWS).replace(",", "\t").encode(encoding)})
    assert values(found, "cases", "case_id", "status") == EXPECTED
    assert_rows_add_up(found)


def test_a_zero_byte_stays_where_it_is(company: Company) -> None:
    """A NUL in a field costs neither the row nor those behind it."""
    found = company({"cases": HEAD + "1,A1,2025-01-01,o\0pen\n2,A2,2025-01-02,open\n"})
    assert values(found, "cases", "status") == [("o\0pen",), ("open",)]


def test_several_files_with_a_title_each_are_one_table(company: Company) -> None:
    """Monthly reports of the same form: each has its own title, and the titles may differ."""
    found = company(
        {"m1.csv": f"January\n\n{HEAD}1,A1,2025-01-01,open\n", "m2.csv": f"February\n\n{HEAD}2,A2,2025-02-01,open\n"},
        '[sources.accounts]\n[sources.cases]\npath = "m*.csv"\n',
    )
    assert values(found, "cases", "case_id") == [("1",), ("2",)]
    assert fault(found, "above the header").examples == ("January", "February")
    assert counts(found) == (4, 2, 2)
