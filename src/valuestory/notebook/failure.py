"""Why an executed notebook failed: the first cell with an error, and what that error says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from valuestory.errors import CellError
from valuestory.notebook.source import Notebook, label_of

_CELL_FILE: Final = re.compile(r"\(\d+\.py, ")
"""What IPython calls a cell in the message of a syntax error: nobody's file."""

_MAY_FAIL: Final = "raises-exception"
"""The tag by which Jupyter lets a cell fail."""


def failure(notebook: Notebook, *, name: str, kept: str = "") -> CellError | None:
    """Return the error of the first cell that failed or stopped the notebook, or None.

    Parameters
    ----------
    notebook
        An executed notebook.
    name
        Its name, for the message.
    kept
        Where the failed notebook is kept, for the message.
    """
    for number, cell in enumerate(notebook["cells"]):
        if _MAY_FAIL in cell.get("metadata", {}).get("tags", ()):
            continue
        for output in cell.get("outputs", ()):
            if output.get("output_type") == "error":
                return _cell_error(notebook, number, output, name, kept)
    return None


def _cell_error(notebook: Notebook, number: int, output: Mapping[str, Any], name: str, kept: str) -> CellError:
    count = notebook["cells"][number].get("execution_count")
    cell = f"cell [{count}]" if count else f"cell {number + 1}"
    what, where, do = _parts(str(output.get("evalue", "")))
    place = f'{name}, {cell} ("{label_of(notebook, number)}")' + (f"; {where}" if where else "")
    look = f"open {kept}: {cell} shows the whole error" if kept else "open the notebook and mend the cell"
    said = ": ".join(filter(None, (f"{cell} failed", str(output.get("ename", "")), what)))
    return CellError(said, where=place, do=f"{do}; {look}" if do else look)


def _parts(text: str) -> tuple[str, str, str]:
    """Return what, where and do of an error's text: ours has all three, another's last line says what."""
    lines = [line for line in text.strip().splitlines() if line.strip()] or [""]
    found = {
        mark: line.partition(":")[2].strip()
        for line in lines
        for mark in ("where", "do")
        if line.startswith(f"  {mark}:")
    }
    if not found:
        return _CELL_FILE.sub("(", lines[-1].strip()), "", ""
    what = [line for line in lines if not line.startswith(("  where:", "  do:"))]
    return "\n".join(what), found.get("where", ""), found.get("do", "")
