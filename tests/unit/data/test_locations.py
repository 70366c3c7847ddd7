"""Which files make a table: by its name, as a folder of parts, by a glob; packed or not, in any case of letters."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from tests.unit.data.conftest import ACCOUNTS, CASES, Company, assert_rows_add_up, fault, values

from valuestory.data import examine_tables, open_tables
from valuestory.data.files.locations import files_of

USAGE = "account_id,at,events_count\nA1,2025-01-01,3\nA2,2025-01-01,4\n"


def zipped(data: bytes, *others: str) -> bytes:
    """Return a zip archive as a Mac makes it: the file, and what the Mac keeps of it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/usage.csv", data)
        for name in ("__MACOSX/export/._usage.csv", *others):
            archive.writestr(name, b"\0")
    return stream.getvalue()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "usage.csv.gz": gzip.compress,
    "usage.tsv.gz": lambda data: gzip.compress(data.replace(b",", b"\t")),
    "USAGE.CSV.GZ": gzip.compress,
    "usage.txt.bz2": bz2.compress,
    "usage.csv.xz": lzma.compress,
    "usage.csv.zst": lambda data: bytes(pa.compress(data, "zstd", asbytes=True)),
    "usage.csv.zip": zipped,
    "Usage.CSV": bytes,
}


@pytest.mark.parametrize("name", PACKERS)
def test_a_packed_file_is_found_by_its_name_and_read(company: Company, name: str) -> None:
    """What exports are packed by makes no difference, and neither does the case of the letters of their names."""
    found = company({name: PACKERS[name](USAGE.encode())})
    assert values(found, "usage", "account_id", "events_count") == [("A1", 3), ("A2", 4)]


@pytest.mark.parametrize("name", [each for each in PACKERS if each != "Usage.CSV"])
def test_a_packed_file_that_was_cut_off_is_named(company: Company, name: str) -> None:
    """Half an archive is no table: nothing of it is used, and the message has its name."""
    text = USAGE + "".join(f"A{number},2025-01-{number % 28 + 1:02},{number}\n" for number in range(9, 3_000))
    whole = PACKERS[name](text.encode())
    stop = fault(company({name: whole[: len(whole) // 2]}), f"{name} is a")
    assert (stop.table, stop.action) == ("usage", "stops")


def test_an_archive_of_several_files_is_not_guessed_at(company: Company) -> None:
    """Which of two files is meant cannot be known: unpack it."""
    found = company({"usage.csv.zip": zipped(USAGE.encode(), "export/other.csv")})
    assert "unpack it" in fault(found, "usage.csv.zip").do


def test_one_packed_file_of_cases_is_a_company(tmp_path: Path) -> None:
    """The company's name is the file's, without what it is packed by."""
    (tmp_path / "tickets.csv.gz").write_bytes(gzip.compress(CASES.lstrip().encode()))
    found = open_tables(str(tmp_path / "tickets.csv.gz"))
    assert found.project.company.name == "tickets"
    assert found.tables["cases"].count().execute() == 3


@pytest.mark.parametrize("other", ["cases.parquet", "CASES.csv.gz", "cases/part-0.csv"])
def test_two_places_of_one_table_stop(tmp_path: Path, other: str) -> None:
    """Both are named, and what to write so that one is taken."""
    (tmp_path / other).parent.mkdir(exist_ok=True)
    for name, text in {"accounts.csv": ACCOUNTS, "cases.csv": CASES, other: CASES}.items():
        (tmp_path / name).write_text(text.lstrip())
    stop = fault(examine_tables(str(tmp_path)), "two files could be it")
    assert {"cases.csv", other.partition("/")[0]} <= set(stop.what.replace(",", "").split())
    assert '[sources.cases] path = "' in stop.do


@pytest.mark.parametrize("place", ["cases", "cases.csv"])
def test_a_folder_under_the_name_of_a_table_is_its_parts(tmp_path: Path, place: str) -> None:
    """As Spark writes them: hidden files and marks of success are no data."""
    folder = tmp_path / place
    (folder / "_temporary").mkdir(parents=True)
    (tmp_path / "accounts.csv").write_text(ACCOUNTS.lstrip())
    for name in ("_SUCCESS", ".part-1.csv.crc", "_temporary/part-9.csv", "notes.md"):
        (folder / name).write_text("no,data\n")
    head, *rows = CASES.lstrip().splitlines()
    for number, row in enumerate(rows):
        (folder / f"part-{number}.csv").write_text(f"{head}\n{row}\n")
    found = examine_tables(str(tmp_path))
    assert [key for (key,) in values(found, "cases", "case_id")] == ["001", "002", "003"]
    assert_rows_add_up(found)


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("e/*.csv", ["e/2025.csv", "e/2026 [a].csv"]),
        ("e/2026 [a].csv", ["e/2026 [a].csv"]),
        ("e", ["e/2025.csv", "e/2026 [a].csv", "e/month=01/part-0.parquet"]),
        ("e/**/*.parquet", ["e/month=01/part-0.parquet"]),
        ("e/month=*", ["e/month=01/part-0.parquet"]),
        ("f", ["f/export.dat"]),
        ("g*", []),
    ],
)
def test_a_path_is_a_file_a_folder_or_a_glob(tmp_path: Path, pattern: str, names: list[str]) -> None:
    """Files come in the order of their paths, and none twice; a file with brackets in its name is that file."""
    for name in ("e/2025.csv", "e/2026 [a].csv", "e/_x.csv", "e/month=01/part-0.parquet", "e/month=01/x.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "f").mkdir()
    (tmp_path / "f/export.dat").touch()
    for given in (pattern, str(tmp_path / pattern)):
        assert [str(each.relative_to(tmp_path)) for each in files_of(given, tmp_path)] == names
