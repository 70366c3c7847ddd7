"""The long results table of a notebook, saved for Finance and for next quarter: `results.xlsx` and `results.parquet`.

The notebook carries the table as an output, since the kernel that computed it is gone. No figure is computed here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from valuestory.errors import NotebookError
from valuestory.notebook.source import payloads
from valuestory.notebook.workbook import write_workbook
from valuestory.slides.facts import Fact
from valuestory.slides.slide import RESULTS_MEDIA_TYPE

if TYPE_CHECKING:
    import pandas as pd

VERSION: Final = 1
_DATES: Final = ("period_start", "period_end")


def results_of(notebook: Mapping[str, Any]) -> pd.DataFrame | None:
    """Return the last results table that an executed notebook carries, or None where it has none.

    A row is an array, or the text of one; where `periods` has each period's end by its start, rows do not, and where
    `words` has the texts of a column, rows have their places.

    Returns
    -------
    pandas.DataFrame
        One row a metric, period and slice, in the columns that the notebook wrote; `period_start` (inclusive) and
        `period_end` (exclusive) as dates.

    Raises
    ------
    NotebookError
        When a newer valuestory wrote it (upgrade), or it is damaged (run the notebook again).
    """
    import pandas as pd

    found = list(payloads(notebook, RESULTS_MEDIA_TYPE))
    if not found:
        return None
    table = found[-1][1]
    try:
        version = int(table["version"])
        rows = [json.loads(row) if isinstance(row, str) else row for row in table["rows"]]
        places = [table.get("words", {}).get(name) for name in table["columns"]]
        rows = [[_word(each, words) for each, words in zip(row, places, strict=True)] for row in rows]
        frame = pd.DataFrame(rows, columns=table["columns"])
        if ends := dict(table.get("periods", {})):
            place = list(frame.columns).index("period_start")
            frame.insert(place + 1, "period_end", [ends[each] for each in frame["period_start"]])
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise NotebookError(f"the results table is damaged: {error}", do="run the notebook again") from None
    if version > VERSION:
        raise NotebookError(
            "a newer valuestory wrote this results table", do="upgrade valuestory, or run the notebook again"
        )
    for name in _DATES:
        if name in frame:
            frame[name] = pd.to_datetime(frame[name])
    return frame


def _word(cell: Any, words: Sequence[str] | None) -> Any:
    """Return a cell, or the text that stands at its place, from 0, in the words of its column."""
    if words is None or cell is None:
        return cell
    if cell < 0:
        raise IndexError(f"there is no text {cell}")
    return words[cell]


def write_results(results: pd.DataFrame, facts: Sequence[Fact], folder: Path) -> None:
    """Write `results.xlsx` and `results.parquet` into a folder.

    Parameters
    ----------
    results
        The long results table.
    facts
        The story's facts: they say each metric's unit, definition and source, for number formats and the second sheet.
    folder
        An existing folder.
    """
    _plain(results).to_parquet(folder / "results.parquet", index=False)
    write_workbook(_plain(results), facts, folder / "results.xlsx")


def _plain(results: pd.DataFrame) -> pd.DataFrame:
    """Return the table with nested cells as JSON text: a workbook and a Parquet column hold plain values."""
    nested = [name for name in results if results[name].map(lambda each: isinstance(each, dict | list)).any()]
    as_text: dict[str, Any] = {
        str(name): results[name].map(lambda each: json.dumps(each, sort_keys=True)) for name in nested
    }
    return results.assign(**as_text)
