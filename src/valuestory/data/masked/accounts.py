"""A company's tables with its accounts masked: a pseudonym in place of each key and name, in every table and text.

It is done where tables are opened, so nothing that is computed, told or written later has a name. Joins hold, since a
key has the same pseudonym in every table; and whatever is sorted by key or name is sorted by pseudonym.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import ibis
import pandas as pd
from ibis.expr.operations import DummyTable

from valuestory.data.canonical.model import Table
from valuestory.data.canonical.tables import TABLES
from valuestory.data.company import CompanyTables, Fault, SourceNote
from valuestory.data.engines.asking import ask_rows
from valuestory.data.engines.engine import Engine, keep, view
from valuestory.data.masked.mentions import Mentions
from valuestory.data.masked.pseudonyms import ACCOUNT_KEYS, fingerprint, pseudonym
from valuestory.errors import DataError

if TYPE_CHECKING:
    import ibis.expr.types as ir

_NAME: Final = "name"
_NO_PROSE: Final = frozenset(
    {"currency", "instrument", "event", "kind", "metric", "period", "slice", "scenario", "unit"}
)
"""Columns of text whose values metrics look for, and in which nobody is named."""
_SHOWN_KEYS: Final = ("case_id", "article_id", "cluster_id")
"""Keys that slides, remarks or tables may show."""
_DIGITS: Final = re.compile(r"\d+")
_FROM: Final = "__from"
_TO: Final = "__to"
_BETWEEN: Final = "\x1e"
"""What no key and no name holds: it parts the pairs that stand in a question to a warehouse as one text."""


@dataclass(frozen=True)
class Accounts:
    """The accounts of a company behind their mask: for the eyes of what opens the data alone.

    `pseudonyms` by key, `named` by name where only one account has it; `names` are all keys and names, which `mentions`
    finds in texts.
    """

    pseudonyms: Mapping[str, str]
    names: Sequence[str]
    named: Mapping[str, str]
    mentions: Mentions = field(repr=False)


def mask_accounts(engine: Engine, company: CompanyTables, key: bytes) -> tuple[CompanyTables, Accounts]:
    """Return the company with every account masked, in its tables and in all that is said of them.

    Parameters
    ----------
    engine
        The one that the tables are in.
    company
        As it was opened.
    key
        The secret that pseudonyms are made with.

    Raises
    ------
    DataError
        When two accounts would get one pseudonym: one time in ten thousand for 50,000 accounts.
    """
    accounts = _accounts(company.tables, key)
    tables = dict(company.tables)
    if accounts.pseudonyms:
        pairs = _pairs(engine, "mask_of_accounts", accounts.pseudonyms)
        keys = _speaking_keys(engine, tables, accounts)
        for name, table in tables.items():
            unnamed = _without_mentions(engine, TABLES[name], _without_keys(table, pairs), accounts.mentions)
            for column in keys.keys() & set(table.columns):
                unnamed = _replaced(unnamed, column, keys[column])
            tables[name] = view(engine, f"masked_{name}", unnamed.view())  # whole: joins to it are joins of their own
    said = accounts.mentions.masked
    masked = replace(
        company,
        tables=tables,
        faults=tuple(mask_fault(each, accounts.mentions) for each in company.faults),
        sources={name: _note(note, accounts.mentions) for name, note in company.sources.items()},
        unread=tuple(said(each) for each in company.unread),
        mask=fingerprint(key),
    )
    return masked, accounts


def mask_fault(fault: Fault, mentions: Mentions) -> Fault:
    """Return a fault that names no account: its examples are values and keys as they stand in the data."""
    return replace(fault, what=mentions.masked(fault.what), examples=(), do=mentions.masked(fault.do))


def _note(note: SourceNote, mentions: Mentions) -> SourceNote:
    return replace(note, system=mentions.masked(note.system), name=mentions.masked(note.name))


def _accounts(tables: Mapping[str, ibis.Table], key: bytes) -> Accounts:
    pseudonyms = {each: pseudonym(each, key) for each in sorted(set(_keys(tables)))}
    if len(set(pseudonyms.values())) < len(pseudonyms):
        raise DataError(
            "two accounts would have the same pseudonym",
            where="mask",
            do="take another key for the mask, VALUESTORY_MASK_KEY: all pseudonyms are then others",
        )
    names = _names(tables)
    owners: dict[str, set[str]] = {}
    for account, name in names:
        owners.setdefault(name, set()).add(account)
    named = {name: pseudonyms[next(iter(each))] for name, each in owners.items() if len(each) == 1}
    called = [*pseudonyms.items(), *((name, pseudonyms[account]) for account, name in names)]
    return Accounts(pseudonyms, [name for name, _ in called], named, Mentions(called))


def _keys(tables: Mapping[str, ibis.Table]) -> Iterator[str]:
    for table in tables.values():
        for name in ACCOUNT_KEYS:
            if name in table.columns:
                filled = table.filter(table[name].notnull())
                yield from (row[name] for row in ask_rows(filled.select(name).distinct()))


def _names(tables: Mapping[str, ibis.Table]) -> list[tuple[str, str]]:
    accounts = tables.get("accounts")
    if accounts is None or _NAME not in accounts.columns:
        return []
    filled = accounts.filter(accounts[_NAME].notnull())
    return [(row["account_id"], row[_NAME]) for row in ask_rows(filled.select("account_id", _NAME))]


def _without_keys(table: ibis.Table, pairs: ibis.Table) -> ibis.Table:
    """Return a table with pseudonyms for the keys of accounts, and for the names of accounts."""
    for name in ACCOUNT_KEYS:
        if name in table.columns:
            table = _replaced(table, name, pairs)
    if _NAME in table.columns and "account_id" in table.columns:
        table = table.mutate(**{_NAME: table.account_id})
    return table


def _speaking_keys(engine: Engine, tables: Mapping[str, ibis.Table], accounts: Accounts) -> dict[str, ibis.Table]:
    """Return what stands for keys that name an account, such as the case ``ACME-17``, by their column.

    Millions of keys are no texts to be read one by one: those are whose shape could be that of a name.
    """
    alike = Mentions((_DIGITS.sub("0", each), "") for each in accounts.names)
    found: dict[str, ibis.Table] = {}
    for column in _SHOWN_KEYS:
        values: dict[str, str] = {}
        for table in [each for each in tables.values() if column in each.columns]:
            spoken = table.filter(table[column].notnull() & ~_says_nothing(table[column]))
            shaped = spoken.select(spoken[column], shape=spoken[column].re_replace("[0-9]+", "0"))
            shapes = [row["shape"] for row in ask_rows(shaped.select("shape").distinct())]
            telling = [each for each in shapes if alike.masked(each) != each]
            if telling:
                asked = shaped.filter(shaped["shape"].isin(telling)).select(column).distinct()
                values |= {row[column]: accounts.mentions.masked(row[column]) for row in ask_rows(asked)}
        changed = {before: after for before, after in values.items() if before != after}
        if changed:
            found[column] = _pairs(engine, f"mask_of_{column}", changed)
    return found


def _says_nothing(key: ir.StringValue) -> ir.BooleanValue:
    """Return whether a key is a number, a hash or what a system made: no name is in it."""
    is_made = key.re_search("^[0-9A-Za-z]{15,}$") & key.re_search("[0-9]")
    return key.re_search("^[0-9 _./:#-]*$") | key.re_search("^[0-9a-fA-F-]{16,}$") | is_made


def _without_mentions(engine: Engine, model: Table, table: ibis.Table, mentions: Mentions) -> ibis.Table:
    """Return a table in whose texts no account is named."""
    for name in _texts(model, table):
        filled = table.filter(table[name].notnull()).select(name).distinct()
        masked = {row[name]: mentions.masked(row[name]) for row in ask_rows(filled)}
        changed = {before: after for before, after in masked.items() if before != after}
        if changed:
            table = _replaced(table, name, _pairs(engine, f"mask_of_{model.name}_{name}", changed))
    return table


def _texts(model: Table, table: ibis.Table) -> Sequence[str]:
    """Return the columns in which somebody may be named: text of which no metric knows the words."""
    known = {each.name: each for each in model.columns}
    return [
        name
        for name, kind in table.schema().items()
        if kind.is_string()
        and name not in (*ACCOUNT_KEYS, *_NO_PROSE)
        and not (model.name == "accounts" and name == _NAME)
        and (name not in known or (known[name].kind == "text" and not known[name].words))
    ]


def _replaced(table: ibis.Table, name: str, pairs: ibis.Table) -> ibis.Table:
    """Return a table with other values in a column: those that the pairs have for them, else its own."""
    other = pairs.view()
    joined = table.left_join(other, table[name] == other[_FROM])
    value = ibis.coalesce(other[_TO], table[name])
    return joined.select(*(value.name(each) if each == name else table[each] for each in table.columns))


def _pairs(engine: Engine, name: str, values: Mapping[str, str]) -> ibis.Table:
    """Return values and what stands for each as a table; in a warehouse it stands in the question itself."""
    if engine.is_embedded:
        frame = pd.DataFrame({_FROM: list(values), _TO: list(values.values())}, dtype="string")
        return keep(engine, name, ibis.memtable(frame, schema=ibis.schema({_FROM: "string", _TO: "string"})))
    width = max(len(each) for each in values.values())
    text = _BETWEEN.join(f"{after:{width}}{before}" for before, after in values.items())
    told = DummyTable({"told": ibis.literal(text).op()}).to_expr()
    lines = told.select(pair=told.told.split(_BETWEEN).unnest())
    return lines.select(lines.pair[width:].name(_FROM), lines.pair[:width].rstrip().name(_TO))
