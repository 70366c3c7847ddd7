"""Conditions and keys as people give them, by the accounts' own names, where accounts are masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import sqlglot
from sqlglot import expressions as sql

from valuestory.data.masked.pseudonyms import ACCOUNT_KEYS, pseudonym
from valuestory.errors import DataError

_NAME: Final = "name"


def masked_where(where: str, key: bytes, named: Mapping[str, str] | None = None) -> str:
    """Return a condition on accounts in which each account is named by its pseudonym; another one as it is.

    Parameters
    ----------
    where
        As `open_tables` takes it; what cannot be read is left to it.
    key
        The secret that pseudonyms are made with.
    named
        Pseudonyms by the accounts' names, where the accounts are known.

    Raises
    ------
    DataError
        When it looks into names or keys (`like`, `<`), or names an account that cannot be told without its key: the
        message repeats neither.
    """
    try:
        parsed = sqlglot.parse(where, dialect="duckdb")
    except sqlglot.errors.SqlglotError:
        return where
    if len(parsed) != 1 or parsed[0] is None:
        return where
    named_columns = [each for each in parsed[0].find_all(sql.Column) if each.name in (*ACCOUNT_KEYS, _NAME)]
    if not named_columns:
        return where
    for column in named_columns:
        _mask_beside(column, key, named)
    return str(parsed[0].sql(dialect="duckdb"))


def _mask_beside(column: sql.Column, key: bytes, named: Mapping[str, str] | None) -> None:
    """Put pseudonyms in the place of the values that a column is compared with."""
    comparison: Any = column.parent
    if isinstance(comparison, sql.Is):
        return
    if not isinstance(comparison, sql.EQ | sql.NEQ | sql.In):
        raise _wrong("looks into the names or keys of accounts, which are masked", "compare them by = or in")
    for literal in [each for each in comparison.find_all(sql.Literal) if each.is_string]:
        literal.replace(sql.Literal.string(_pseudonym(column.name, str(literal.this), key, named)))


def _pseudonym(column: str, value: str, key: bytes, named: Mapping[str, str] | None) -> str:
    if column != _NAME or pseudonym(value, key) == value:
        return pseudonym(value, key)
    if named is None or value not in named:
        raise _wrong("names an account, and names are masked", "say which it is by account_id")
    return named[value]


def _wrong(what: str, do: str) -> DataError:
    return DataError(f"the condition {what}", where="where", do=do)
