"""Cells in error and formulas without a result: said with their addresses, never taken for values."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from tests.unit.data.conftest import Company, assert_rows_add_up, fault, values
from tests.unit.data.workbooks.conftest import HEADER, changed, read, workbook

from valuestory.errors import DataError

ERRORS = ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]


def formulas(results: list[tuple[str, object]], *, saved_by_excel: bool = True) -> bytes:
    """Return a workbook of cases whose score (column E) is a formula with a result, in the rows 2, 3 ..."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("Tickets")
        sheet.write_row(0, 0, [*HEADER, "csat_score"])
        for number, (formula, result) in enumerate(results, 1):
            sheet.write_row(number, 0, [f"C{number}", "A1", "2025-01-01", "open"])
            sheet.write_formula(number, 4, formula, None, result)
    mend = {"workbook.xml": lambda text: text.replace(' fullCalcOnLoad="1"', "")}
    return changed(made.getvalue(), mend) if saved_by_excel else made.getvalue()


def test_every_error_of_excel_has_its_address(tmp_path: Path) -> None:
    """Seven errors: counted, the first three shown, and no value is made of any."""
    (tmp_path / "x.xlsx").write_bytes(formulas([(f"={each}", each) for each in ERRORS]))
    staged, rows = read(tmp_path / "x.xlsx")
    (remark,) = staged.remarks
    assert remark.count == 7
    assert remark.examples == ("Tickets!E2 (#N/A)", "Tickets!E3 (#REF!)", "Tickets!E4 (#DIV/0!)")
    assert '"csat_score"' in remark.what
    assert [row[4] for row in rows] == [None] * 7


def test_errors_are_found_whatever_program_wrote_the_file(tmp_path: Path) -> None:
    """Some write names with a prefix, single quotes, and no addresses: `<x:c t='e'>`."""

    def as_others(text: str) -> str:
        for name in ("worksheet", "sheetData", "row", "c", "v", "f"):
            text = text.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
            text = text.replace(f"</{name}>", f"</x:{name}>")
        return text.replace("xmlns=", "xmlns:x=").replace('t="e"', "t='e'")

    (tmp_path / "x.xlsx").write_bytes(changed(formulas([("=NA()", "#N/A")]), {"sheet1.xml": as_others}))
    assert read(tmp_path / "x.xlsx")[0].remarks[0].examples == ("Tickets!E2 (#N/A)",)


def test_a_row_whose_needed_cell_is_in_error_is_set_aside(company: Company) -> None:
    """One error in a date that is needed, one in a score that is not: one row goes, one score, and both are counted."""
    book = formulas([("=NA()", "#N/A"), ("=1+3", 4), ("=2+3", 5)])
    wrong = '<c r="C3" t="e"><v>#REF!</v></c>'
    change = {"sheet1.xml": lambda text: text.replace(text[text.index('<c r="C3"') : text.index('<c r="D3"')], wrong)}
    found = company({"cases.xlsx": changed(book, change)}, '[sources.cases]\npath = "cases.xlsx"\n')
    assert values(found, "cases", "case_id", "csat_score") == [("C1", None), ("C3", 5.0)]
    assert fault(found, 'in error in "csat_score"').examples == ("Tickets!E2 (#N/A)",)
    assert fault(found, 'in error in "opened_at"').examples == ("Tickets!C3 (#REF!)",)
    assert [(each.read, each.used, each.set_aside) for each in found.rows if each.table == "cases"] == [(3, 2, 1)]
    assert_rows_add_up(found)


@pytest.mark.parametrize("cached", ["<v></v>", "<v/>", ""])
def test_formulas_never_calculated_are_refused(tmp_path: Path, cached: str) -> None:
    """A program wrote formulas and no results: nothing is made of them, and Excel is what mends it."""
    book = changed(formulas([("=1+1", 2)]), {"sheet1.xml": lambda text: text.replace("<v>2</v>", cached)})
    (tmp_path / "x.xlsx").write_bytes(book)
    with pytest.raises(DataError, match=r"never calculated: 1 \(Tickets!E2\)") as error:
        read(tmp_path / "x.xlsx")
    assert "open it in Excel, save it" in error.value.do
    assert 'skip = ["csat_score"]' in error.value.do


def test_a_zero_of_a_formula_counts_only_once_excel_has_calculated_it(tmp_path: Path) -> None:
    """XlsxWriter writes 0 for every formula and lets Excel calculate on opening: the same 0 is a result once saved."""
    (tmp_path / "x.xlsx").write_bytes(formulas([("=1+1", 0)], saved_by_excel=False))
    with pytest.raises(DataError, match="never calculated"):
        read(tmp_path / "x.xlsx")
    blank = {
        "sheet1.xml": lambda text: text.replace('<c r="E3"><f>A1</f><v>7</v>', '<c r="E3" t="str"><f>A1</f><v></v>')
    }
    (tmp_path / "x.xlsx").write_bytes(changed(formulas([("=1-1", 0), ("=A1", 7)]), blank))
    assert [row[4] for row in read(tmp_path / "x.xlsx")[1]] == ["0", None]


def test_formulas_in_a_column_that_is_not_read_do_not_stop(company: Company) -> None:
    """What is skipped may hold anything."""
    settings = '[sources.cases]\npath = "cases.xlsx"\nskip = ["csat_score"]\n'
    found = company({"cases.xlsx": formulas([("=1+1", 0)], saved_by_excel=False)}, settings)
    assert values(found, "cases", "case_id") == [("C1",)]
    assert found.faults == ()


def test_links_to_other_workbooks_are_not_followed(tmp_path: Path) -> None:
    """A formula that reads another file has the result that was saved with it."""
    (tmp_path / "x.xlsx").write_bytes(formulas([("='[other.xlsx]Sheet1'!A1", 3)]))
    assert read(tmp_path / "x.xlsx")[1][0][4] == "3"


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    """A subject that begins with an equals sign is run nowhere."""
    rows = [["case_id", "status"], ["C1", '=HYPERLINK("x")'], ["C2", "=1+1"]]
    (tmp_path / "x.xlsx").write_bytes(workbook({"Tickets": rows}))
    assert [row[1] for row in read(tmp_path / "x.xlsx")[1]] == ['=HYPERLINK("x")', "=1+1"]
