"""Why an executed notebook failed: the first cell with an error, what that error says, and whether it may pass."""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from typing import Any, Final

from valuestory import errors
from valuestory.errors import CellError, ValueStoryError
from valuestory.notebook.source import Notebook, label_of

_CELL_FILE: Final = re.compile(r"\(\d+\.py, ")
"""What IPython calls a cell in the message of a syntax error: nobody's file."""

_MISTAKES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NameError,
    NotImplementedError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What Python raises for code that does not fit what it is given: that comes up every time."""

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


def may_pass(kind: str) -> bool:
    """Tell whether an error may not come up another time, by its kind's name, which is all that a notebook keeps.

    An error of ours says so itself. A kind that nobody here knows is a library's, such as a warehouse's driver's.
    """
    known = getattr(errors, kind, None) or getattr(builtins, kind, None)
    if not isinstance(known, type):
        return True
    return known.may_pass if issubclass(known, ValueStoryError) else not issubclass(known, _MISTAKES)


def _cell_error(notebook: Notebook, number: int, output: Mapping[str, Any], name: str, kept: str) -> CellError:
    count = notebook["cells"][number].get("execution_count")
    cell = f"cell [{count}]" if count else f"cell {number + 1}"
    what, where, do = _parts(str(output.get("evalue", "")))
    place = f'{name}, {cell} ("{label_of(notebook, number)}")' + (f"; {where}" if where else "")
    look = f"open {kept}: {cell} shows the whole error" if kept else "open the notebook and mend the cell"
    kind = str(output.get("ename", ""))
    said = ": ".join(filter(None, (f"{cell} failed", kind, what)))
    error = CellError(said, where=place, do=f"{do}; {look}" if do else look)
    error.may_pass = may_pass(kind)
    return error


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
