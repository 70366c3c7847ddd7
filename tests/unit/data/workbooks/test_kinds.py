"""Workbooks that XlsxWriter does not write: .xls from Excel itself, .ods and .xlsb by their own formats."""

from __future__ import annotations

import contextlib
import csv
import io
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import statsmodels
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.unit.data.workbooks.conftest import read

from valuestory.errors import DataError

# ── .xls ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
MACRODATA = Path(statsmodels.__file__).parent / "datasets" / "macrodata"
"""Economic series that statsmodels ships: the workbook that they were exported as, and the CSV file made from it."""
SERIES = {"GDPC96": "realgdp", "PCECC96": "realcons", "GPDIC96": "realinv", "FGCEC96": "realgovt", "DPIC96": "realdpi"}


@pytest.fixture
def xls() -> Path:
    """An old workbook that Excel saved."""
    return MACRODATA / "src" / "macrodata.xls" / "macrodata.xls"


def test_an_old_workbook_holds_what_was_published_from_it(xls: Path) -> None:
    """203 quarters of five series, from 1959 to the third quarter of 2009: each figure as in the CSV file."""
    staged, rows = read(xls.with_name("macrodata.xls#Quarterly"))
    found = [dict(zip(staged.columns, row, strict=True)) for row in rows]
    with (MACRODATA / "macrodata.csv").open(newline="") as file:
        published = list(csv.DictReader(file))
    since_1959 = [row for row in found if row["DATE"] >= "1959"]
    assert [row["DATE"] for row in since_1959] == [
        f"{each['year']}-{int(each['quarter']) * 3 - 2:02}-01" for each in published
    ]
    for ours, theirs in SERIES.items():
        assert [float(row[ours]) for row in since_1959] == [float(each[theirs]) for each in published]


def test_errors_in_an_old_workbook_have_their_addresses(xls: Path, tmp_path: Path) -> None:
    """A number of the workbook becomes an error, byte by byte as [MS-XLS] 2.4.24 has it: #N/A in the same cell."""
    data = xls.read_bytes()
    # A NUMBER record (0x203) of 14 bytes makes room for a BOOLERR (0x205) of 8 and a record of 2 that nobody knows.
    at = data.index(struct.pack("<HH", 0x203, 14))
    row, column, form = struct.unpack_from("<HHH", data, at + 4)
    error = struct.pack("<HHHHHBB", 0x205, 8, row, column, form, 0x2A, 1) + struct.pack("<HHH", 0x0FFF, 2, 0)
    (tmp_path / "x.xls").write_bytes(data[:at] + error + data[at + 18 :])
    sheets = [read(tmp_path / f"x.xls#{name}")[0].remarks for name in ("Monthly", "Quarterly")]
    (remark,) = [each for remarks in sheets for each in remarks]
    assert remark.count == 1
    letter = "ABCDEFGH"[column]
    assert remark.examples[0].endswith(f"!{letter}{row + 1} (#N/A)")


# ── .ods ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
NAMESPACES = " ".join(
    f'xmlns:{short}="urn:{name}"'
    for short, name in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)


def ods(sheets: dict[str, str]) -> bytes:
    """Return an OpenDocument workbook of sheets, each given as the XML of its rows."""
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"<office:document-content {NAMESPACES}>{body}</office:document-content>")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return made.getvalue()


def ods_row(*cells: str, repeated: int = 1) -> str:
    """Return a row of cells that are XML already, or texts."""
    xml = "".join(
        each
        if each.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{escape(each)}</text:p></table:table-cell>'
        for each in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{xml}</table:table-row>'


def ods_cell(kind: str, name: str, value: str, shown: str, more: str = "") -> str:
    """Return a typed cell."""
    typed = f'office:value-type="{kind}" office:{name}="{value}"'
    return f"<table:table-cell {typed} {more}><text:p>{shown}</text:p></table:table-cell>"


def test_an_open_document_gives_what_a_csv_file_would(tmp_path: Path) -> None:
    """Dates, durations, shares, money, a yes, rows that are written once and stand for two; the blank rest is none."""
    rows = "".join(
        [
            ods_row("id", "value"),
            ods_row("day", ods_cell("date", "date-value", "2025-03-04", "04.03.25")),
            ods_row("instant", ods_cell("date", "date-value", "2025-03-04T17:05:09", "04.03.25 17:05")),
            ods_row("duration", ods_cell("time", "time-value", "PT30H15M00S", "30:15")),
            ods_row("share", ods_cell("percentage", "value", "0.85", "85 %")),
            ods_row("money", ods_cell("currency", "value", "12.5", "12,50 EUR", 'office:currency="EUR"')),
            ods_row("yes", ods_cell("boolean", "boolean-value", "true", "WAHR")),
            ods_row("number", ods_cell("float", "value", "12345", "12.345")),
            ods_row("text", "=1+1"),
            ods_row("twice", "x", repeated=2),
            ods_row('<table:table-cell table:number-columns-repeated="16384"/>', repeated=1_048_000),
        ]
    )
    (tmp_path / "x.ods").write_bytes(ods({"Tickets": rows}))
    assert read(tmp_path / "x.ods")[1] == [
        ("day", "2025-03-04"),
        ("instant", "2025-03-04 17:05:09"),
        ("duration", "30:15:00"),
        ("share", "0.85"),
        ("money", "12.5"),
        ("yes", "TRUE"),
        ("number", "12345"),
        ("text", "=1+1"),
        ("twice", "x"),
        ("twice", "x"),
    ]


def test_errors_and_formulas_of_an_open_document_are_told(tmp_path: Path) -> None:
    """LibreOffice keeps the words of an error beside an empty value; a formula without a value was never calculated."""
    error = ods_cell("string", "string-value", "", "#N/A", 'table:formula="of:=NA()" calcext:value-type="error"')
    sheets = {"Other": ods_row("x", error), "Tickets": ods_row("id", "value") + ods_row("a", error) + ods_row("b", "1")}
    (tmp_path / "x.ods").write_bytes(ods(sheets))
    (remark,) = read(tmp_path / "x.ods#Tickets")[0].remarks
    assert (remark.count, remark.examples) == (1, ("Tickets!B2 (#N/A)",))
    formula = '<table:table-cell table:formula="of:=1+1"/>'
    (tmp_path / "x.ods").write_bytes(ods({"Tickets": ods_row("id", "value") + ods_row("a", formula)}))
    with pytest.raises(DataError, match=r"never calculated: 1 \(Tickets!B2\)"):
        read(tmp_path / "x.ods")


# ── .xlsb ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def record(kind: int, body: bytes = b"") -> bytes:
    """Return a record of [MS-XLSB] 2.1.4: its type and its length in groups of seven bits."""
    numbers = [kind & 0x7F | (0x80 if kind > 0x7F else 0)] + ([kind >> 7] if kind > 0x7F else [])
    return bytes([*numbers, len(body)]) + body


def wide(text: str) -> bytes:
    """Return a text with its length."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(kind: int, column: int, body: bytes) -> bytes:
    """Return a cell without a style."""
    return record(kind, struct.pack("<II", column, 0) + body)


def xlsb(rows: list[list[bytes]]) -> bytes:
    """Return a binary workbook of one sheet, Tickets, its cells as records."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    link = f'<Relationship Id="{{}}" Type="{relations}/{{}}" Target="{{}}"/>'
    book = record(131) + record(153, bytes(12)) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Tickets")) + record(144) + record(132)
    heads = (record(0, struct.pack("<IIHBBB", number, 0, 300, 0, 0, 0) + bytes(4)) for number in range(len(rows)))
    cells = b"".join(head + b"".join(row) for head, row in zip(heads, rows, strict=True))
    extent = record(148, struct.pack("<4I", 0, len(rows) - 1, 0, 1))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("_rels/.rels", links.format(link.format("rId1", "officeDocument", "xl/workbook.bin")))
        archive.writestr("xl/workbook.bin", book)
        target = link.format("rId1", "worksheet", "worksheets/sheet1.bin")
        archive.writestr("xl/_rels/workbook.bin.rels", links.format(target))
        sheet = record(129) + extent + record(145) + cells + record(146) + record(130)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
    return made.getvalue()


def test_a_binary_workbook_is_read_with_its_errors(tmp_path: Path) -> None:
    """Texts (record 6), numbers (5), yes and no (4), and an error (3) whose address is said."""
    header = [cell(6, 0, wide("id")), cell(6, 1, wide("value"))]
    values = [
        cell(5, 1, struct.pack("<d", 12345.5)),
        cell(4, 1, b"\x01"),
        cell(3, 1, b"\x2a"),
    ]
    rows = [header, *([cell(6, 0, wide(f"r{number}")), value] for number, value in enumerate(values))]
    (tmp_path / "x.xlsb").write_bytes(xlsb(rows))
    staged, found = read(tmp_path / "x.xlsb")
    assert found == [("r0", "12345.5"), ("r1", "TRUE"), ("r2", None)]
    (remark,) = staged.remarks
    assert remark.examples == ("Tickets!B4 (#N/A)",)


# ── damage ────────────────────────────────────────────────────────────────────────────────────────────────────────────
DAMAGED = {
    "x.xls#Quarterly": (MACRODATA / "src" / "macrodata.xls" / "macrodata.xls").read_bytes(),
    "x.ods": ods({"Tickets": ods_row("id", "value") + ods_row("a", "1")}),
    "x.xlsb": xlsb([[cell(6, 0, wide("id"))], [cell(5, 0, struct.pack("<d", 2.0))]]),
}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(DAMAGED)),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), max_size=5),
    cut=st.floats(0, 1),
)
def test_damage_never_gives_a_traceback(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, flips: list[tuple[float, int]], cut: float
) -> None:
    """Bytes flipped and files cut off anywhere: read or refused by an error of ours, and nothing printed beside it."""
    data = bytearray(DAMAGED[name])
    for place, bits in flips:
        data[int(len(data) * place)] ^= bits
    (tmp_path / name.partition("#")[0]).write_bytes(data[: int(len(data) * cut)] if cut < 0.5 else data)
    with contextlib.suppress(DataError):
        read(tmp_path / name)
    assert capfd.readouterr().err == ""
