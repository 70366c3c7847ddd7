"""How a CSV file is laid out: its delimiter, the lines above its header, the header itself."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from valuestory.data.files.headers import LOOKED_AT, header_row, numbered

_DELIMITERS: Final = (",", ";", "\t", "|")
_SEP: Final = re.compile(r'\s*"?sep=(.)"?\r?(\n|$)', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """The header's `cells` as they are written, and their names; `skip` rows stand above it, of them the `titles`."""

    cells: tuple[str, ...]
    headers: tuple[str, ...]
    delimiter: str
    skip: int = 0
    titles: tuple[str, ...] = field(default=(), compare=False)


def layout_of(text: str, delimiter: str | None = None) -> Layout:
    """Return the layout of a file from its beginning.

    Parameters
    ----------
    text
        The beginning, decoded, with its own line ends; its last row may be cut off.
    delimiter
        As the settings say it. Without it, it is the one that Excel's first line `sep=` names, else the one that cuts
        the header into the most fields: names of columns hardly ever hold one.
    """
    said = _SEP.match(text)
    if delimiter is None and said:
        delimiter = said[1]
    found = [_layout(text, each, bool(said)) for each in ((delimiter,) if delimiter else _DELIMITERS)]
    return max(found, key=lambda each: len(each.cells))


def _layout(text: str, delimiter: str, is_said: bool) -> Layout:
    rows = list(itertools.islice(_rows(text, delimiter), LOOKED_AT))
    above = next((number for number, row in enumerate(rows, 1) if row), 0) if is_said else 0
    at = above + header_row(rows[above:])
    cells = tuple(_as_wide_as_its_rows(rows[at], rows[at + 1 :]) if rows[at:] else ())
    titles = tuple(delimiter.join(row).strip(delimiter + " ") for row in rows[above:at] if any(row))
    return Layout(cells, numbered(cells), delimiter, at, titles)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:  # a field beyond the reader's limit: no header that anyone wrote
        return


def _as_wide_as_its_rows(header: list[str], rows: list[list[str]]) -> list[str]:
    """Return the header with or without a last blank name, where a delimiter ends every row or the header alone."""
    widths = {len(row) for row in rows[:-1] or rows if row}
    if widths == {len(header) + 1} and not any(row[-1] for row in rows if len(row) == len(header) + 1):
        return [*header, ""]
    return header[:-1] if widths == {len(header) - 1} and not header[-1].strip() else header
