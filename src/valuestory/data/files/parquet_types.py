"""Which of two kinds of a column holds the other without loss, and what kinds are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

NULL: Final = '"NULL"'
"""The type of a column without a value, as writers give it to a part in which every row is empty."""
LONG: Final = ("BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT")
"""Whole numbers of which not every one is a floating point number."""
_WHOLE: Final = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER", *LONG)
_FLOAT: Final = ("FLOAT", "DOUBLE")
_TIMES: Final = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_DECIMAL: Final = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_NESTED: Final = re.compile(r"STRUCT|MAP|UNION|VARIANT|.*\[\d*\]$")


def wider(kinds: Iterable[str]) -> str | None:
    """Return the narrowest of DuckDB's types that holds every value of these, or nothing where there is none.

    Examples
    --------
    >>> wider(["INTEGER", "DOUBLE"]), wider(["DATE", "TIMESTAMP"]), wider(["DATE", "BIGINT"])
    ('DOUBLE', 'TIMESTAMP', None)
    """
    found = {each for each in kinds if each != NULL}
    if len(found) < 2:
        return next(iter(found), "VARCHAR")
    if found <= {*_WHOLE, *_FLOAT} or any(map(_DECIMAL.fullmatch, found)):
        return _wider_number(found)
    if found <= {"DATE", *_TIMES}:
        return "TIMESTAMP"
    return "VARCHAR" if found == {"VARCHAR", "BLOB"} else None


def _wider_number(kinds: set[str]) -> str | None:
    decimals = [found for each in kinds if (found := _DECIMAL.fullmatch(each))]
    others = kinds - {each[0] for each in decimals}
    if not others <= {*_WHOLE, *_FLOAT}:
        return None
    if others & {*_FLOAT}:
        return "DOUBLE"
    scale = max((int(each[2]) for each in decimals), default=0)
    digits = max((int(each[1]) - int(each[2]) for each in decimals), default=0)
    digits = max(digits, *(20 if each in LONG else 10 for each in others)) if others else digits
    if decimals:
        return f"DECIMAL({digits + scale},{scale})" if digits + scale <= 38 else "DOUBLE"
    return "HUGEINT" if others & {"UBIGINT", "HUGEINT", "UHUGEINT"} else "BIGINT"


def said(kind: str) -> str:
    """Return what messages call a type.

    Examples
    --------
    >>> said("BIGINT"), said("DECIMAL(10,2)"), said("VARCHAR"), said("VARCHAR[]")
    ('whole numbers', 'numbers', 'text', 'lists or structures')
    """
    if kind in _WHOLE:
        return "whole numbers"
    if kind in _FLOAT or _DECIMAL.fullmatch(kind):
        return "numbers"
    if kind in _TIMES:
        return "times without a zone"
    if _NESTED.match(kind):
        return "lists or structures"
    names = {"VARCHAR": "text", "BLOB": "bytes", "BOOLEAN": "yes or no", "DATE": "dates"}
    return names.get(kind) or {"TIMESTAMP WITH TIME ZONE": "times with a zone", NULL: "nothing"}.get(kind, kind.lower())
