"""The shipped stories as a project's own: the same cells, with the project's defaults for their parameters."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Iterator, Mapping
from typing import Final

from valuestory.notebook.source import PARAMETERS, Notebook, read_notebook, source_of
from valuestory.project import shipped

_DEFAULTS: Final[Mapping[str, tuple[str, str]]] = {
    "data": (".", "this project, by its valuestory.toml"),
    "period": ("", "2026Q2, 2026 or 2026-05; empty: the last whole quarter"),
    "template": ("", "a template's name or file; empty: the one of valuestory.toml"),
}
"""A parameter's default in a project, and its help."""


def project_notebooks() -> Iterator[tuple[str, str]]:
    """Yield the file name and the text of every story that ships, with a project's defaults in its parameters cell."""
    for path in sorted(shipped("notebooks").glob("*.ipynb")):
        yield path.name, json.dumps(with_defaults(read_notebook(path)), indent=1, ensure_ascii=False) + "\n"


def with_defaults(notebook: Notebook) -> Notebook:
    """Return a notebook whose parameters cell has a project's defaults; all else is as it was."""
    found = copy.deepcopy(notebook)
    for cell in found["cells"]:
        if PARAMETERS in cell.get("metadata", {}).get("tags", ()):
            cell["source"] = _rewritten(source_of(cell)).splitlines(keepends=True)
    return found


def _rewritten(source: str) -> str:
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            name = ast.unparse(statement.target)
            at, line = statement.lineno - 1, lines[statement.lineno - 1]
            if name in _DEFAULTS:
                value, help_text = _DEFAULTS[name]
                comment_at = line.find("#", statement.value.end_col_offset)
                written = f"{line[: statement.value.col_offset]}{json.dumps(value)}"
                lines[at] = f"{written.ljust(max(comment_at - 2, 0))}  # {help_text}"
    return "\n".join(lines)
