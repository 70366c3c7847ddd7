"""A notebook's parameters: what each takes, and whether the values given fit; told by name, type, choices and help.

Papermill itself enforces none of this: an unknown parameter is a warning in its log, and "12" for a number stays text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from valuestory.errors import ParameterError, did_you_mean

Value = str | int | float | bool
"""What a parameter can hold; dates are ISO text."""

_WORDS: Final[Mapping[str, Value]] = {
    "true": True,
    "True": True,
    "yes": True,
    "false": False,
    "False": False,
    "no": False,
}


@dataclass(frozen=True)
class Parameter:
    """One parameter of a notebook.

    `type` is `str`, `int`, `float`, `bool`, `date` (text such as 2026-06-30) or `choice`; `choices` are what a
    `Literal` allows.
    """

    name: str
    type: str
    default: Value
    help: str = ""
    choices: tuple[Value, ...] = ()

    @property
    def kind(self) -> str:
        """The type in a reader's words, such as ``one of ceo, cfo, coo``."""
        words = {
            "str": "text",
            "int": "whole number",
            "float": "number",
            "bool": "true or false",
            "date": "date as YYYY-MM-DD",
        }
        return "one of " + ", ".join(map(str, self.choices)) if self.choices else words[self.type]


def check_parameters(parameters: Sequence[Parameter], given: Mapping[str, Value], name: str = "") -> dict[str, Value]:
    """Return the given values in the types that the notebook asks for, in its order; nothing that was not given.

    Parameters
    ----------
    parameters
        What the notebook declares.
    given
        Values by name: text as typed on the command line, or values of the right type.
    name
        The notebook's name, for messages.

    Raises
    ------
    ParameterError
        When a name is unknown or a value does not fit: all such are named at once.
    """
    known = {each.name: each for each in parameters}
    faults = [_unknown(each, list(known)) for each in given if each not in known]
    values: dict[str, Value] = {}
    for parameter in parameters:
        if parameter.name in given:
            try:
                values[parameter.name] = _fit(parameter, given[parameter.name])
            except ValueError:
                faults.append(f'{parameter.name} takes {_article(parameter)}, not "{given[parameter.name]}"')
    if faults:
        what = faults[0] if len(faults) == 1 else listed(f"{len(faults)} parameters do not fit", faults)
        raise ParameterError(what, where=name, do=_what_there_is(parameters, name))
    return values


def split_assignments(texts: Sequence[str]) -> dict[str, str]:
    """Return ``["period=2026Q1"]`` as ``{"period": "2026Q1"}``.

    Raises
    ------
    ParameterError
        When one has no ``=`` or no name, or a name is given twice.
    """
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise ParameterError(f'"{text}" is not NAME=VALUE', where="-p", do="write for example -p period=2026Q1")
        if name in given:
            raise ParameterError(f"{name} is given twice", where="-p", do="give it once")
        given[name] = value
    return given


def _fit(parameter: Parameter, value: Value | date) -> Value:
    """Return the value in the parameter's type; ValueError where it does not fit."""
    text = value.isoformat() if isinstance(value, date) else str(value)
    if parameter.choices:
        return _one_of({str(each): each for each in parameter.choices}, text)
    if parameter.type == "bool":
        return _one_of(_WORDS, text)
    if parameter.type in ("int", "float"):
        return _number(parameter.type, text)
    if not isinstance(value, str | date) or (parameter.type == "date" and not is_date(text)):
        raise ValueError
    return text


def _one_of(values: Mapping[str, Value], text: str) -> Value:
    if text not in values:
        raise ValueError
    return values[text]


def _number(kind: str, text: str) -> int | float:
    pattern = r"[+-]?\d+" if kind == "int" else r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"
    if not re.fullmatch(pattern, text.strip()):
        raise ValueError
    return int(text) if kind == "int" else float(text)


def is_date(text: str) -> bool:
    """Return whether a text is an ISO date such as 2026-06-30."""
    try:
        return len(text) == 10 and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _unknown(name: str, known: list[str]) -> str:
    near = did_you_mean(name, known)
    return f'there is no parameter "{name}"' + (f" ({near})" if near.startswith("did") else "")


def _article(parameter: Parameter) -> str:
    return parameter.kind if parameter.type in ("str", "choice", "bool") else f"a {parameter.kind}"


def _what_there_is(parameters: Sequence[Parameter], name: str) -> str:
    if not parameters:
        return 'the notebook takes none: tag a cell "parameters" to give it some'
    names = ", ".join(each.name for each in parameters)
    return f"it takes {names}; valuestory run --help {name or 'NOTEBOOK'} explains them"


def listed(head: str, lines: Sequence[str]) -> str:
    """Return a message of several faults, one a line."""
    return "\n".join([f"{head}:", *(f"  - {line}" for line in lines)])
