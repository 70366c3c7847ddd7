"""Accounts by their name, for exports that have no id of them.

A name that several accounts share cannot be joined: which one is meant is not guessed. Letter case and blanks at the
ends do not matter; nothing else is alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from valuestory.data.checks.check import RAW, Check
from valuestory.data.checks.placeholders import is_placeholder_word
from valuestory.data.engines.dialects import stripped

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from valuestory.data.canonical.model import Table
    from valuestory.data.company import Action

NAMESAKES: Final = "__namesakes"
_NAME: Final = "__account_name"
_ID: Final = "__named_account"


def named_accounts(table: ibis.Table, name: ir.StringValue, accounts: ibis.Table) -> ibis.Table:
    """Return a table with the account of each row by its name, and how many accounts have that name.

    Parameters
    ----------
    table
        Theirs.
    name
        The account's name, of each row.
    accounts
        The canonical accounts, with `name`.
    """
    by_name = accounts.filter(accounts.name.notnull()).group_by(**{_NAME: _folded(accounts.name)})
    known = by_name.aggregate(**{_ID: accounts.account_id.min(), NAMESAKES: accounts.account_id.nunique()})
    return table.left_join(known, _folded(name) == known[_NAME])


def account_of(table: ibis.Table) -> ir.StringValue:
    """Return the account of each row of a table from `named_accounts`: nothing where the name is unknown or shared."""
    return (table[NAMESAKES] == 1).ifelse(table[_ID], None)


def account_name_checks(table: Table, is_named: bool) -> Iterator[Check]:
    """Yield the checks that a name is that of one account, where accounts are found by their name."""
    if not is_named:
        return
    needed = table.column("account_id").needed and not table.column("account_id").may_be_empty
    action: Action = "set aside" if needed else "noted"
    then = "set aside" if needed else "kept without it"
    if table.name == "cases":
        then = "counted for volume, set aside for account metrics"
    yield Check(
        "account_id",
        f"have an account name that several accounts share: {then}",
        lambda t: t[NAMESAKES] > 1,
        action,
        "which one is meant is not guessed: export the account's id, or give each account a name of its own",
        shown=RAW + "account_id",
        unread=True,
    )
    yield Check(
        "account_id",
        f"have an account name that accounts does not have: {then}",
        lambda t: t[NAMESAKES].isnull() & ~is_placeholder_word(t[RAW + "account_id"], table.column("account_id"), ()),
        action,
        "export accounts as well, from the same day; a renamed account keeps its id, not its name",
        shown=RAW + "account_id",
        unread=True,
    )


def _folded(name: ir.StringValue) -> ir.StringValue:
    return stripped(name).lower()
