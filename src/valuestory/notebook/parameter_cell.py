"""What a notebook can be asked: the annotated assignments of its `parameters` cell, read without running anything.

::

    # parameters
    data: str = "sample"  # the company: a folder, a valuestory.toml, a warehouse URL
    audience: Literal["ceo", "cfo", "coo"] = "ceo"

The comment behind an assignment is its help. Papermill, Jupyter Scheduler and Airflow read the same cell.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Mapping, Sequence
from typing import Any, Final

from valuestory.errors import ParameterError
from valuestory.notebook.parameters import Parameter, Value, is_date, listed
from valuestory.notebook.source import PARAMETERS, source_of

_TYPES: Final[Mapping[str, type]] = {"str": str, "int": int, "float": float, "bool": bool}
_HOW: Final = "write one a line: name: str = value  # help (str, int, float, bool or Literal[...])"


def read_parameters(notebook: Mapping[str, Any], *, name: str = "") -> tuple[Parameter, ...]:
    """Return the parameters of a notebook, in its order; none where no cell is tagged `parameters`.

    Parameters
    ----------
    notebook
        The notebook's JSON.
    name
        The notebook's name, for messages.

    Raises
    ------
    ParameterError
        When the cell holds something else than typed assignments of plain values: mend the lines that the message
        names.
    """
    source = _tagged_source(notebook)
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        raise ParameterError(
            f"the parameters cell is not Python: {error.msg}", where=_line(name, error.lineno), do=_HOW
        ) from None
    comments = _comments(source)
    found, faults = [], []
    for statement in statements:
        try:
            found += _parameter(statement, comments)
        except ValueError as error:
            faults.append(f"line {statement.lineno}: {error}")
    faults += _repeated(found)
    if faults:
        raise ParameterError(listed("the parameters cell cannot be used", faults), where=name, do=_HOW)
    return tuple(found)


def _tagged_source(notebook: Mapping[str, Any]) -> str:
    for cell in notebook.get("cells", ()):
        if cell.get("cell_type") == "code" and PARAMETERS in cell.get("metadata", {}).get("tags", ()):
            return source_of(cell)
    return ""


def _parameter(statement: ast.stmt, comments: Mapping[int, str]) -> list[Parameter]:
    if isinstance(statement, ast.Import | ast.ImportFrom) or _is_text(statement):
        return []  # "from typing import Literal", or a note to the reader
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, annotation, default = statement.targets[0], None, statement.value
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, annotation, default = statement.target, statement.annotation, statement.value
    else:
        raise ValueError("this is not a parameter with a default")
    if not isinstance(target, ast.Name):
        raise ValueError("a parameter has a plain name")
    help_text = comments.get(statement.end_lineno or statement.lineno, "")
    return [_typed(target.id, annotation, _literal(target.id, default), help_text)]


def _typed(name: str, annotation: ast.expr | None, default: Value, help_text: str) -> Parameter:
    choices = _choices(annotation)
    if choices:
        if default not in choices:
            raise ValueError(f"{name}: the default {default!r} is not among its choices")
        return Parameter(name, "choice", default, help_text, choices)
    kind = type(default).__name__ if annotation is None else ast.unparse(annotation)
    if kind not in _TYPES:
        raise ValueError(f'{name}: the type "{kind}" is not one of {", ".join(_TYPES)}, Literal[...]')
    if type(default) is not _TYPES[kind] and not (kind == "float" and type(default) is int):
        raise ValueError(f"{name} is {kind}, but its default is {default!r}")
    if kind == "float":
        default = float(default)
    return Parameter(name, "date" if kind == "str" and is_date(str(default)) else kind, default, help_text)


def _choices(annotation: ast.expr | None) -> tuple[Value, ...]:
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value).rpartition(".")[2] == "Literal":
        inside = annotation.slice
        return tuple(_literal("Literal", each) for each in (inside.elts if isinstance(inside, ast.Tuple) else [inside]))
    return ()


def _literal(name: str, node: ast.expr) -> Value:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        value = None
    if not isinstance(value, str | int | float | bool):
        raise ValueError(f"{name}: {ast.unparse(node)} is not a plain text, number, True or False")
    return value


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {each.start[0]: each.string.lstrip("# ").strip() for each in tokens if each.type == tokenize.COMMENT}


def _repeated(found: Sequence[Parameter]) -> list[str]:
    names = [each.name for each in found]
    return [f"{name} is there twice" for name in sorted({each for each in names if names.count(each) > 1})]


def _line(name: str, number: int | None) -> str:
    return f"{name}, parameters cell, line {number or 1}".removeprefix(", ")
