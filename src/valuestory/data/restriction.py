"""`where`: one part of the company, as a condition on columns of `accounts`.

The condition is parsed, never run: only comparisons of account columns with values, joined by and, or, not.
"""

from __future__ import annotations

import datetime
import functools
import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import sqlglot
from sqlglot import expressions as sql

from valuestory.data.company import Fault
from valuestory.data.engines.asking import ask_number, ask_row
from valuestory.errors import DataError, did_you_mean

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

_EXAMPLE: Final = "write such as region = 'EMEA' and (seats_count >= 50 or plan in ('Pro', 'Enterprise'))"
_COMPARISONS: Final[Mapping[type[Any], Callable[[Any, Any], Any]]] = {
    sql.EQ: operator.eq,
    sql.NEQ: operator.ne,
    sql.GT: operator.gt,
    sql.GTE: operator.ge,
    sql.LT: operator.lt,
    sql.LTE: operator.le,
}
_MIRRORED: Final = {
    operator.gt: operator.lt,
    operator.ge: operator.le,
    operator.lt: operator.gt,
    operator.le: operator.ge,
}


def restrict(tables: Mapping[str, ibis.Table], where: str) -> tuple[dict[str, ibis.Table], list[Fault]]:
    """Return the tables of the accounts that fit, and what is said about rows that belong to no account.

    Accounts are filtered; a table with `account_id` keeps the rows of these accounts; one with only `case_id` the rows
    of their cases; tables of neither (costs, people ...) stay whole.

    Raises
    ------
    DataError
        When the condition cannot be read, names a column that accounts do not have, or fits no account.
    """
    accounts = tables["accounts"]
    chosen = accounts.filter(_condition(where, accounts))
    if not ask_number(chosen.count()):
        raise _wrong("no account fits", where, "check the values: they are compared exactly")
    kept = {"accounts": chosen}
    for name, table in tables.items():
        if name != "accounts" and "account_id" in table.columns:
            kept[name] = table.semi_join(chosen, "account_id")
    for name, table in tables.items():
        if name not in kept and "case_id" in table.columns and "cases" in kept:
            kept[name] = table.semi_join(kept["cases"], "case_id")
    return {name: kept.get(name, table) for name, table in tables.items()}, _left_out(tables)


def _left_out(tables: Mapping[str, ibis.Table]) -> list[Fault]:
    faults = []
    for name, table in tables.items():
        if name == "accounts" or "account_id" not in table.columns:
            continue
        found = ask_row(table.aggregate(rows=table.count(), without=table.account_id.isnull().sum()))
        count = int(found["without"] or 0)
        if count:
            what = "belong to no known account: left out here, since a part of the company is asked for"
            do = "fill account_id, or ask for the whole company"
            faults.append(Fault(name, "account_id", what, count, count / found["rows"], (), "noted", do))
    return faults


def _wrong(what: str, where: str, do: str = _EXAMPLE) -> DataError:
    return DataError(what, where=f'where = "{where}"', do=do)


def _condition(where: str, accounts: ibis.Table) -> ir.BooleanValue:
    try:
        parsed = sqlglot.parse(where, dialect="duckdb")
    except sqlglot.errors.SqlglotError:
        raise _wrong("this condition cannot be read", where) from None
    if len(parsed) != 1:
        raise _wrong("this is more than one condition", where)
    return _read(parsed[0], accounts, where)


def _read(node: Any, accounts: ibis.Table, where: str) -> ir.BooleanValue:
    if isinstance(node, sql.Paren):
        return _read(node.this, accounts, where)
    if isinstance(node, sql.And | sql.Or):
        joined = operator.and_ if isinstance(node, sql.And) else operator.or_
        return functools.reduce(joined, [_read(each, accounts, where) for each in (node.left, node.right)])
    if isinstance(node, sql.Not):
        return ~_read(node.this, accounts, where)
    if isinstance(node, sql.Column):
        column = _column(node, accounts, where)
        if column.type().is_boolean():
            return column
        raise _wrong(f'"{node.name}" is not yes or no: compare it with a value', where)
    return _comparison(node, accounts, where)


def _comparison(node: Any, accounts: ibis.Table, where: str) -> ir.BooleanValue:
    compare = _COMPARISONS.get(type(node))
    if compare is not None:
        left, right = node.left, node.right
        if isinstance(right, sql.Column) and not isinstance(left, sql.Column):
            left, right, compare = right, left, _MIRRORED.get(compare, compare)
        column = _column(left, accounts, where)
        return compare(column, _value(right, column, where))
    column = _column(node.this, accounts, where)
    if isinstance(node, sql.Is) and isinstance(node.expression, sql.Null):
        return column.isnull()
    if isinstance(node, sql.In) and node.expressions:
        return column.isin([_value(each, column, where) for each in node.expressions])
    if isinstance(node, sql.Between):
        return column.between(*(_value(node.args[end], column, where) for end in ("low", "high")))
    if isinstance(node, sql.Like | sql.ILike) and column.type().is_string():
        pattern = _value(node.expression, column, where)
        return column.like(pattern) if isinstance(node, sql.Like) else column.ilike(pattern)
    raise _wrong("this condition holds something other than a comparison of a column with a value", where)


def _column(node: Any, accounts: ibis.Table, where: str) -> ir.Value:
    if not isinstance(node, sql.Column) or node.table:
        raise _wrong("a comparison must begin with a column of accounts", where)
    if node.name not in accounts.columns:
        hint = did_you_mean(node.name, accounts.columns) or "accounts have " + ", ".join(accounts.columns)
        raise _wrong(f'accounts have no column "{node.name}"', where, hint)
    return accounts[node.name]


def _value(node: Any, column: ir.Value, where: str) -> Any:
    kind = column.type()
    value = _literal(node)
    fits = (
        (isinstance(value, bool) and kind.is_boolean())
        or (isinstance(value, int | float) and not isinstance(value, bool) and kind.is_numeric())
        or (isinstance(value, str) and (kind.is_string() or kind.is_temporal()))
    )
    if not fits:
        raise _wrong(f'"{node.sql()}" does not fit the column "{column.get_name()}"', where, _how(kind))
    if not kind.is_temporal():
        return value
    try:
        return datetime.datetime.fromisoformat(value) if kind.is_timestamp() else datetime.date.fromisoformat(value)
    except ValueError:
        raise _wrong(f'"{value}" is not a date', where, "write dates as '2026-06-30'") from None


def _how(kind: Any) -> str:
    if kind.is_string():
        return "put text in single quotes"
    return "write dates as '2026-06-30'" if kind.is_temporal() else "write numbers and true or false without quotes"


def _literal(node: Any) -> Any:
    if isinstance(node, sql.Neg):
        value = _literal(node.this)
        return -value if isinstance(value, int | float) else None
    if isinstance(node, sql.Boolean):
        return bool(node.this)
    if isinstance(node, sql.Literal):
        return node.to_py()
    return None
