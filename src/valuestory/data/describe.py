"""The page `docs/tables.md`, written from the canonical tables so that it cannot go stale."""

from __future__ import annotations

from valuestory.data.canonical import TABLES
from valuestory.data.model import UNITS, Column, Table

_INTRODUCTION = """# Canonical tables

<!-- Written from src/valuestory/data/canonical.py by `make golden`: change it there. -->

These are the names that a company's own columns are mapped to, and that every metric reads. Needed are `accounts`
and one other table; every further table or column widens what can be told, and one that is absent takes metrics away
and breaks nothing. From one file of cases the accounts are derived, and that is said.

A column marked **needed** must exist where its table is given, and a row without a value in it is set aside, counted
and reported (`cases.account_id` may be empty: such a case counts for volume). Names end in what they hold: `_at` an
instant in UTC, `_on` a calendar date, `_minutes`, `_amount` money in the company's reporting currency, `_share` from 0
to 1, `_count`; `is_` is yes or no. Intervals take in their start and leave out their end. Keys are text, compared
exactly, with leading zeros. Columns that are not in this list are kept as slices.

`docs/settings.md` says how a column of yours becomes one of these.
"""


def tables_page() -> str:
    """Return the whole page as Markdown."""
    return _INTRODUCTION + "".join(_section(each) for each in TABLES.values())


def _section(table: Table) -> str:
    facts = [f"One row per {table.row}. Feeds {table.feeds}."]
    if table.key:
        facts.append(f"Never repeats: {_names(table.key)}.")
    facts += [f"`{name}` is a key of `{parent}`." for name, parent in table.references]
    head = "| column | what it holds | is |\n|---|---|---|\n"
    return f"\n## `{table.name}`\n\n{' '.join(facts)}\n\n{head}" + "".join(_row(each) for each in table.columns)


def _row(column: Column) -> str:
    words = f" ({', '.join(column.words)})" if column.words else ""
    needed = ", **needed**" if column.needed else ""
    return f"| `{column.name}` | {column.meaning}{words} | {UNITS[column.kind]}{needed} |\n"


def _names(names: tuple[str, ...]) -> str:
    return " with ".join(f"`{each}`" for each in names)
