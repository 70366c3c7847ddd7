"""What tests of vendors share: a folder of a vendor's files, read as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from valuestory.data import CompanyTables, examine_tables

Folder = Callable[..., CompanyTables]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a function that writes files (and settings) to a folder and reads it, faults that stop included."""

    def write(files: Mapping[str, str], settings: str = "") -> CompanyTables:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        if settings:
            (tmp_path / "valuestory.toml").write_text('[company]\nname = "Testers"\n' + settings, encoding="utf-8")
        return examine_tables(str(tmp_path))

    return write


def rows_of(company: CompanyTables, table: str, *columns: str) -> list[tuple[str, ...]]:
    """Return columns of a table as rows of text, in order: an instant as it is written, nothing as an empty text."""
    rows = company.tables[table].select(*columns).to_pyarrow().to_pylist()
    return sorted(tuple("" if each is None else str(each) for each in row.values()) for row in rows)
