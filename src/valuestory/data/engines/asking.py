"""The one door through which every expression is computed where its tables live.

What an engine says when it fails (a server that is gone, a right that is missing, a file that is damaged inside)
becomes one error here, without addresses, paths or passwords.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from valuestory.errors import DataError, UnansweredError, ValueStoryError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd

_OUR_OWN: Final = (ValueStoryError, TypeError, AttributeError, NameError, AssertionError, NotImplementedError)
"""A fault of this code keeps its traceback."""
_FOR_GOOD: Final = frozenset({"ProgrammingError", "DataError", "IntegrityError", "NotSupportedError"})
"""What drivers (PEP 249) raise where the question or the data are wrong; other errors may not come up again."""
_ADDRESS: Final = re.compile(r"\S+://\S+|\S+@\S+")
_FOLDERS: Final = re.compile(r"(?:[A-Za-z]:)?(?:[/\\][^\s/\\\"':]+)+[/\\]")
_LONGEST_REASON: Final = 120
_listeners: list[Callable[[ir.Table], None]] = []


def ask_rows(table: ir.Table) -> list[dict[str, Any]]:
    """Return the rows of an expression as dictionaries, in its order.

    Raises
    ------
    DataError
        When the engine cannot answer: the message has its reason.
    """
    with answering(table):
        rows: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return rows


def ask_row(table: ir.Table) -> dict[str, Any]:
    """Return the only row of an expression that aggregates; `ask_rows` says what is raised."""
    return ask_rows(table)[0]


def ask_number(value: ir.NumericScalar) -> int:
    """Return a count or another whole number, 0 where it is empty; `ask_rows` says what is raised."""
    return int(ask_row(value.name("number").as_table())["number"] or 0)


def ask_frame(table: ir.Table) -> pd.DataFrame:
    """Return an expression as pandas has it; `ask_rows` says what is raised."""
    with answering(table):
        frame: pd.DataFrame = table.to_pandas()
    return frame


def ask_frame_by(key: str, table: ir.Table) -> pd.DataFrame:
    """Return a large expression of numbers as pandas has it, its text column `key` as a category.

    Where `ask_frame` holds what the engine gave and what pandas makes of it side by side, this one gives each column up
    as pandas takes it over: of millions of rows that is a gigabyte. `ask_rows` says what is raised.
    """
    with answering(table):
        found = table.to_pyarrow()
        place = found.schema.get_field_index(key)
        found = found.set_column(place, key, found.column(place).dictionary_encode())
        frame: pd.DataFrame = found.to_pandas(split_blocks=True, self_destruct=True)
    return frame


@contextmanager
def answering(table: ir.Table | None = None) -> Iterator[None]:
    """Turn what the engine raises inside into an error of ours, and tell listeners of the expression once computed.

    Raises
    ------
    DataError
        When the engine cannot compute it: the message has its reason, without addresses, folders or secrets.
    """
    try:
        yield
    except _OUR_OWN:
        raise
    except Exception as error:  # every engine raises errors of its own
        kinds = {each.__name__ for each in type(error).__mro__}
        kind = DataError if kinds & _FOR_GOOD else UnansweredError
        raise kind(
            f"the data cannot be read to its end: {reason_of(error)}",
            do="export it again, or ask the warehouse itself",
        ) from None
    for tell in _listeners if table is not None else ():
        tell(table)


@contextmanager
def telling(tell: Callable[[ir.Table], None]) -> Iterator[None]:
    """Call a function with every expression computed inside, as soon as it is."""
    _listeners.append(tell)
    try:
        yield
    finally:
        _listeners.remove(tell)


@contextmanager
def overheard() -> Iterator[list[ir.Table]]:
    """Give a list that holds every expression computed inside, in order."""
    heard: list[ir.Table] = []
    with telling(heard.append):
        yield heard


def reason_of(error: Exception) -> str:
    """Return the first line of what an engine says, without addresses and folders, and not at length."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
    return _FOLDERS.sub("", _ADDRESS.sub("(an address)", first))[:_LONGEST_REASON]
