"""What a batch is to make: a table with a row a deck, its name and its parameters, in CSV or TOML.

::

    name,where,audience              [parameters]
    emea,region = 'EMEA',ceo         audience = "ceo"
    amer,region = 'AMER',cfo         [[deck]]
                                     name = "emea"
                                     where = "region = 'EMEA'"

An empty cell leaves a parameter as the notebook has it.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from valuestory.errors import ParameterError, did_you_mean
from valuestory.notebook.parameters import Value, listed

_NAME: Final = re.compile(r"\w(?:[\w .()&+,-]*[\w)+])?")
_NO_FOLDER: Final = re.compile(r"[^\w()&+,-]+")
_LONGEST_NAME: Final = 80
_HOW: Final = "a CSV file has a column name and one a parameter; a TOML file has a table [[deck]] with the same"


@dataclass(frozen=True)
class PlannedDeck:
    """A deck to be made: its name, which is its folder's, and the parameters that it is given."""

    name: str
    parameters: Mapping[str, Value] = field(default_factory=dict)


def read_plan(path: Path) -> tuple[PlannedDeck, ...]:
    """Return the decks of a plan file, in its order.

    Raises
    ------
    ParameterError
        When it cannot be read, holds no deck, or names are missing, repeated or none that a folder can have: all such
        rows are named at once.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ParameterError(f"the plan cannot be read: {why}", where=str(path), do=_HOW) from None
    rows = _toml(text, path.name) if path.suffix.lower() == ".toml" else _csv(text, path.name)
    return checked(rows, where=path.name)


def checked(rows: Sequence[tuple[str, Mapping[str, Any]]], *, where: str) -> tuple[PlannedDeck, ...]:
    """Return the decks of rows that have passed the checks of `read_plan`.

    Parameters
    ----------
    rows
        What each row is called in messages, and its cells, `name` among them.
    where
        The plan, for messages.

    Raises
    ------
    ParameterError
        When there is no row, or a row fails a check: mend what the message lists.
    """
    if not rows:
        raise ParameterError("the plan holds no deck", where=where, do=_HOW)
    times = Counter(str(row.get("name", "")).strip().casefold() for _, row in rows)
    faults = [f"{place}: {fault}" for place, row in rows for fault in _faults(row, times)]
    if faults:
        raise ParameterError(listed("the plan cannot be followed", faults), where=where, do=_HOW)
    return tuple(
        PlannedDeck(str(row["name"]).strip(), {key: each for key, each in row.items() if key != "name" and each != ""})
        for _, row in rows
    )


def check_names(decks: Iterable[PlannedDeck], known: Sequence[str], *, where: str) -> None:
    """Check that every parameter of a plan is one of the notebook's.

    Raises
    ------
    ParameterError
        When one is not: the message has the nearest name.
    """
    asked = dict.fromkeys(name for each in decks for name in each.parameters)
    faults = [f'there is no parameter "{name}" ({did_you_mean(name, known)})' for name in asked if name not in known]
    if faults:
        raise ParameterError(listed("the plan does not fit the notebook", faults), where=where, do="rename the column")


def folder_names(values: Sequence[Any]) -> list[str]:
    """Return a folder's name for each of some different values; those that would be alike are numbered."""
    found: list[str] = []
    taken: set[str] = set()
    for value in values:
        plain = _NO_FOLDER.sub("-", str(value)).strip("-,+& ")[:_LONGEST_NAME] or "deck"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        found.append(name)
    return found


def _csv(text: str, name: str) -> list[tuple[str, Mapping[str, Any]]]:
    reader = csv.DictReader(text.splitlines())
    rows: list[tuple[str, Mapping[str, Any]]] = []
    for row in reader:
        if None in row or None in row.values():
            raise ParameterError(
                "a row has more or fewer cells than the header", where=f"{name}, line {reader.line_num}", do=_HOW
            )
        if any(row.values()):
            rows.append((f"line {reader.line_num}", {key.strip(): each.strip() for key, each in row.items()}))
    return rows


def _toml(text: str, name: str) -> list[tuple[str, Mapping[str, Any]]]:
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParameterError(f"the plan is not TOML: {error}", where=name, do=_HOW) from None
    decks, shared = found.pop("deck", []), found.pop("parameters", {})
    if found or not isinstance(decks, list) or not isinstance(shared, dict):
        what = f'it has "{next(iter(found), "deck")}" where only [[deck]] and [parameters] are known'
        raise ParameterError(f"the plan cannot be followed: {what}", where=name, do=_HOW)
    return [(f"deck {number}", {**shared, **deck}) for number, deck in enumerate(decks, 1)]


def _faults(row: Mapping[str, Any], times: Mapping[str, int]) -> Iterable[str]:
    name = str(row.get("name", "")).strip()
    if not name:
        yield "it has no name"
    elif not _NAME.fullmatch(name) or len(name) > _LONGEST_NAME:
        yield f'"{name}" cannot be the name of a folder: take letters, digits, spaces and - _ . ( )'
    elif times[name.casefold()] > 1:
        yield f'"{name}" is there {times[name.casefold()]} times'
    for key, value in row.items():
        if not isinstance(value, str | int | float | bool) and not hasattr(value, "isoformat"):
            yield f"{key} is a table or a list, where a plain value is needed"
