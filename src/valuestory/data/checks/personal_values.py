"""What columns hold that no result needs: addresses and numbers of people, and long texts in which they are named.

Only describes, as `checks` does: the values are looked at in the engine, by the scan that counts everything else, and
none of them is shown. `personal_headers` knows such columns by their names, before anything is read.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.checks.check import HALF, Check, Habit, a, lost
from valuestory.data.personal.masking import is_card, is_iban

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.data.canonical.model import Column, Table

PEOPLE: Final = frozenset({"contact_id", "owner_id", "user_id", "person_id", "actor_id"})
"""Canonical keys of people: a company may use their names for them."""
_OUR_OWN: Final = frozenset({"targets", "benchmarks", "assumptions"})
"""Tables that the company writes for this purpose: who is named there is meant to be."""
_ADDRESS: Final = "[^@ \t\n\r]+@[^@ \t\n\r]+[.][A-Za-z]{2,}"
_TELEPHONE: Final = (
    "^([+]|00)[1-9][0-9 ()./-]{6,18}$|^[(][0-9]{2,5}[)][0-9 ./-]{5,14}$"
    "|^0[1-9][0-9]{0,3}[ /-][0-9]{3}[0-9 /-]{2,10}$|^[2-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{4}$"
)
_NUMBERED: Final = "^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,34}$|^[2-6][0-9]{3}([ -]?[0-9]{4}){2}[ -]?[0-9]{3,4}$"
"""What may be the number of a bank account or a card: the check digits tell."""
_LONG: Final = 60
"""In characters: no name of a group is that long."""
_FEWEST: Final = 3


def personal_checks(
    table: Table, present: Mapping[str, str], slices: Mapping[str, str], keep: frozenset[str]
) -> Iterator[Check]:
    """Yield the checks that a table holds no personal data where none is needed.

    Parameters
    ----------
    present
        Its canonical columns, and their headers where a column of theirs is taken as it is.
    slices
        Its further columns of text, and their headers.
    keep
        Their headers that the settings ask for, whatever they hold.
    """
    for name, theirs in slices.items():
        if theirs not in keep:
            yield from _of_slice(table, name, theirs)
    for column in table.columns if table.name not in _OUR_OWN else ():
        if column.name in present and present[column.name] not in keep:
            if column.kind == "key":
                yield _key(table, column, present[column.name])
            elif column.kind == "text" and not column.words:
                yield _text(table, column, present[column.name])


def _of_slice(table: Table, name: str, theirs: str) -> Iterator[Check]:
    for what, hit, habit, proof in (
        ("an e-mail address", functools.partial(_is_address, name), None, None),
        (
            "telephone numbers, or numbers of bank accounts or cards",
            functools.partial(_is_number, name),
            _mostly(name),
            _is_somebodys,
        ),
        (
            f"texts of over {_LONG} letters, in which people may be named",
            lambda t: t[name].length() > _LONG,
            _mostly(name),
            None,
        ),
    ):
        yield Check(
            name,
            f"hold {what}: the column is not used",
            hit,
            "noted",
            f'nothing needs it: say skip = ["{theirs}"] under [sources.{table.name}],'
            f' or keep = ["{theirs}"] if it is wanted',
            drops=True,
            habit=habit,
            proof=proof,
        )


def _key(table: Table, column: Column, theirs: str) -> Check:
    return Check(
        column.name,
        f"have an e-mail address for {a(column.name)}: rows are matched by it, and it is shown nowhere",
        functools.partial(_is_address, column.name),
        "noted",
        f"export the id, which is a pseudonym{_or_keep(table, theirs)}",
    )


def _text(table: Table, column: Column, theirs: str) -> Check:
    action, then = lost(column)
    return Check(
        column.name,
        f"have an e-mail address in {column.name}: {then}",
        functools.partial(_has_address, column.name),
        action,
        f"take it out of the source{_or_keep(table, theirs)}",
        clears=column.name,
    )


def _mostly(name: str) -> Habit:
    return Habit(lambda t: t[name].notnull(), HALF, least=_FEWEST)


def _is_address(name: str, table: ibis.Table) -> ir.BooleanValue:
    return _where(table[name].contains("@"), table[name], f"^ *{_ADDRESS} *$")


def _has_address(name: str, table: ibis.Table) -> ir.BooleanValue:
    return _where(table[name].contains("@"), table[name], _ADDRESS)


def _is_number(name: str, table: ibis.Table) -> ir.BooleanValue:
    return _where(table[name].length().between(9, 40), table[name], f"{_TELEPHONE}|{_NUMBERED}")


def _where(likely: ir.BooleanValue, text: ir.StringValue, pattern: str) -> ir.BooleanValue:
    """Return whether a text has a pattern; only likely ones are looked at, since that takes a tenth of the time."""
    return ibis.ifelse(likely, text.re_search(pattern), False)


def _is_somebodys(number: str) -> bool:
    """Return whether a number that looks like one is a telephone's, or has the check digits of an account or a card."""
    return bool(re.match(_TELEPHONE, number)) or is_iban(number) or is_card(number)


def _or_keep(table: Table, theirs: str) -> str:
    return f'; if it is meant, say keep = ["{theirs}"] under [sources.{table.name}]' if theirs else ""
