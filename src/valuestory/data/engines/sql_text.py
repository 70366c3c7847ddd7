"""Texts, names and paths as DuckDB's SQL writes them."""

from __future__ import annotations

from pathlib import Path


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def identifier(text: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + text.replace('"', '""') + '"'


def literal(path: Path | str) -> str:
    """Return a path that is not taken for a glob: of two files, `a[1].csv` would else be `a1.csv`."""
    return "".join(f"[{each}]" if each in "*?[" else each for each in str(path))
