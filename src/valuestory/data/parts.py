"""The parts that a company can be told in: the values of a column of accounts, and the condition that each is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from valuestory.data.engines.asking import ask_number, ask_rows
from valuestory.data.engines.sql_text import identifier, quoted
from valuestory.data.restriction import restrict
from valuestory.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from valuestory.data.company import CompanyTables

Part = str | int | float | bool


@dataclass(frozen=True)
class Parts:
    """The values of a column of accounts, in order, and how many accounts have none."""

    values: tuple[Part, ...]
    without: int = 0


def parts_by(tables: CompanyTables, column: str, where: str = "") -> Parts:
    """Return the values that a column of `accounts` has.

    Parameters
    ----------
    tables
        The company's tables.
    column
        Of `accounts`: text, a whole number, or yes and no.
    where
        A condition on columns of `accounts`: values of these accounts only.

    Raises
    ------
    DataError
        When accounts have no such column (the message has the nearest), it holds dates or amounts, or `where` is wrong.
    """
    accounts = tables.tables["accounts"]
    if column not in accounts.columns:
        hint = did_you_mean(column, accounts.columns) or "accounts have " + ", ".join(accounts.columns)
        raise DataError(f'accounts have no column "{column}"', where="--each", do=hint)
    kind = accounts[column].type()
    if not (kind.is_string() or kind.is_integer() or kind.is_boolean()):
        raise DataError(
            f'"{column}" holds dates or amounts, of which nearly every account has its own',
            where="--each",
            do="choose a column of text, such as region or account_id",
        )
    if where:
        accounts = restrict({"accounts": accounts}, where)[0]["accounts"]
    filled = accounts.filter(accounts[column].notnull())
    rows = ask_rows(filled.select(column).distinct().order_by(column))
    return Parts(tuple(row[column] for row in rows), ask_number(accounts[column].isnull().sum()))


def condition(column: str, value: Part) -> str:
    """Return the condition that only the accounts with this value fit."""
    shown = quoted(value) if isinstance(value, str) else str(value).lower()
    return f"{column if column.isidentifier() else identifier(column)} = {shown}"
