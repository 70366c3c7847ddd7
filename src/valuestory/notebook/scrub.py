"""A notebook that may leave: no paths of this machine, no passwords, no names of its user; timings are kept.

Paths under the project's root become relative, those under the home folder begin with ``~``, and places of the Python
installation or of temporary files lose their front. The notebook's own code is kept as it was written, but for such
paths.
"""

from __future__ import annotations

import re
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from valuestory.notebook.source import Notebook
from valuestory.project import shipped

_CELL_FILE: Final = re.compile(r"<temporary>[/\\]+ipykernel_\d+[/\\]+\d+\.py")
_LOGIN: Final = re.compile(r"(?<=://)[^/?#\s\"'\\]+@")
_URL: Final = re.compile(r"://[^\s\"'\\<>]+")
_SECRET: Final = re.compile(
    r"([?&;][\w.-]*(?:passw|pwd|secret|token|signature|credential|(?:api|access|private)_?key|sig(?==))[\w.-]*=)"
    r"(?!\$\{)[^&;#]+",
    re.IGNORECASE,
)
ELSEWHERE: Final = "<elsewhere>"
"""Stands for a folder outside of the project that a parameter names."""
_PACKAGES: Final = Path(__file__).parents[2]
_PAPERMILL_PATHS: Final = ("input_path", "output_path", "environment_variables")


def scrub(notebook: Notebook, *, root: Path, given: Mapping[str, Any] | None = None) -> Notebook:
    """Return a copy of an executed notebook without what belongs to this machine.

    Parameters
    ----------
    notebook
        The notebook's JSON.
    root
        The project's root: what lies under it becomes a path from there.
    given
        The parameters of the run: of a whole path among them, such as the data's, only the last name is told.
    """
    clean: Notebook = scrub_values(notebook, root=root, given=given)
    for key in _PAPERMILL_PATHS:
        clean.get("metadata", {}).get("papermill", {}).pop(key, None)
    for cell in clean["cells"]:
        if "injected-parameters" in cell.get("metadata", {}).get("tags", ()):
            cell["id"] = "injected-parameters"  # papermill draws one by lot
    return clean


def scrub_values(data: Any, *, root: Path, given: Mapping[str, Any] | None = None) -> Any:
    """Return a copy of any JSON data with every text in it scrubbed; parameters as for `scrub`."""
    clean = _cleaner(_places(root) | _elsewhere(given or {}, root))

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, dict):
            return {key: walk(each) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [walk(each) for each in value]
        return value

    return walk(data)


def _cleaner(places: Mapping[str, str]) -> Callable[[str], str]:
    pairs = sorted(places.items(), key=lambda pair: -len(pair[0]))
    table = [(_hint(place), re.compile(_pattern(place)), shown) for place, shown in pairs]

    def clean(text: str) -> str:
        if "://" in text:
            text = _URL.sub(lambda url: _SECRET.sub(r"\1***", url[0]), _LOGIN.sub("***@", text))
        for hint, pattern, shown in table:
            if hint not in text:  # a search for plain text is quick, also in a megabyte of picture
                continue
            text = pattern.sub(lambda match, shown=shown: _shown(shown, bool(match[1])), text)  # type: ignore[misc]
        return _CELL_FILE.sub("<cell>", text)

    return clean


def _shown(shown: str, followed: bool) -> str:
    if not shown:
        return "" if followed else "."
    return f"{shown}/" if followed else shown


def _places(root: Path) -> dict[str, str]:
    """Return the folders of this machine and what stands for each; the root's paths become relative."""
    places = {
        tempfile.gettempdir(): "<temporary>",
        str(Path(tempfile.gettempdir()).resolve()): "<temporary>",
        sysconfig.get_path("stdlib"): "<python>",
        sys.base_prefix: "<python>",
        sys.prefix: "<python>",
        sysconfig.get_path("purelib"): "<packages>",
        str(_PACKAGES): "<packages>",
        str(shipped("data").parent): "<shipped>",
        str(Path.home()): "~",
        str(root): "",
        str(root.resolve()): "",
    }
    return {place: shown for place, shown in places.items() if len(Path(place).parts) > 1}


def _elsewhere(given: Mapping[str, Any], root: Path) -> dict[str, str]:
    """Return the folders of what parameters name outside of the project by whole paths."""
    paths = [Path(value) for value in given.values() if isinstance(value, str) and "://" not in value]
    outside = [path for path in paths if path.is_absolute() and not path.is_relative_to(root)]
    return {str(path.parent): ELSEWHERE for path in outside if len(path.parent.parts) > 1}


def _hint(place: str) -> str:
    """Return text without which a folder cannot be in a text."""
    return place if "/" in place else re.split(r"\\+", place)[-1]


def _pattern(place: str) -> str:
    """Return a pattern for a folder, however its separators are written, and for the separator behind it."""
    body = r"[\\/]+".join(re.escape(part) for part in re.split(r"[\\/]+", place))
    begins = r"(?:(?<![\w.~-])|(?<=[\d;]m))"  # a traceback puts a colour code, such as ESC[32m, right before a path
    return rf"{begins}{body}(?![\w-]|\.\w)([\\/]+)?"
