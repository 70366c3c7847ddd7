"""From a company's own table to the base of a canonical one: columns taken, values converted, nothing checked yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import ibis

from valuestory.data.canonical.model import TYPES, Column
from valuestory.data.canonical.units import clock_in_own_unit, in_own_unit, own_unit
from valuestory.data.checks.base import ROWS, THEIR_KEY, Base
from valuestory.data.checks.check import RAW
from valuestory.data.engines.dialects import computed_first, trimmed
from valuestory.data.mapping.account_names import NAMESAKES, account_of, named_accounts
from valuestory.data.mapping.lookups import KEY, VALUE, Helper, minutes_after
from valuestory.data.values.conversion import as_text, read_as, renamed, without_missing

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from valuestory.data.canonical.model import Table
    from valuestory.data.engines.engine import Raw
    from valuestory.data.mapping.columns import Reading
    from valuestory.project import SourceSettings


_TEXT: Final = "__text_"
"""Before a column's name: what is read as its value, in canonical words."""


def shape(
    model: Table,
    raw: Raw,
    reading: Reading,
    settings: SourceSettings,
    helpers: Mapping[str, Helper],
    accounts: ibis.Table | None = None,
) -> Base:
    """Return the base of a canonical table.

    Parameters
    ----------
    helpers
        The tables of its looked-up columns.
    accounts
        The canonical accounts, where rows name their account instead of giving its id.
    """
    table = raw.table
    for name, helper in helpers.items():
        table = _joined(table, raw, settings, name, helper.table)
    if accounts is not None and settings.account_named:
        table = named_accounts(table, _text(table, raw, settings.account_named, settings), accounts)
    texts = {name: _taken(table, raw, name, theirs, settings) for name, theirs in reading.columns.items()}
    # Each text is used several times over: as a column of its own it is one expression, not a copy for each use.
    table = computed_first(table.mutate(**{_TEXT + name: text for name, text in texts.items()}))
    texts = {name: table[_TEXT + name] for name in texts}
    values = {name: _read(text, model.column(name), settings) for name, text in texts.items()}
    for name in helpers:
        texts[name] = values[name] = table[f"__found_{name}"]
    if settings.account_named:
        texts["account_id"] = as_text(_text(table, raw, settings.account_named, settings))
        values["account_id"] = texts["account_id"] if accounts is None else account_of(table)
    for name, (base, theirs) in settings.minutes_after.items():
        texts[name] = _text(table, raw, theirs, settings)
        minutes = _read(texts[name], Column(name, "minutes", ""), settings)
        values[name] = minutes_after(values[base], minutes)
    present = tuple(name for name in model.names if name in values)
    extras = {name: table[raw.columns[theirs]] for name, theirs in reading.extras.items()}
    columns = {name: values[name] for name in present}
    extras = {name: without_missing(value, settings, is_csv=raw.is_text) for name, value in extras.items()}
    columns |= extras | {RAW + name: value for name, value in extras.items()}
    columns |= {RAW + name: as_text(texts[name]) for name in present}
    columns |= {name: table[name] for name in (*raw.order, ROWS, NAMESAKES) if name in table.columns}
    if settings.key:
        columns[THEIR_KEY] = as_text(_text(table, raw, settings.key, settings))
    return Base(
        model,
        computed_first(table.select(**columns)),
        present,
        tuple(extras),
        raw.order,
        is_text=raw.is_text,
        their_key=settings.key or "",
        rejected=raw.lost,
        is_folded=ROWS in columns,
    )


def _text(table: ibis.Table, raw: Raw, theirs: str, settings: SourceSettings) -> ir.Value:
    return without_missing(table[raw.columns[theirs]], settings, is_csv=raw.is_text)


def _taken(table: ibis.Table, raw: Raw, name: str, theirs: str, settings: SourceSettings) -> ir.Value:
    return renamed(_text(table, raw, theirs, settings), settings.values.get(name))


def _read(text: ir.Value, column: Column, settings: SourceSettings) -> ir.Value:
    value, unit = read_as(text, column.kind, settings), own_unit(column)
    number = in_own_unit(value, settings.units.get(column.name), unit)
    if unit is None or not text.type().is_string():
        return number
    return ibis.coalesce(number, clock_in_own_unit(trimmed(text), unit).cast(number.type()))


def _joined(table: ibis.Table, raw: Raw, settings: SourceSettings, name: str, helper: ibis.Table) -> ibis.Table:
    lookup = settings.lookup[name]
    found = helper.select(**{f"__found_key_{name}": helper[KEY], f"__found_{name}": helper[VALUE]})
    key = as_text(table[raw.columns[lookup.key or lookup.on]])
    return table.left_join(found, key == found[f"__found_key_{name}"])


def text_dates(model: Table, raw: Raw, reading: Reading, settings: SourceSettings) -> set[str]:
    """Return the columns of times that are text without a stated format: only there can day and month be mistaken."""
    if settings.date_format:
        return set()
    return {
        name
        for name, theirs in reading.columns.items()
        if TYPES[model.column(name).kind] in ("timestamp", "date") and raw.table[raw.columns[theirs]].type().is_string()
    }
