"""The page `docs/tables.md`, written from the canonical tables so that it cannot go stale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from valuestory.data.canonical.model import TYPES, UNITS, Column, Order, Table
from valuestory.data.canonical.tables import TABLES

_INTRODUCTION = """# Canonical tables

<!-- Written from src/valuestory/data/canonical/tables.py and the definitions of metrics by `make golden`. -->

These are the names that a company's own columns are mapped to, and that every metric reads. Needed are `accounts`
and one other table; every further table or column widens what can be told, and one that is absent takes metrics away
and breaks nothing. From one file of cases the accounts are derived, and that is said.

A column marked **needed** must exist where its table is given, and a row without a value in it is set aside, counted
and reported (`cases.account_id` may be empty: such a case counts for volume). Names end in what they hold: `_at` an
instant in UTC, `_on` a calendar date, `_minutes`, `_amount` money in the company's reporting currency, `_share` from 0
to 1, `_count`; `is_` is yes or no. Intervals take in their start and leave out their end. Keys are text, compared
exactly, with leading zeros. Columns that are not in this list are kept as slices.

What a column feeds is worked out from the [metrics](metrics.md) themselves: those that cannot be computed without it,
the slides that are not made without it, then, behind *where there*, the metrics that read it where it is there and do
without it elsewhere. A column that feeds nothing yet is read and checked all the same, and a notebook finds it in
`company.tables`.

[Settings](settings.md) say how a column of yours becomes one of these, [vendors](vendors.md) which exports bring them.

| table | one row per | needed columns | slides that need it |
|---|---|---|---|
"""


def tables_page(feeds: Mapping[str, str], needed_for: Mapping[str, str], slides: Mapping[str, str]) -> str:
    """Return the whole page as Markdown.

    Parameters
    ----------
    feeds
        What each column feeds, in words, by its ``table.column`` name.
    needed_for
        The metrics that need each table, in words, by the table's name.
    slides
        The slides that need each table, in words, by the table's name.
    """
    overview = "".join(_overview(each, slides[each.name]) for each in TABLES.values())
    return _INTRODUCTION + overview + "".join(_section(each, feeds, needed_for[each.name]) for each in TABLES.values())


def _overview(table: Table, slides: str) -> str:
    return f"| [`{table.name}`](#{table.name}) | {table.row} | {_names(table.needed, ', ')} | {slides} |\n"


def _section(table: Table, feeds: Mapping[str, str], needed_for: str) -> str:
    facts = [f"One row per {table.row}. Meant for {table.feeds}."]
    facts.append(f"Needed for {needed_for}." if needed_for else "No metric of the catalogue needs it.")
    facts += _rules(table)
    head = "| column | what it holds | type | unit or form | feeds |\n|---|---|---|---|---|\n"
    rows = "".join(_row(each, feeds[f"{table.name}.{each.name}"]) for each in table.columns)
    return f"\n## {table.name}\n\n{' '.join(facts)}\n\n{head}{rows}"


def _rules(table: Table) -> Iterator[str]:
    """Yield the rules that the checks hold a table's rows to, as sentences."""
    if table.key:
        yield f"Never repeats: {_names(table.key, ' with ')}."
    for name, parent in table.references:
        yield f"`{name}` is a key of `{parent}`."
    for order in table.orders:
        yield _order(order)
    if table.since_start:
        yield f"`{table.since_start}` should not lie before the account's start."


def _order(order: Order) -> str:
    sentence = f"`{order.later}` must not lie before `{order.earlier}`: "
    if order.keeps:
        return f"{sentence}that is noted."
    return sentence + (f"then `{order.clears}` is emptied." if order.clears else "such a row is set aside.")


def _row(column: Column, feeds: str) -> str:
    words = f" ({', '.join(column.words)})" if column.words else ""
    name = f"`{column.name}`" + (", **needed**" if column.needed else "")
    return f"| {name} | {column.meaning}{words} | {TYPES[column.kind]} | {UNITS[column.kind]} | {feeds} |\n"


def _names(names: tuple[str, ...], between: str) -> str:
    return between.join(f"`{each}`" for each in names)
