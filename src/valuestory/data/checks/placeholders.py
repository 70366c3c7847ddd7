"""Values that stand for "no value": dates such as 1900-01-01, words such as N/A.

They are never a group, a key, a score or a date: each is emptied and counted. What is meant as a value is named under
`values`, or is one of the canonical words; what is known to mean nothing is named under `missing`, and is then not
remarked upon.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.canonical.model import TYPES, Column, Table
from valuestory.data.checks.check import RAW, Check, lost

if TYPE_CHECKING:
    import ibis.expr.types as ir

_BEFORE: Final = datetime.date(1753, 1, 2)
"""The first day after what SQL Server calls the beginning; 0001-01-01 lies before it too."""
_FROM: Final = datetime.date(2099, 1, 1)
"""Where systems put an end that they do not know: 2099-12-31, 2999-12-31, 9999-12-31."""
_DAYS: Final = (
    (datetime.date(1899, 12, 30), datetime.date(1900, 1, 1)),
    (datetime.date(1970, 1, 1), datetime.date(1970, 1, 1)),
)
"""Zero in Excel and in SQL Server, zero of Unix: first and last day."""

_ANYWHERE: Final = (
    *(r"\?+", r"-+", "–+", "—+", r"\.+", "xxx+"),
    *("#?n/a", r"n\.a\.", "#(ref|value|num|null|div/0)!", r"#name\?"),
    *("null", "none", "nil", "undefined", "tbd", r"-+none-+", r"\\n", "<null>", r"\[null\]"),
    *(r"\((null|none|blank|empty|not set)\)", "not (set|available|applicable|provided)"),
)
_IN_TEXT: Final = (*_ANYWHERE, "nan")
_IN_KEYS: Final = ("na", "nan", "unknown", "anonymous", "-1", "00000000-0000-0000-0000-000000000000")
"""No text column: `NA` is a region, and `unknown` may be what a company calls a group."""
_IN_TYPED: Final = ("na", "nat", "unknown", "never", "offered", "unoffered", "not offered")
"""Words in place of a date, a number or a yes; `offered` is a survey that was sent and not answered."""


def placeholder_check(table: Table, column: Column, named: Iterable[str]) -> Check:
    """Return the check that a column's values are none that stand for nothing.

    Parameters
    ----------
    named
        Their values that the settings map: these are meant.
    """
    name, is_time = column.name, TYPES[column.kind] in ("timestamp", "date")
    action, then = lost(column)
    if (table.name, name) == ("cases", "account_id"):
        then = "counted for volume, set aside for account metrics"
    return Check(
        name,
        f"have a placeholder in {name}, such as {'1900-01-01 or N/A' if is_time else 'N/A'}: {then}",
        functools.partial(_hit, column, meant(column, named)),
        action,
        f"leave {name} empty in the source where it is not known, or name their words:"
        f' [sources.{table.name}] missing = ["N/A"]',
        clears=name,
        shown=RAW + name,
    )


def slice_placeholders(
    table: Table, slices: Iterable[str], values: Mapping[str, Mapping[str, list[str]]]
) -> list[Check]:
    """Return the checks that slices of text hold no word that stands for nothing."""
    return [
        Check(
            name,
            f"have a placeholder in {name}, such as N/A: emptied",
            functools.partial(_slice_hit, name, _meant(_IN_TEXT, values.get(name, ()))),
            "noted",
            f'name the words that mean no value: [sources.{table.name}] missing = ["N/A"]',
            clears=name,
            shown=RAW + name,
        )
        for name in slices
    ]


def meant(column: Column, named: Iterable[str]) -> tuple[str, ...]:
    """Return the values that look like placeholders and are canonical words or mapped: `none` is a kind of link."""
    return _meant(_words_of(column), (*column.words, *named))


def is_placeholder_word(text: ir.StringValue, column: Column, kept: tuple[str, ...]) -> ir.BooleanValue:
    """Return whether a text stands for nothing in a column of this kind; `kept` are those that are meant."""
    return _is_word(text, _words_of(column), kept)


def _words_of(column: Column) -> tuple[str, ...]:
    if column.kind == "text":
        return _IN_TEXT
    return (*_ANYWHERE, *(_IN_KEYS if column.kind == "key" else _IN_TYPED))


def _meant(words: tuple[str, ...], named: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in named if re.search(_pattern(words), each))


def _is_word(text: ir.StringValue, words: tuple[str, ...], kept: tuple[str, ...]) -> ir.BooleanValue:
    found = text.re_search(_pattern(words))
    return found & text.notin(kept) if kept else found


@functools.cache
def _pattern(words: tuple[str, ...]) -> str:
    """Return one pattern for whole texts, in either letter case: not every engine has a switch for that."""
    return rf"^\s*({'|'.join(map(_either_case, words))})\s*$"


def _either_case(pattern: str) -> str:
    return re.sub("[a-z]", lambda letter: f"[{letter[0].upper()}{letter[0]}]", pattern)


def _slice_hit(name: str, kept: tuple[str, ...], table: ibis.Table) -> ir.BooleanValue:
    return _is_word(table[name], _IN_TEXT, kept)


def _hit(column: Column, kept: tuple[str, ...], table: ibis.Table) -> ir.BooleanValue:
    value, text = table[column.name], table[RAW + column.name]
    if column.kind in ("key", "text"):
        return is_placeholder_word(text, column, kept)
    # Only what could not be read is looked at: that is cheap, and a number is no word.
    word = ibis.ifelse(value.isnull(), is_placeholder_word(text, column, kept), False)
    if TYPES[column.kind] in ("timestamp", "date"):
        return word.fill_null(False) | is_placeholder_date(value, column).fill_null(False)
    return word


def is_placeholder_date(value: ir.Value, column: Column) -> ir.BooleanValue:
    """Return whether a date is a placeholder; a time zone may have moved an instant to the next or previous day."""
    slack = datetime.timedelta(days=1 if column.kind == "instant" else 0)
    day = value.cast("date")
    around = [day.between(first - slack, last + slack) for first, last in _DAYS]
    return ibis.or_(day < _BEFORE, day >= _FROM - slack, *around)
