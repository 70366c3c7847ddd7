"""Notebook files: found by name or path, read, and what their outputs carry.

Reading is plain JSON, so that asking a notebook for its parameters costs no import of nbformat. Nothing is executed.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from valuestory.errors import NotebookError, did_you_mean

Notebook = dict[str, Any]
"""A notebook's JSON, of format 4, with sources and texts as one string or a list of lines."""


PARAMETERS: Final = "parameters"
"""The tag of the cell that holds a notebook's parameters."""
_LONGEST_LABEL: Final = 60
_SLIDE: Final = re.compile(r"""\.slide\(\s*["']([\w-]+)["']""")


def find_notebook(name: str, *, root: Path | None = None) -> Path:
    """Return the file of a notebook: a path, or a name in the project's `notebooks` folder, or a shipped one.

    Parameters
    ----------
    name
        A path from the working directory or the project's root, or a name, with or without ``.ipynb``.
    root
        The project's root; found from the working directory by default.

    Raises
    ------
    NotebookError
        When there is none: the message names the nearest known notebook.
    """
    from valuestory.project import find_root, shipped

    root = root or find_root()
    file = name if name.endswith(".ipynb") else f"{name}.ipynb"
    folders = [root / "notebooks", shipped("notebooks")]
    for candidate in (Path(file).expanduser(), root / file, *(folder / file for folder in folders)):
        if candidate.is_file():
            return candidate
    known = {each.stem for folder in folders for each in folder.glob("*.ipynb")}
    hint = did_you_mean(Path(name).stem, known)
    raise NotebookError(
        f'there is no notebook "{name}"',
        where="the working directory, the project's notebooks folder and the shipped notebooks",
        do=f"{hint + ', or ' if hint else ''}give the path of an .ipynb file",
    )


def read_notebook(path: Path) -> Notebook:
    """Return a notebook's JSON.

    Raises
    ------
    NotebookError
        When the file is missing, is not JSON or is not a notebook of format 4, or is not written in Python.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotebookError("there is no such notebook", where=str(path), do="check its name and folder") from None
    except OSError as error:
        raise NotebookError(
            f"the notebook cannot be read: {error.strerror}", where=str(path), do="check its rights"
        ) from None
    except ValueError as error:
        raise NotebookError(
            f"this is not a notebook: it is not valid JSON ({error})", where=path.name, do="save it again from Jupyter"
        ) from None
    return check_notebook(notebook, name=path.name)


def check_notebook(notebook: Any, *, name: str = "notebook") -> Notebook:
    """Return the notebook itself where it is one that can be used.

    Raises
    ------
    NotebookError
        When it is no notebook of format 4, or is not written in Python: the message says what to do.
    """
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list) or notebook.get("nbformat") != 4:
        raise NotebookError(
            "this is not a notebook of format 4",
            where=name,
            do="open it in JupyterLab and save it; jupyter nbconvert --to notebook also upgrades it",
        )
    metadata = notebook.get("metadata", {})
    language = (
        metadata.get("kernelspec", {}).get("language") or metadata.get("language_info", {}).get("name") or "python"
    )
    if language.lower() != "python":
        raise NotebookError(f"the notebook is written in {language}", where=name, do="valuestory runs Python notebooks")
    return notebook


def source_of(cell: Mapping[str, Any]) -> str:
    """Return a cell's source as one text."""
    return joined(cell.get("source", ""))


def joined(text: Any) -> str:
    """Return what a notebook holds as one text or as a list of lines, as one text."""
    return text if isinstance(text, str) else "".join(text)


def payloads(notebook: Mapping[str, Any], media_type: str) -> Iterator[tuple[int, Any]]:
    """Yield the number of the cell (from 0) and the data of every output of one media type, in order."""
    for number, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", ()):
            if media_type in output.get("data", {}):
                yield number, output["data"][media_type]


def label_of(notebook: Mapping[str, Any], number: int) -> str:
    """Return what a code cell is about, in a few words: its slide's key, opening comment, or first statement."""
    cell = notebook["cells"][number]
    source = source_of(cell).strip()
    if PARAMETERS in cell.get("metadata", {}).get("tags", ()):
        return PARAMETERS
    if slide := _SLIDE.search(source):
        return slide[1].replace("_", " ")
    if source.startswith("#"):
        return source.partition("\n")[0].strip("# ")[:_LONGEST_LABEL]
    lines = source.splitlines()
    return lines[_first_statement(source)].partition("  #")[0].strip()[:_LONGEST_LABEL] if lines else ""


def _first_statement(source: str) -> int:
    """Return the line (from 0) of the first statement that is no import; 0 where the cell is not plain Python."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # %magic, or a fault that the run will show
        return 0
    return next((each.lineno - 1 for each in statements if not isinstance(each, ast.Import | ast.ImportFrom)), 0)
